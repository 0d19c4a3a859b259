/** Owns how far each member has got, and by when: from signed pointers and from the views members sign into what they send. Never from server flags. */
import { furthest, type SendProgress } from "@/lib/outbox/outbox";

export type ReceiptKind = "read" | "view";

interface Mark {
  readonly seq: number;
  /** ms since 1970, the signer's clock. */
  readonly time: number;
}

/** Marks kept per person and kind: who and when is asked of recent messages. */
const keptMarks = 200;

const nobody: Readonly<Record<ReceiptKind, readonly Mark[]>> = { read: [], view: [] };

export class Receipts {
  /** Per person, ascending in place; a time of 0 is not known. */
  private readonly marks = new Map<string, Readonly<Record<ReceiptKind, readonly Mark[]>>>();

  /** Moves a member's positions forward; they never go back. Whoever has read something has received it. */
  advance(userId: string, kind: ReceiptKind, seq: number, time = 0): void {
    const before = this.marks.get(userId) ?? nobody;
    const mark = { seq, time };
    const view = withMark(before.view, mark);
    this.marks.set(userId, { view, read: kind === "read" ? withMark(before.read, mark) : before.read });
  }

  read(userId: string): number {
    return this.marks.get(userId)?.read.at(-1)?.seq ?? 0;
  }

  view(userId: string): number {
    return this.marks.get(userId)?.view.at(-1)?.seq ?? 0;
  }

  /** By when a person had read or received what stands at `seq`; null: not yet, 0: at a time not known. */
  reached(userId: string, kind: ReceiptKind, seq: number): number | null {
    return this.marks.get(userId)?.[kind].find((mark) => mark.seq >= seq)?.time ?? null;
  }

  /** State of an own message at `seq`: the state that all `others` have reached. */
  stateOf(seq: number, others: readonly string[]): SendProgress {
    if (others.length === 0) return "sent";
    const all = (position: (userId: string) => number) => others.every((userId) => position(userId) >= seq);
    const delivered = all((userId) => this.view(userId)) ? "delivered" : "sent";
    return furthest(delivered, all((userId) => this.read(userId)) ? "read" : "sent");
  }
}

/** The marks with one more, if it says anything new: further, or earlier about the same place. */
function withMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const says = marks.find(({ seq }) => seq >= mark.seq);
  if (says && (mark.time === 0 || (says.time > 0 && says.time <= mark.time))) return marks;
  const rest = marks.filter(
    ({ seq, time }) => seq < mark.seq || (seq > mark.seq && (time > mark.time || time === 0 || mark.time === 0)),
  );
  return [...rest, mark].toSorted((a, b) => a.seq - b.seq).slice(-keptMarks);
}
