/** Owns bringing the past into the search index: politely, newest first, from this device and then from the server. */
import { codeOf } from "@/lib/base/errors";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { deepen } from "./history";
import { isTransient } from "./loading";

/** Rows read from this device at once. */
const readAtOnce = 200;
/** Pause between steps: sending and reading come first. Milliseconds. */
const pauseMs = 60;

export class SearchFeed {
  private readonly deps: ChatDeps;
  private readonly all: () => readonly Conversation[];
  private readonly fed: () => void;
  /** Position below which nothing of a conversation can be found yet; 0: all of it can. */
  private readonly holes = new Map<string, number>();
  /** Conversations whose rest is not to be had here, and where it begins. */
  private readonly floors = new Map<string, number>();
  private running: Promise<void> | null = null;
  private stopped = false;

  constructor(deps: ChatDeps, all: () => readonly Conversation[], fed: () => void) {
    this.deps = deps;
    this.all = all;
    this.fed = fed;
  }

  get progress(): { done: number; total: number } | null {
    let [total, missing] = [0, 0];
    for (const conversation of this.all()) {
      if (conversation.summary.class !== "sealed") continue;
      const { id, log, summary } = conversation;
      const n = log?.n ?? summary.last_seq;
      const floor = this.floors.get(id) ?? 0;
      total += n - floor;
      missing += Math.max(0, Math.min(n, this.holes.get(id) ?? n) - floor);
    }
    return missing > 0 ? { done: total - missing, total } : null;
  }

  /** Goes through all conversations once; what a lost network stopped is taken up at the next call. */
  run(): Promise<void> {
    this.running ??= this.runNow().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  stop(): void {
    this.stopped = true;
  }

  private async runNow(): Promise<void> {
    const newest = this.all().toSorted((a, b) => b.summary.last_activity_at - a.summary.last_activity_at);
    for (const conversation of newest) {
      if (this.stopped) return;
      try {
        await this.feed(conversation);
      } catch (thrown) {
        if (isTransient(thrown)) return;
        if (codeOf(thrown) === "E_UNEXPECTED" || codeOf(thrown) === "E_VAULT_LOCKED") throw thrown;
        // One conversation that cannot be opened keeps nothing from the others, and nobody waits for it.
        const { id, log, summary } = conversation;
        this.floors.set(id, this.holes.get(id) ?? log?.n ?? summary.last_seq);
      }
    }
    this.fed();
  }

  private async feed(conversation: Conversation): Promise<void> {
    const { id, summary } = conversation;
    // A conversation that nobody has begun has no past, and beginning it is for a person.
    if (summary.epoch === 0 || summary.class !== "sealed") return;
    for (;;) {
      if (!conversation.log) await conversation.load();
      const n = conversation.log?.n ?? 0;
      const hole = await this.deps.engine.searchHole(id, n);
      this.holes.set(id, hole);
      if (this.stopped || hole <= (this.floors.get(id) ?? 0)) return;
      if (!(await this.step(conversation, hole))) {
        this.floors.set(id, hole);
        return;
      }
      this.fed();
      await new Promise<void>((resolve) => void this.deps.clock.after(pauseMs, resolve));
    }
  }

  /** Opens what lies below a hole. False: there is nothing more to be had. */
  private async step(conversation: Conversation, hole: number): Promise<boolean> {
    const { store, engine } = this.deps;
    if (hole <= (conversation.log?.base ?? 0)) return deepen(conversation);
    const stored = await store.rows(conversation.id, hole + 1, readAtOnce);
    if (stored.at(-1)?.seq !== hole) return false;
    await engine.openRows(
      conversation.id,
      stored.map((row) => row.sealed),
    );
    return true;
  }
}
