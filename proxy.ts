/** Owns what happens to every request before it is rendered: origin check, content policy, session, the way to sign-in. */
import { type NextRequest, NextResponse } from "next/server";
import { contentPolicy, newNonce, policyReportPath, trustedTypesPolicy } from "@/lib/base/content-policy";
import { type PublicConfig, readPublicConfig } from "@/lib/base/env";
import { isSameOrigin } from "@/lib/base/same-origin";
import { refreshSession } from "@/lib/supabase/proxy";

/** Pages that make no sense without a session. They, and the functions behind them, check again for themselves. */
const personal = /^\/(chats|c|join|new|settings)(\/|$)/;

/** Called by programs with a key, or ending the session: renewing one first would only put back what is being taken away. */
const sessionless = /^\/(api\/|auth\/sign-out$)/;

/**
 * Other apps share by POST to this address. The service worker answers that; where there is none, what was shared comes here,
 * and goes no further: nobody reads it, and the page says what to do. It is not in the list above: what a worker has taken in
 * is asked for by the page that comes next, whoever has still to sign in on it.
 */
const sharePath = "/share";

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const config = readPublicConfig();
  const { pathname, search } = request.nextUrl;
  // Functions are called at the address of the page, and say which.
  const shares = pathname === sharePath && request.method === "POST" && !request.headers.has("next-action");
  if (!shares && !isSameOrigin(request, { appUrl: config.appUrl, programs: pathname.startsWith("/api/") }))
    return NextResponse.json(
      { error: { code: "E_AUTH", message: "This request came from another site." } },
      { status: 403 },
    );

  const nonce = newNonce();
  const policy = contentPolicy({
    nonce,
    supabaseUrl: config.supabaseUrl,
    development: process.env.NODE_ENV === "development",
    secure: config.appUrl.startsWith("https:"),
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy); // Next reads the nonce of its own scripts here

  if (shares) return withPolicy(unread(config), policy, config);
  if (sessionless.test(pathname)) return withPolicy(NextResponse.next({ request: { headers } }), policy, config);
  const { response, session } = await refreshSession(request, headers, config);
  if (session !== "none" || !personal.test(pathname)) return withPolicy(response, policy, config);

  const target = new URL("/sign-in", config.appUrl);
  target.searchParams.set("next", `${pathname}${search}`);
  const redirect = NextResponse.redirect(target, 307);
  for (const cookie of response.cookies.getAll()) redirect.cookies.set(cookie);
  return withPolicy(redirect, policy, config);
}

/** The way to the page that is shown instead. */
function unread(config: PublicConfig): NextResponse {
  return NextResponse.redirect(new URL(sharePath, config.appUrl), {
    status: 303,
    headers: { "cache-control": "no-store" },
  });
}

function withPolicy(response: NextResponse, policy: string, config: PublicConfig): NextResponse {
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Content-Security-Policy-Report-Only", trustedTypesPolicy);
  response.headers.set("Reporting-Endpoints", `csp="${policyReportPath}"`);
  if (config.appUrl.startsWith("https:"))
    response.headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  return response;
}

export const config = {
  // Probes, violation reports and files that are the same for everybody. What is listed here has no action behind it.
  matcher: [
    "/((?!api/health$|api/csp-report$|_next/static/|_next/image$|icons/|sw\\.js$|sw-build\\.js$|manifest\\.webmanifest$|favicon\\.ico$|robots\\.txt$).*)",
  ],
};
