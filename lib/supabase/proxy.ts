/** Owns the session of a request before it is rendered: tokens near their end are renewed and put into request and answer. */
import { createServerClient } from "@supabase/ssr";
import { type NextRequest, NextResponse } from "next/server";
import type { PublicConfig } from "@/lib/base/env";
import { toCodedError } from "./errors";
import { briefCookie, keptFor } from "./session-cookies";

/** unknown: there is a session cookie, but Auth could not be asked; pages and functions will judge. */
export type SessionState = "none" | "present" | "unknown";

/** Auth must answer within this time, or the page is rendered without knowing. */
const authTimeoutMs = 4_000;

/**
 * Renews the session where needed.
 * @param headers the headers to render with; its `cookie` is replaced when tokens change
 * @returns the answer to continue with (it carries new cookies and forbids caching them), and what is known of the session
 */
export async function refreshSession(
  request: NextRequest,
  headers: Headers,
  config: PublicConfig,
): Promise<{ response: NextResponse; session: SessionState }> {
  let response = NextResponse.next({ request: { headers } });
  if (!request.cookies.getAll().some(({ name }) => isSessionCookie(name))) return { response, session: "none" };

  const client = createServerClient(config.supabaseUrl, config.publishableKey, {
    cookieOptions: { secure: config.appUrl.startsWith("https:") },
    global: { fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(authTimeoutMs) }) },
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (list, extra) => {
        for (const { name, value } of list) request.cookies.set(name, value);
        headers.set("cookie", request.cookies.toString()); // the render must see the fresh tokens
        response = NextResponse.next({ request: { headers } });
        const brief = request.cookies.has(briefCookie);
        for (const { name, value, options } of list) response.cookies.set(name, value, keptFor(options, brief));
        for (const [name, value] of Object.entries(extra)) response.headers.set(name, value);
      },
    },
  });
  const session = await ask(() => client.auth.getClaims());
  return { response, session };
}

/** True for the cookies that hold the session, also when it is cut into `.0`, `.1`, … */
export function isSessionCookie(name: string): boolean {
  return /^sb-.+-auth-token(\.\d+)?$/.test(name);
}

async function ask(getClaims: () => Promise<{ data: unknown; error: unknown }>): Promise<SessionState> {
  try {
    const { data, error } = await getClaims();
    if (data) return "present";
    return error ? stateFor(error) : "none";
  } catch (thrown) {
    return stateFor(thrown);
  }
}

function stateFor(error: unknown): SessionState {
  const { code } = toCodedError(error);
  return code === "E_OFFLINE" || code === "E_SERVER" || code === "E_RATE" ? "unknown" : "none";
}
