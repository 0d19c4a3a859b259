/** Owns the check that a place to return to is one of ours, so that a link cannot lead people elsewhere. */

/** The path if it stays on this site, else null. */
export function ownPath(text: string | null): string | null {
  if (!text || !/^\/[a-z0-9]/i.test(text)) return null;
  const url = URL.canParse(text, "http://own.invalid") ? new URL(text, "http://own.invalid") : null;
  return url?.host === "own.invalid" ? url.pathname + url.search : null;
}
