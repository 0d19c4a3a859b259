/** Owns for whom a message was written: those in the conversation who had been let in by then, as verified commits say. Pure. */
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
