/** Owns the Supabase client of one server request. */
import "server-only";
import { createServerClient } from "@supabase/ssr";
import { cookies } from "next/headers";
import { cache } from "react";
import { readPublicConfig } from "@/lib/base/env";
import type { WholeSupabase } from "./client";
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
