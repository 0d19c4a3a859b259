/** Owns the record of content policy violations that browsers report. */
import "server-only";
import { log } from "@/lib/base/log";
import { violationsSchema } from "./schema";

/** Lines per minute; anybody may post reports, and a log must not be fillable. */
const perMinute = 30;

let minute = 0;
let written = 0;

/**
 * Logs which directive was violated and by which origin. Addresses of pages are left out: they hold conversation ids.
 * @param report the parsed JSON body, of unknown form
 * @returns how many violations were written
 */
export function recordViolations(report: unknown, now: number = Date.now()): number {
  const parsed = violationsSchema.safeParse(report);
  if (!parsed.success) return 0;
  if (Math.floor(now / 60_000) !== minute) {
    minute = Math.floor(now / 60_000);
    written = 0;
  }
  const lines = parsed.data.slice(0, Math.max(0, perMinute - written));
  written += lines.length;
  for (const { directive, blocked } of lines)
    log("warn", "content-policy-violation", { directive, origin: originOf(blocked) });
  return lines.length;
}

/** The origin of a blocked address, or the browser's word for it (`inline`, `eval`). */
function originOf(blocked: string): string {
  return URL.canParse(blocked) ? new URL(blocked).origin : blocked;
}
