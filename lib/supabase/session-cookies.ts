/** Owns how long a browser keeps the session: for long, or, on a shared computer, until the browser is closed. */
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
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const value = brief ? "1" : "; Max-Age=0";
  document.cookie = `${briefCookie}=${value}; Path=/; SameSite=Lax${secure}`;
}

/** Whether this browser has been called shared since it was opened. Browser only. */
export function isSessionBrief(): boolean {
  return readCookies().some(({ name, value }) => name === briefCookie && value === "1");
}

/** Whether somebody seems to be signed in, at whatever backend. */
export function holdsSession(): boolean {
  return readCookies().some(({ name }) => /^sb-.+-auth-token(\.0)?$/.test(name));
}

/** The browser's cookies; none while a page is rendered on the server. A value that is not well written stands as it is. */
export function readCookies(): { name: string; value: string }[] {
  if (typeof document === "undefined") return [];
  return document.cookie.split("; ").flatMap((pair) => {
    const at = pair.indexOf("=");
    return at < 1 ? [] : [{ name: pair.slice(0, at), value: decoded(pair.slice(at + 1)) }];
  });
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
