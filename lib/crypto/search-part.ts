/** Owns one part of the search index: what it holds of each message, and its form as JSON. Parts are small enough to be written again. */
import * as v from "valibot";
import { fold } from "@/lib/base/fold";
import { whole } from "@/lib/base/narrow";
import type { LogRow } from "./engine-api";
import type { SearchMark } from "./search-api";
import { type Stretch, withStretch } from "./search-coverage";

/** One message as it can be found. */
export interface Entry {
  readonly seq: number;
  /** When the server took it; ms. */
  readonly at: number;
  readonly author: string;
  /** Message hash: what edits and deletions point at. */
  readonly hash: string;
  readonly marks: readonly SearchMark[];
  readonly text: string;
  readonly folded: string;
  /** Position of the edit that the text comes from; 0: as it was written. */
  readonly editedAt: number;
}

/** An edit (`text`) or a deletion (null) of a message that is not in the index yet. */
export interface Change {
  readonly seq: number;
  readonly of: string;
  readonly author: string;
  readonly text: string | null;
}

const mark = v.picklist(["link", "file", "mention"]);
const shape = v.strictObject({
  v: v.literal(2),
  covered: v.array(v.strictTuple([whole, whole])),
  entries: v.array(v.strictTuple([whole, whole, v.string(), v.string(), v.array(mark), v.string(), whole])),
  changes: v.array(v.strictTuple([whole, v.string(), v.string(), v.nullable(v.string())])),
});

/** Positions per part. */
const partSize = 1_024;

/** Name of the part that a row belongs to: its month, and its stretch of the log. */
export function partName({ seq, at }: Pick<LogRow, "seq" | "at">): string {
  return `${new Date(at).toISOString().slice(0, 7)}:${String(Math.floor(seq / partSize)).padStart(6, "0")}`;
}

export class Part {
  readonly entries = new Map<number, Entry>();
  readonly changes = new Map<string, Change>();
  covered: Stretch[] = [];
  version = 0;
  dirty = false;

  /** All texts in one, made when it is first needed. */
  private all: string | null = null;

  /** False if no entry holds the word: one look at one long text is much faster than one at each. */
  mayHold(word: string): boolean {
    this.all ??= Array.from(this.entries.values(), ({ folded }) => folded).join("\n");
    return this.all.includes(word);
  }

  cover(seq: number): void {
    this.covered = withStretch(this.covered, [seq, seq]);
    this.dirty = true;
  }

  /** `fresh`: it is not written down yet. */
  put(entry: Omit<Entry, "folded">, fresh = true): void {
    this.all = null;
    this.entries.set(entry.seq, { ...entry, folded: fold(entry.text) });
    this.dirty ||= fresh;
  }

  remove(seq: number): void {
    if (!this.entries.delete(seq)) return;
    this.all = null;
    this.dirty = true;
  }

  toJson(): string {
    return JSON.stringify({
      v: 2,
      covered: this.covered,
      entries: [...this.entries.values()].map((e) => [e.seq, e.at, e.author, e.hash, e.marks, e.text, e.editedAt]),
      changes: [...this.changes.values()].map((change) => [change.seq, change.of, change.author, change.text]),
    });
  }
}

/** What a part holds, as it was written. Null: not of this version; everything in it can be indexed again. */
export function readPart(
  json: string,
): { covered: Stretch[]; entries: Omit<Entry, "folded">[]; changes: Change[] } | null {
  const parsed = v.safeParse(shape, JSON.parse(json));
  if (!parsed.success) return null;
  const { covered, entries, changes } = parsed.output;
  return {
    covered,
    entries: entries.map(([seq, at, author, hash, marks, text, editedAt]) => ({
      ...{ seq, at, author, hash, marks, text, editedAt },
    })),
    changes: changes.map(([seq, of, author, text]) => ({ seq, of, author, text })),
  };
}
