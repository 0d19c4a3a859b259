/** Owns writing a conversation down on this device. */
import { codeOf } from "@/lib/base/errors";
import type { Progress } from "@/lib/crypto/engine-api";
import { inBackground } from "./background";
import type { ChatDeps } from "./deps";

/** The log's state is kept after this pause. Milliseconds. */
const snapshotMs = 400;

/**
 * Rows and the jobs whose message is among them go to disk at once and together. The log's state follows a little later and
 * stands for itself: a start from an older state fetches what came after it again. So after rows that the disk would not
 * take, the state stays the older one.
 */
export class Keeper {
  private readonly deps: ChatDeps;
  private readonly id: string;
  private readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  private waiting = false;
  private incomplete = false;

  constructor(deps: ChatDeps, id: string, inTurn: (work: () => Promise<void>) => Promise<void>) {
    this.deps = deps;
    this.id = id;
    this.inTurn = inTurn;
  }

  /** Whether the disk has taken every row. */
  get isComplete(): boolean {
    return !this.incomplete;
  }

  async keep(rows: Progress["sealedRows"], sentJobs: readonly string[]): Promise<void> {
    if (rows.length > 0) {
      const write = { conversation: this.id, rows, sentJobs, snapshot: null };
      await this.deps.store.putProgress(write).catch((thrown: unknown) => {
        if (codeOf(thrown) !== "E_STORAGE") throw thrown;
        this.incomplete = true;
      });
    }
    if (this.waiting || this.incomplete) return;
    this.waiting = true;
    this.deps.clock.after(snapshotMs, () => {
      this.waiting = false;
      inBackground(this.inTurn(() => this.snapshot()));
    });
  }

  private async snapshot(): Promise<void> {
    if (this.incomplete) return;
    const snapshot = await this.deps.engine.snapshot(this.id);
    await this.deps.store.putProgress({ conversation: this.id, rows: [], sentJobs: [], snapshot });
  }
}
