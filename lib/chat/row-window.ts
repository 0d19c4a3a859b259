/** Owns how opened rows follow each other: ascending, without holes, and no more of them in memory than somebody looks at. Pure. */
import type { LogRow } from "@/lib/crypto/engine-api";

/** Beyond so many rows, what lies far back is let go of as soon as nobody looks at it. */
const mostRows = 1_000;
/** The newest that stay. */
const keptRows = 500;

/**
 * Rows that follow the log, put in their place behind and over the ones there are. `differs`: some were on screen already,
 * from before a reload, and were others.
 */
export function placed(rows: readonly LogRow[], fresh: readonly LogRow[]): { rows: LogRow[]; differs: boolean } {
  const from = fresh[0]?.seq ?? Number.POSITIVE_INFINITY;
  // From the end, where what arrives belongs: the cost of a message does not grow with those before it.
  const kept = rows.findLastIndex((row) => row.seq < from) + 1;
  const bySeq = new Map(rows.slice(kept).map((row) => [row.seq, row]));
  const differs = fresh.some((row) => row.transcript !== (bySeq.get(row.seq)?.transcript ?? row.transcript));
  for (const row of fresh) bySeq.set(row.seq, row);
  const behind = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
  return { rows: [...rows.slice(0, kept), ...behind], differs };
}

/** The rows that came behind those of before; null if anything else has changed. */
export function followers(before: readonly LogRow[], now: readonly LogRow[]): readonly LogRow[] | null {
  const { length } = before;
  const same = length > 0 && before[0] === now[0] && before[length - 1] === now[length - 1];
  return same ? now.slice(length) : null;
}

/** What stays in memory of rows that nobody looks at. */
export function remaining(rows: readonly LogRow[]): readonly LogRow[] {
  return rows.length > mostRows ? rows.slice(-keptRows) : rows;
}
