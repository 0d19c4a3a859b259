/** Owns the Supabase client of one server request: of a page by its cookies, of a program by the token it shows. */
import "server-only";
import { createServerClient } from "@supabase/ssr";
import { cookies } from "next/headers";
import { cache } from "react";
import { readPublicConfig } from "@/lib/base/env";
import type { Supabase, WholeSupabase } from "./client";
import { createFunctions } from "./functions";
import { briefCookie, keptFor } from "./session-cookies";

/**
 * The client of the person who sent this request; one per request.
 * Pages cannot set cookies: there the proxy has already refreshed the session, and the attempt is dropped.
 */
export const serverSupabase = cache(async (): Promise<WholeSupabase> => {
  const config = readPublicConfig();
  const jar = await cookies();
  return createServerClient(config.supabaseUrl, config.publishableKey, {
    cookieOptions: { secure: config.appUrl.startsWith("https:") },
    cookies: {
      getAll: () => jar.getAll(),
      setAll: (list) => {
        try {
          const brief = jar.has(briefCookie);
          for (const { name, value, options } of list) jar.set(name, value, keptFor(options, brief));
        } catch {
          // rendering a page: no cookie can be set any more
        }
      },
    },
  });
});

/** The functions of the database as the person whose access token a program shows. Whether it is one, the backend says. */
export function tokenSupabase(token: string): Supabase {
  const { supabaseUrl, publishableKey } = readPublicConfig();
  return createFunctions(supabaseUrl, publishableKey, async () => token);
}
