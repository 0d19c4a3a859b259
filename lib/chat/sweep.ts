/** Owns clearing one conversation's rows on disk of what has expired, oldest first, each once. */
import type { LogRow } from "@/lib/crypto/engine-api";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { expiredRow, holdsWords } from "./expiry";

/** Rows read at once. */
const stride = 200;

export class Sweep {
  private readonly deps: ChatDeps;
  private readonly conversation: Conversation;
  /** Everything on disk from here … */
  private from = Number.MAX_SAFE_INTEGER;
  /** … to here is clear. */
  private to = 0;
  /** Server time of the oldest row that is still whole; until then there is nothing to do. */
  private next = 0;

  constructor(deps: ChatDeps, conversation: Conversation) {
    this.deps = deps;
    this.conversation = conversation;
  }

  /** Whether there may be something on disk that the server took up to `until`. */
  isDue(until: number): boolean {
    return until >= this.next || this.base < this.from;
  }

  /** Waits for the turn of the log, so that nothing is written meanwhile. */
  run(until: number): Promise<void> {
    return this.conversation.inTurn(() => this.runNow(until));
  }

  private get base(): number {
    return this.conversation.log?.base ?? 0;
  }

  private async runNow(until: number): Promise<void> {
    // Older pages may have been written below what was clear before.
    if (this.base < this.from) [this.from, this.to] = [this.base, this.base];
    const n = Math.max(this.conversation.log?.n ?? 0, this.conversation.rows.at(-1)?.seq ?? 0);
    this.next = Number.MAX_SAFE_INTEGER;
    while (this.to < n) {
      const rows = await this.open(this.to);
      const young = rows.find((row) => row.at > until);
      await this.clear(rows.filter((row) => row.at <= until));
      if (young) {
        this.to = young.seq - 1;
        this.next = young.at;
        return;
      }
      this.to += stride;
    }
    this.to = n;
    this.next = until;
  }

  /** Rows after a position, as far as this device has them. */
  private async open(after: number): Promise<LogRow[]> {
    const { store, engine } = this.deps;
    const { id } = this.conversation;
    const stored = (await store.rows(id, after + stride + 1, stride)).filter(({ seq }) => seq > after);
    return engine.openRows(
      id,
      stored.map(({ sealed }) => sealed),
    );
  }

  private async clear(rows: readonly LogRow[]): Promise<void> {
    const { store, engine } = this.deps;
    const { id } = this.conversation;
    const gone = rows.filter(holdsWords).map((row) => expiredRow(row));
    if (gone.length === 0) return;
    await store.putProgress({
      ...{ conversation: id, sentJobs: [], snapshot: null },
      rows: await engine.sealRows(id, gone),
    });
  }
}
