/** Owns bringing the sealed store (pins, checkpoints, settings) to the server after changes, merging when another device was first. */
import { codeOf } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import { Serial } from "@/lib/base/serial";
import { keepHere, saveSettings, takeIn } from "@/lib/session/settings";
import { inBackground } from "./background";
import type { ChatDeps } from "./deps";
import { isTransient } from "./loading";

/** Changes are saved together after this pause. Milliseconds. */
const settleMs = 4_000;

export class StoreSync {
  /** What is here has reached the server. */
  readonly saved = new Emitter();
  /** What another device has written has been taken in. */
  readonly merged = new Emitter();
  /** Somebody without the key had written over the store; what was before it is in use again. */
  restored = false;
  private readonly deps: ChatDeps;
  private readonly serial = new Serial();
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

  /** Takes in what another device has written since, if it has. `version`: the one that there is now, if it is known. */
  async pull(version?: number): Promise<void> {
    const { engine, server } = this.deps;
    const own = await engine.storeVersion();
    const newer = version === own ? null : await server.storeSince(own);
    if (!newer) return;
    try {
      if (await takeIn(engine, server, newer)) await keepHere(this.deps.store, newer);
    } catch (thrown) {
      if (!isOver(thrown)) throw thrown;
      return;
    }
    await this.notice();
    this.merged.emit();
    this.schedule();
  }

  /** Looks whether a store had to be restored: it is written again at once, and the person is told. */
  async notice(): Promise<void> {
    if (this.restored || !(await this.deps.engine.storeRestored())) return;
    this.restored = true;
    this.merged.emit();
    this.schedule();
  }

  stop(): void {
    this.stopped = true;
    this.cancel?.();
  }

  /** One after the other: of two at once, one would take the other's change for saved. */
  private save(): Promise<void> {
    return this.serial.run(() => this.saveNow());
  }

  private async saveNow(): Promise<void> {
    try {
      const saved = await saveSettings(this.deps.engine, this.deps.server);
      if (saved) await keepHere(this.deps.store, saved);
      await this.notice();
      this.saved.emit();
    } catch (thrown) {
      if (isOver(thrown)) return;
      if (!isTransient(thrown)) throw thrown;
      this.schedule();
    }
  }
}

/** The person has left, or has made all keys anew elsewhere: what is open here is not theirs to save any more. */
function isOver(thrown: unknown): boolean {
  return ["E_VAULT_LOCKED", "E_COMMIT"].includes(codeOf(thrown));
}
