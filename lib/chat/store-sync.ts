/** Owns bringing the sealed store (pins, checkpoints, settings) to the server after changes, merging when another device was first. */
import { codeOf } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import { saveSettings } from "@/lib/session/settings";
import { inBackground } from "./background";
import { type ChatDeps, Serial } from "./deps";
import { isTransient } from "./loading";

/** Changes are saved together after this pause. Milliseconds. */
const settleMs = 4_000;

export class StoreSync {
  /** What is here has reached the server. */
  readonly saved = new Emitter();
  /** What another device has written has been taken in. */
  readonly merged = new Emitter();
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
      await engine.storeMerge(newer.body, newer.version);
    } catch (thrown) {
      if (!isOver(thrown)) throw thrown;
      return;
    }
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
      await saveSettings(this.deps.engine, this.deps.server);
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
