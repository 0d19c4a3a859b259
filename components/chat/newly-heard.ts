/** Owns which messages are read out as they arrive: new ones of others, each once, and a count where there are many. Pure. */
import type { TimelineRow } from "@/lib/chat/view";
import { plainText } from "@/lib/protocol/markdown";

export type Heard =
  | { readonly seq: number; readonly name: string; readonly text: string }
  | { readonly seq: number; readonly count: number };

/** More at once are only counted. */
const most = 3;
/** Longest part of a message that is read out unasked, in characters. */
const longest = 200;

/** @param before the newest place in the log that is known; null: nothing has been looked at yet, and nothing is news */
export function newlyHeard(
  timeline: readonly TimelineRow[],
  before: number | null,
): { readonly newest: number | null; readonly heard: readonly Heard[] } {
  const newest = timeline.findLast(({ seq }) => seq !== null)?.seq ?? null;
  if (newest === null || before === null) return { newest: newest ?? before, heard: [] };
  const fresh = timeline.flatMap((row) => ((row.seq ?? 0) > before ? heardOf(row) : []));
  const last = fresh.at(-1);
  const heard = last && fresh.length > most ? [{ seq: last.seq, count: fresh.length }] : fresh;
  return { newest: Math.max(newest, before), heard };
}

/** Those whose message still says so: what was deleted, edited or has expired is nowhere on the page. */
export function stillThere(lines: readonly Heard[], timeline: readonly TimelineRow[]): readonly Heard[] {
  return lines.filter(
    (line) =>
      "count" in line ||
      timeline.some((row) => row.seq === line.seq && heardOf(row).some(({ text }) => text === line.text)),
  );
}

function heardOf(row: TimelineRow) {
  if (row.type !== "message" || row.send !== null || row.folded || row.seq === null) return [];
  return [{ seq: row.seq, name: row.author.name, text: plainText(row.text).slice(0, longest) }];
}
