/** Owns the session as this browser's cookies hold it: neither renewed nor asked about anywhere, which takes a network. */
import { fromBase64Url, fromUtf8 } from "@/lib/base/bytes";
import type { AuthSession } from "./client";
import { readCookies } from "./session-cookies";

const encoded = "base64-";

/** What the cookies, and the channel on which tabs tell each other of logins, are called. */
export function sessionName(supabaseUrl: string): string {
  return `sb-${new URL(supabaseUrl).hostname.split(".")[0]}-auth-token`;
}

/** The session for a backend; null: nobody's, or cookies that cannot be read. */
export function storedSession(supabaseUrl: string): AuthSession | null {
  const text = joined(sessionName(supabaseUrl), new Map(readCookies().map(({ name, value }) => [name, value])));
  try {
    const json = text.startsWith(encoded) ? fromUtf8(fromBase64Url(text.slice(encoded.length))) : text;
    const session: unknown = JSON.parse(json);
    return isSession(session) ? session : null;
  } catch {
    return null;
  }
}

/** One cookie, or its pieces `.0`, `.1`, … in order. */
function joined(name: string, cookies: ReadonlyMap<string, string>): string {
  const whole = cookies.get(name);
  if (whole) return whole;
  let text = "";
  for (let at = 0; ; at++) {
    const piece = cookies.get(`${name}.${at}`);
    if (!piece) return text;
    text += piece;
  }
}

function isSession(value: unknown): value is AuthSession {
  if (typeof value !== "object" || value === null) return false;
  const { access_token: token, user } = value as Partial<AuthSession>;
  return typeof token === "string" && typeof user?.id === "string";
}
