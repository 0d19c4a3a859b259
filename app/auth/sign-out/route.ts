/** Owns POST /auth/sign-out: ends the session and asks the browser to forget everything it holds of this site. */
import { readPublicConfig } from "@/lib/base/env";
import { isSameOrigin } from "@/lib/base/same-origin";
import { endSession } from "@/lib/accounts/commands";

export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request, { appUrl: readPublicConfig().appUrl })) return new Response(null, { status: 403 });
  await endSession();
  return new Response(null, {
    status: 204,
    headers: { "clear-site-data": '"cache", "cookies", "storage"', "cache-control": "no-store" },
  });
}
