/** Owns the whole library in the browser. It signs in, renews and signs out; nothing else needs it, so it is loaded by need. */
import { createBrowserClient, serializeCookieHeader } from "@supabase/ssr";
import type { PublicConfig } from "@/lib/base/env";
import type { Auth } from "./client";
import { briefCookie, keptFor, readCookies } from "./session-cookies";

/** The browser's cookies in the form the library wants. */
export const documentCookies = {
  getAll: readCookies,
  setAll: (list: readonly { name: string; value: string; options: { maxAge?: number; expires?: Date } }[]) => {
    const brief = readCookies().some(({ name }) => name === briefCookie);
    for (const { name, value, options } of list)
      document.cookie = serializeCookieHeader(name, value, keptFor(options, brief));
  },
};

/** Links of mails carry a token hash for /auth/confirm, so sessions are never taken from the address bar. */
export function createAuth(config: PublicConfig): Auth {
  return createBrowserClient(config.supabaseUrl, config.publishableKey, {
    isSingleton: false,
    auth: { detectSessionInUrl: false },
    cookies: documentCookies,
    cookieOptions: { secure: config.appUrl.startsWith("https:") },
  }).auth;
}
