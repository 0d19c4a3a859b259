/** Owns who is in the scripted conversation, and what each may read: from their joining to their removal. */
import { bytesToUuid, fromBase64 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { parseCommit } from "@/lib/protocol/commit";
import type { WireEvent } from "@/lib/protocol/wire";

interface Span {
  readonly joined: number;
  left: number | null;
}

/** From the rosters of the commits, like an honest server's. */
export class Spans {
  private readonly spans = new Map<string, Span>();

  adopt(body: string, seq: number): void {
    const roster = new Set(parseCommit(fromBase64(body)).roster.map(({ userId }) => bytesToUuid(userId)));
    for (const [userId, span] of this.spans) if (span.left === null && !roster.has(userId)) span.left = seq;
    for (const userId of roster) if (!this.isIn(userId)) this.spans.set(userId, { joined: seq, left: null });
  }

  of(userId: string): Span | undefined {
    return this.spans.get(userId);
  }

  isIn(userId: string): boolean {
    return this.spans.get(userId)?.left === null;
  }

  present(): string[] {
    return [...this.spans.keys()].filter((userId) => this.isIn(userId)).toSorted();
  }

  forget(userId: string): void {
    this.spans.delete(userId);
  }

  /** @throws E_NOT_FOUND for strangers */
  visible(userId: string, events: readonly WireEvent[]): WireEvent[] {
    const span = this.spans.get(userId);
    if (!span) throw new CodedError("E_NOT_FOUND");
    return events.filter(({ seq }) => seq >= span.joined && seq <= (span.left ?? seq));
  }
}
