/** Owns the server's log: one line of JSON per event, made of codes and ids. Sentences, bodies, keys and tokens do not fit in. */

export type LogLevel = "info" | "warn" | "error";

/** What a line may carry besides its event. Values are ids, codes, names of parts and numbers. */
export interface LogFields {
  readonly code?: string;
  readonly part?: string;
  readonly conversation?: string;
  readonly platform?: string;
  readonly userId?: string;
  readonly directive?: string;
  readonly origin?: string;
  readonly status?: number;
  readonly ms?: number;
}

/** Letters, digits and the marks of ids, codes and origins: no spaces, no quotes, no query strings. */
const plain = /^[\w.:/@-]{0,120}$/;

/**
 * One line of the log, with the time in UTC. A text that is not an id or a code becomes "?".
 * @param event kebab-case name of what happened
 */
export function logLine(level: LogLevel, event: string, fields: LogFields = {}, now: Date = new Date()): string {
  const safe = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === "string" && !plain.test(value) ? "?" : (value as unknown),
  ]);
  return JSON.stringify({ time: now.toISOString(), level, event, ...Object.fromEntries(safe) });
}

/** Writes one line to standard output. Server only. */
export function log(level: LogLevel, event: string, fields: LogFields = {}): void {
  process.stdout.write(`${logLine(level, event, fields)}\n`);
}
