/** Owns writing a conversation down on this device. */
import type { Progress } from "@/lib/crypto/engine-api";
import { inBackground } from "./background";
import type { ChatDeps } from "./deps";

/** The log's state is kept after this pause. Milliseconds. */
const snapshotMs = 400;

/**
 * Rows and the jobs whose message is among them go to disk at once and together. The log's state follows a little later and
 * stands for itself: a start from an older state fetches what came after it again.
 */
export class Keeper {
  private readonly deps: ChatDeps;
  private readonly id: string;
  private readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  private waiting = false;

  constructor(deps: ChatDeps, id: string, inTurn: (work: () => Promise<void>) => Promise<void>) {
    this.deps = deps;
    this.id = id;
    this.inTurn = inTurn;
  }

  async keep(rows: Progress["sealedRows"], sentJobs: readonly string[]): Promise<void> {
    if (rows.length > 0) {
      await this.deps.store.putProgress({ conversation: this.id, rows, sentJobs, snapshot: null });
    }
    if (this.waiting) return;
    this.waiting = true;
    this.deps.clock.after(snapshotMs, () => {
      this.waiting = false;
      inBackground(this.inTurn(() => this.snapshot()));
    });
  }

  private async snapshot(): Promise<void> {
    const snapshot = await this.deps.engine.snapshot(this.id);
    await this.deps.store.putProgress({ conversation: this.id, rows: [], sentJobs: [], snapshot });
  }
}
