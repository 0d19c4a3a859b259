/** Owns how far each member has got: from signed pointers and from the views members sign into what they send. Never from server flags. */
import { furthest, type SendProgress } from "@/lib/outbox/outbox";

interface Position {
  /** Has reached the member's device. */
  readonly view: number;
  /** Has been read. */
  readonly read: number;
}

export class Receipts {
  private readonly positions = new Map<string, Position>();

  /** Moves a member's positions forward; they never go back. */
  advance(userId: string, kind: "read" | "view", seq: number): void {
    const before = this.positions.get(userId) ?? { view: 0, read: 0 };
    const read = kind === "read" ? Math.max(before.read, seq) : before.read;
    this.positions.set(userId, { view: Math.max(before.view, seq, read), read });
  }

  read(userId: string): number {
    return this.positions.get(userId)?.read ?? 0;
  }

  view(userId: string): number {
    return this.positions.get(userId)?.view ?? 0;
  }

  /** State of an own message at `seq`: the state that all `others` have reached. */
  stateOf(seq: number, others: readonly string[]): SendProgress {
    if (others.length === 0) return "sent";
    const all = (position: (userId: string) => number) => others.every((userId) => position(userId) >= seq);
    const delivered = all((userId) => this.view(userId)) ? "delivered" : "sent";
    return furthest(delivered, all((userId) => this.read(userId)) ? "read" : "sent");
  }
}
