/** Owns how long a browser keeps the session: for long, or, on a shared computer, until the browser is closed. */
import { combineChunks, parseCookieHeader, serializeCookieHeader, stringFromBase64URL } from "@supabase/ssr";
import type { AuthSession } from "./client";

/** While this cookie is there, session cookies get no lifetime. It has none itself: both end with the browser. */
export const briefCookie = "parley-brief";

interface Lifetime {
  maxAge?: number;
  expires?: Date;
}

/** Cookie options for a session that is kept briefly, or as they are. Removing a cookie (`maxAge` 0) stays removing. */
export function keptFor<T extends Lifetime>(options: T, brief: boolean): T {
  if (!brief || options.maxAge === 0) return options;
  const { maxAge: _, expires: __, ...rest } = options;
  return rest as T;
}

/** Says, before a sign-in, whether this browser is shared. Browser only. */
export function keepSessionBriefly(brief: boolean): void {
  document.cookie = serializeCookieHeader(briefCookie, brief ? "1" : "", {
    path: "/",
    sameSite: "lax",
    secure: location.protocol === "https:",
    ...(brief ? {} : { maxAge: 0 }),
  });
}

/** Whether this browser has been called shared since it was opened. Browser only. */
export function isSessionBrief(): boolean {
  return documentCookies.getAll().some(({ name, value }) => name === briefCookie && value === "1");
}

/** The browser's cookies in the form the client wants; empty while a page is rendered on the server. */
export const documentCookies = {
  getAll: () => (typeof document === "undefined" ? [] : parseCookieHeader(document.cookie)),
  setAll: (list: readonly { name: string; value: string; options: Lifetime }[]) => {
    if (typeof document === "undefined") return;
    const brief = documentCookies.getAll().some(({ name }) => name === briefCookie);
    for (const { name, value, options } of list)
      document.cookie = serializeCookieHeader(name, value, keptFor(options, brief));
  },
};

const encoded = "base64-";

/**
 * Whose session this browser's cookies hold for a backend, as they say: neither renewed nor asked about anywhere, which takes
 * a network. Null: nobody's, or cookies that cannot be read.
 */
export async function rememberedUser(supabaseUrl: string): Promise<AuthSession["user"] | null> {
  const cookies = new Map(documentCookies.getAll().map(({ name, value }) => [name, value]));
  const name = `sb-${new URL(supabaseUrl).hostname.split(".")[0]}-auth-token`;
  try {
    const text = await combineChunks(name, (part) => cookies.get(part) ?? null);
    if (!text) return null;
    const json = text.startsWith(encoded) ? stringFromBase64URL(text.slice(encoded.length)) : text;
    return (JSON.parse(json) as Partial<AuthSession>).user ?? null;
  } catch {
    return null;
  }
}
