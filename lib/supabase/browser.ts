/** Owns the browser's Supabase client: one per configuration, with the session in cookies that the server can read too. */
import { createBrowserClient } from "@supabase/ssr";
import type { PublicConfig } from "@/lib/base/env";
import type { Supabase } from "./client";
import { documentCookies } from "./session-cookies";

const clients = new Map<string, Supabase>();

/**
 * The client for this deployment; the same object at every call.
 * Links of mails carry a token hash for /auth/confirm, so sessions are never taken from the address bar.
 * Realtime runs without its own worker: that one is built from a blob, which the content policy forbids.
 */
export function createBrowserSupabase(config: PublicConfig): Supabase {
  const name = `${config.supabaseUrl} ${config.publishableKey}`;
  let client = clients.get(name);
  if (!client) {
    client = createBrowserClient(config.supabaseUrl, config.publishableKey, {
      isSingleton: false,
      auth: { detectSessionInUrl: false },
      cookies: documentCookies,
      cookieOptions: { secure: config.appUrl.startsWith("https:") },
      realtime: { worker: false },
    });
    clients.set(name, client);
  }
  return client;
}
