/** Owns who could read what: for whom a message was written, and where a person's own past begins, as verified commits say. Pure. */
import type { LogRow } from "@/lib/crypto/engine-api";

/**
 * Who of `others` was in the conversation when the message at a position came: whoever was let in later reads nothing of it
 * and must not hold back its state. `rows` reach, without holes, from before the message to the newest event.
 */
export function audienceOf(rows: readonly LogRow[], others: readonly string[]): (seq: number) => readonly string[] {
  const joined = new Map(
    rows.flatMap((row) => (row.type === "commit" ? row.added.map((userId) => [userId, row.seq] as const) : [])),
  );
  if (!others.some((userId) => joined.has(userId))) return () => others;
  return (seq) => others.filter((userId) => (joined.get(userId) ?? 0) <= seq);
}

/** Whether nothing lies before these rows for a person: they begin with the first event, or with the commit that let them in. */
export function isWhole([first]: readonly LogRow[], me: string): boolean {
  return !first || first.seq <= 1 || (first.type === "commit" && first.added.includes(me));
}
