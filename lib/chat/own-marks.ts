/** Owns what this person keeps about messages, for the screen: stars, hidden messages, reminders, threads read. */
import { Emitter } from "@/lib/base/emitter";
import type { Engine } from "@/lib/crypto/engine-api";
import type { MarkChange, MessageMarks } from "@/lib/crypto/message-marks";

export interface OwnMark {
  readonly starred: boolean;
  readonly hidden: boolean;
  /** ms since 1970 */
  readonly remindAt: number | null;
  /** The thread that begins here was read up to this place. */
  readonly threadRead: number;
}

/** The marks of one conversation, by message hash. */
export interface OwnMarks {
  of(hash: string | null): OwnMark;
  /** Newest message first. */
  starred(): readonly string[];
  /** Place of a marked message in the log. */
  seqOf(hash: string): number | null;
}

const unmarked: OwnMark = { starred: false, hidden: false, remindAt: null, threadRead: 0 };

export const noMarks: OwnMarks = { of: () => unmarked, starred: () => [], seqOf: () => null };

export class Marks {
  readonly changed = new Emitter();
  /** A person has changed something here: it should reach the other devices. */
  readonly written = new Emitter();
  private readonly engine: Engine;
  private marks: MessageMarks = {};

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Reads them from the open account. */
  async load(): Promise<void> {
    this.take(await this.engine.marks());
  }

  in(conversation: string): OwnMarks {
    const marks = this.marks[conversation];
    if (!marks) return noMarks;
    return {
      of: (hash) => {
        const mark = marks[hash ?? ""];
        if (!mark) return unmarked;
        const { s, h, r, th } = mark;
        return { starred: s === true, hidden: h === true, remindAt: r ?? null, threadRead: th ?? 0 };
      },
      starred: () =>
        Object.entries(marks)
          .filter(([, mark]) => mark.s && !mark.h)
          .toSorted(([, a], [, b]) => b.q - a.q)
          .map(([hash]) => hash),
      seqOf: (hash) => marks[hash]?.q ?? null,
    };
  }

  /** Reminders of all conversations, the next one first. */
  reminders(): { conversation: string; hash: string; at: number }[] {
    return Object.entries(this.marks)
      .flatMap(([conversation, marks]) =>
        Object.entries(marks).flatMap(([hash, { r, h }]) =>
          r === undefined || h ? [] : [{ conversation, hash, at: r }],
        ),
      )
      .toSorted((a, b) => a.at - b.at);
  }

  /** Changes a mark; whoever saves the store is told. @throws E_TOO_BIG */
  async change(conversation: string, hash: string, change: MarkChange): Promise<void> {
    this.take(await this.engine.putMark(conversation, hash, change));
    this.written.emit();
  }

  private take(marks: MessageMarks): void {
    this.marks = marks;
    this.changed.emit();
  }
}
