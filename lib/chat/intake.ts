/** Owns the way of events into one log: puts what arrives in order, fetches what lies between, and what an event needs to be judged. */
import { CodedError } from "@/lib/base/errors";
import { type DecodedEvent, decodeEvent } from "@/lib/protocol/wire";
import type { Conversation } from "./conversation";
import { pageSize } from "./history";
import { supply, unlessGap } from "./loading";

/** Rounds of fetching what an event needs before giving up on it for now. */
const maxRounds = 12;

/** Events kept while they cannot enter the log yet. */
const maxWaiting = 1_000;

/** `pump` and `fetch` run one at a time: the conversation calls them in turn. */
export class Intake {
  private readonly conversation: Conversation;
  private readonly events = new Map<number, DecodedEvent>();
  private heldBack = false;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  /** The server keeps back what the log needs next: it stands still there. */
  get held(): boolean {
    return this.heldBack;
  }

  /** Something waits to enter the log. */
  get waiting(): boolean {
    return this.events.size > 0;
  }

  /** Remembers events until their turn comes; those the log has already are dropped. */
  put(events: readonly DecodedEvent[]): void {
    // Everything can be fetched again: what piles up in front of a log that does not move is not worth the memory.
    if (this.events.size > maxWaiting) this.events.clear();
    for (const event of events) if (event.seq > this.n) this.events.set(event.seq, event);
  }

  /** Brings what waits into the log, in order; fetches what is missing in between. */
  async pump(): Promise<void> {
    for (;;) {
      const next = this.n + 1;
      for (const seq of this.events.keys()) if (seq < next) this.events.delete(seq);
      const run: DecodedEvent[] = [];
      for (let seq = next; this.events.has(seq) && run.length < pageSize; seq++) run.push(this.take(seq));
      if (run.length > 0) {
        if (!(await this.applyRun(run))) return;
      } else if (this.events.size > 0) {
        return this.fetch();
      } else {
        return;
      }
    }
  }

  /** Fetches and applies everything after the own position. */
  async fetch(): Promise<void> {
    const { conversation } = this;
    for (;;) {
      const after = this.n;
      if (!conversation.log || conversation.log.state === "ended") return;
      const { events, last_seq } = await conversation.deps.server.events(conversation.id, after);
      const { summary } = conversation;
      if (last_seq > summary.last_seq) conversation.summary = { ...summary, last_seq };
      const fresh = events.map((event) => decodeEvent(event)).filter((event) => event.seq > after);
      if (fresh.length === 0 && last_seq > after) return this.hold();
      if (fresh.length === 0 || !(await this.applyRun(fresh))) return;
      if (this.n >= last_seq) return;
    }
  }

  /** The log has moved on: nothing is kept back. */
  moved(): void {
    this.heldBack = false;
  }

  private get n(): number {
    return this.conversation.log?.n ?? 0;
  }

  private take(seq: number): DecodedEvent {
    const event = this.events.get(seq);
    if (!event) throw new CodedError("E_UNEXPECTED", "take");
    this.events.delete(seq);
    return event;
  }

  /** Applies consecutive events. False if the log stopped before their end. */
  private async applyRun(events: readonly DecodedEvent[]): Promise<boolean> {
    const { conversation } = this;
    const { deps, id } = conversation;
    let todo = events;
    let transcripts: Record<number, string> = {};
    let asked = "";
    for (let round = 0; round < maxRounds; round++) {
      const progress = await deps.engine.apply(id, todo, transcripts);
      await conversation.adopt(progress);
      todo = todo.filter((event) => event.seq > progress.view.n);
      if (todo.length === 0) return true;
      if (!progress.need) return false;
      const wanted = JSON.stringify(progress.need);
      // Asked for and not given: whoever has it keeps it back.
      const supplied = wanted === asked ? null : await supply(deps, id, progress.need).catch(unlessGap);
      if (!supplied) break;
      asked = wanted;
      transcripts = { ...transcripts, ...supplied };
    }
    this.hold();
    return false;
  }

  private hold(): void {
    this.heldBack = true;
    this.conversation.changed.emit();
  }
}
