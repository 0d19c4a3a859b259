/** Owns what a person keeps about messages for himself: stars, hidden messages, reminders, how far threads were read. */
import * as v from "valibot";
import { CodedError } from "@/lib/base/errors";
import { named, natural, whole } from "@/lib/base/narrow";

const mark = v.strictObject({
  /** Last change, ms since 1970: of two devices' marks the later one holds. */
  at: natural,
  /** Place of the message in its log, so that it can be found again. */
  q: v.pipe(whole, v.minValue(1)),
  /** Starred. */
  s: v.optional(v.literal(true)),
  /** Deleted for this person. */
  h: v.optional(v.literal(true)),
  /** Wanted back at this time, ms since 1970. */
  r: v.optional(natural),
  /** The thread that begins here was read up to this place. */
  th: v.optional(natural),
});
export type MessageMark = v.InferOutput<typeof mark>;

/** Conversation → message hash (base64url) → mark. */
export const messageMarks = named(v.string(), named(v.string(), mark));
export type MessageMarks = v.InferOutput<typeof messageMarks>;

/** What a person may change; null takes it away. */
export interface MarkChange {
  readonly seq: number;
  readonly starred?: boolean;
  readonly hidden?: true;
  readonly remindAt?: number | null;
  readonly threadRead?: number;
}

/** The calls of the engine that concern them. */
export interface MarkEngine {
  /** What the person keeps about messages, in all conversations. */
  marks(): Promise<MessageMarks>;
  /** Changes what is kept about one message (hash in base64url). @throws E_TOO_BIG */
  putMark(conversation: string, hash: string, change: MarkChange): Promise<MessageMarks>;
}

/** Marks of one person in all conversations; the sealed store holds a mebibyte. */
export const maxMarks = 6_000;

/** The marks with one change. @throws E_TOO_BIG when there are too many to keep */
export function changeMark(
  marks: MessageMarks,
  { conversation, hash, at }: { conversation: string; hash: string; at: number },
  change: MarkChange,
): MessageMarks {
  const before = marks[conversation]?.[hash];
  const starred = change.starred ?? before?.s === true;
  const hidden = change.hidden ?? before?.h;
  const remind = change.remindAt === undefined ? before?.r : (change.remindAt ?? undefined);
  const read = Math.max(change.threadRead ?? 0, before?.th ?? 0);
  const next: MessageMark = {
    at: Math.max(at, (before?.at ?? 0) + 1),
    q: change.seq,
    ...(starred && { s: true as const }),
    ...(hidden && { h: true as const }),
    ...(remind !== undefined && { r: remind }),
    ...(read > 0 && { th: read }),
  };
  if (!before && countMarks(marks) >= maxMarks) throw new CodedError("E_TOO_BIG", "marks");
  return { ...marks, [conversation]: { ...marks[conversation], [hash]: next } };
}

function countMarks(marks: MessageMarks): number {
  return Object.values(marks).reduce((sum, of) => sum + Object.keys(of).length, 0);
}

/** What two devices know together: the later change of a mark; what was hidden stays hidden, what was read stays read. */
export function mergeMarks(mine: MessageMarks, theirs: MessageMarks): MessageMarks {
  const merged: MessageMarks = { ...theirs };
  for (const [conversation, own] of Object.entries(mine)) {
    const of = { ...merged[conversation] };
    for (const [hash, one] of Object.entries(own)) of[hash] = mergeMark(one, of[hash]);
    merged[conversation] = of;
  }
  return merged;
}

function mergeMark(a: MessageMark, b: MessageMark | undefined): MessageMark {
  if (!b) return a;
  // At the same time the order of the two must not matter.
  const later = a.at === b.at ? (JSON.stringify(a) > JSON.stringify(b) ? a : b) : a.at > b.at ? a : b;
  const th = Math.max(a.th ?? 0, b.th ?? 0);
  return { ...later, ...((a.h || b.h) && { h: true as const }), ...(th > 0 && { th }) };
}
