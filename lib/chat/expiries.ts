/** Owns forgetting what has expired, on this device and on time, with or without a network: on screen, on disk, in the search index. */
import type { LogRow } from "@/lib/crypto/engine-api";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { expiredRow, goneUntil, holdsWords } from "./expiry";
import type { Search } from "./search";
import type { ServerTime } from "./server-time";
import { Sweep } from "./sweep";

/** Timers of browsers count to some 24 days: it is looked again at least this often. Milliseconds. */
const mostMs = 3_600_000;
/** Between two looks at one conversation. Milliseconds. */
const leastMs = 250;

/** Follows conversations whose policy is verified, and open rooms, where the server's word is all there is. */
export class Expiries {
  private readonly deps: ChatDeps;
  private readonly search: Pick<Search, "forget">;
  private readonly time: ServerTime;
  private readonly watched = new Set<Conversation>();
  private readonly timers = new Map<string, () => void>();
  private readonly sweeps = new Map<string, Sweep>();
  private stopped = false;

  constructor(deps: ChatDeps, search: Pick<Search, "forget">, time: ServerTime) {
    this.deps = deps;
    this.search = search;
    this.time = time;
  }

  /** Before anybody else listens: what has expired is gone before it is drawn. */
  watch(conversation: Conversation): void {
    this.watched.add(conversation);
    let seen: { rows: readonly LogRow[]; days: number; cleared: number | null } | null = null;
    conversation.changed.subscribe(() => {
      const { rows, log } = conversation;
      const days = log?.retentionDays ?? 0;
      const cleared = conversation.summary.room?.kept_since ?? null;
      if (!log || (seen?.rows === rows && seen.days === days && seen.cleared === cleared)) return;
      seen = { rows, days, cleared };
      this.look(conversation);
    });
  }

  /** Time may have passed unnoticed: the device has slept, or the server has told its time. */
  lookAgain(): void {
    for (const conversation of this.watched) this.look(conversation);
  }

  /** The conversation is not here any more. */
  leave(conversation: Conversation): void {
    this.watched.delete(conversation);
    this.timers.get(conversation.id)?.();
    this.timers.delete(conversation.id);
    this.sweeps.delete(conversation.id);
  }

  stop(): void {
    this.stopped = true;
    for (const cancel of this.timers.values()) cancel();
  }

  private look(conversation: Conversation): void {
    const { log, id } = conversation;
    this.timers.get(id)?.();
    this.timers.delete(id);
    const until = goneUntil(conversation, this.time.now());
    if (this.stopped || !log || until === null) return;
    const isDue = (row: LogRow) => holdsWords(row) && row.at <= until;
    const due = conversation.rows.some(isDue);
    if (due) {
      conversation.rows = conversation.rows.map((row) => (holdsWords(row) && row.at <= until ? expiredRow(row) : row));
    }
    const oldest = conversation.rows.find((row) => holdsWords(row));
    const wait = oldest ? Math.min(mostMs, oldest.at - until) : mostMs;
    this.timers.set(
      id,
      this.deps.clock.after(Math.max(leastMs, wait), () => this.look(conversation)),
    );
    const known = this.sweeps.get(id);
    const sweep = known ?? new Sweep(this.deps, conversation);
    this.sweeps.set(id, sweep);
    if (due || sweep.isDue(until)) inBackground(this.forget(conversation, sweep, until));
    if (due) conversation.changed.emit();
  }

  private async forget(conversation: Conversation, sweep: Sweep, until: number): Promise<void> {
    await sweep.run(until);
    // The index forgets what lies before a time; what has expired reaches up to it.
    await this.search.forget(conversation.id, until + 1);
  }
}
