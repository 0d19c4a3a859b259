/** Owns the answer to "did our own pages send this request"; Server Actions and route handlers have no sufficient check of their own. */

const reading = new Set(["GET", "HEAD"]);

export interface SameOriginRules {
  /** The application's own origin. */
  readonly appUrl: string;
  /** True where programs with a key in `Authorization` may call: they send neither Origin nor Sec-Fetch-Site, browsers always do. */
  readonly programs?: boolean;
}

/**
 * False for a request that may change something and comes from another site, or does not say where it comes from.
 * Reading is always allowed: an answer cannot be read across origins, because no route sends CORS headers.
 */
export function isSameOrigin(request: { method: string; headers: Headers }, rules: SameOriginRules): boolean {
  if (reading.has(request.method)) return true;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (origin === null && site === null) return rules.programs === true && request.headers.has("authorization");
  return origin === rules.appUrl && (site === null || site === "same-origin");
}
