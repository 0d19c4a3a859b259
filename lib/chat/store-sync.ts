/** Owns bringing the sealed store (pins, checkpoints, settings) to the server after changes, merging when another device was first. */
import { codeOf } from "@/lib/base/errors";
import { saveSettings } from "@/lib/session/settings";
import { inBackground } from "./background";
import type { ChatDeps } from "./deps";
import { isTransient } from "./loading";

/** Changes are saved together after this pause. Milliseconds. */
const settleMs = 4_000;

export class StoreSync {
  private readonly deps: ChatDeps;
  private cancel: (() => void) | null = null;
  private stopped = false;

  constructor(deps: ChatDeps) {
    this.deps = deps;
  }

  schedule(): void {
    if (this.stopped) return;
    this.cancel ??= this.deps.clock.after(settleMs, () => {
      this.cancel = null;
      inBackground(this.save());
    });
  }

  /** Saves at once what a person has just decided; without a network it is saved later. */
  async now(): Promise<void> {
    this.cancel?.();
    this.cancel = null;
    await this.save();
  }

  stop(): void {
    this.stopped = true;
    this.cancel?.();
  }

  private async save(): Promise<void> {
    try {
      await saveSettings(this.deps.engine, this.deps.server);
    } catch (thrown) {
      if (codeOf(thrown) === "E_VAULT_LOCKED") return;
      if (!isTransient(thrown)) throw thrown;
      this.schedule();
    }
  }
}
