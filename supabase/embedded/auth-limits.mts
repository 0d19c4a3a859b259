/** Owns how often accounts and addresses may try what guesses, floods or costs: sign-in, codes, mails. */
import type { Rate, RateLimiter } from "./rate-limiter.mts";

/** Of one address. It is wide, because the app's own server calls for all its people. */
const perAddress: Rate = { burst: 600, everyMs: 50 };

/** Of one account (the e-mail address as sent, known or not). A six-digit code lives one hour: about 130 tries. */
const perAccount: Record<string, Rate> = {
  password: { burst: 10, everyMs: 6_000 },
  code: { burst: 10, everyMs: 30_000 },
  mail: { burst: 5, everyMs: 30_000 },
};

/** @returns 0 when the call may go on, else the milliseconds to wait */
export function limitAuth(
  limiter: RateLimiter,
  address: string,
  action: string,
  query: URLSearchParams,
  body: Record<string, unknown>,
): number {
  const kind = kindOf(action, query);
  if (!kind) return 0;
  const email = typeof body["email"] === "string" ? body["email"].trim().toLowerCase() : "";
  const rate = perAccount[kind];
  const ofAccount = email && rate ? limiter.take(`${kind} ${email}`, rate) : 0;
  return ofAccount > 0 ? ofAccount : limiter.take(`address ${address}`, perAddress);
}

function kindOf(action: string, query: URLSearchParams): "password" | "code" | "mail" | "other" | null {
  if (action === "token") return query.get("grant_type") === "password" ? "password" : "other";
  if (action === "verify") return "code";
  return ["signup", "otp", "recover", "resend"].includes(action) ? "mail" : null;
}
