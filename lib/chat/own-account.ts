/** Owns keeping what belongs to the person alone up to date: their choices and whom they have blocked, from every device. */
import * as v from "valibot";
import { Emitter } from "@/lib/base/emitter";
import { whole } from "@/lib/base/narrow";
import { inBackground } from "./background";
import type { ChatDeps } from "./deps";
import type { Conversation } from "./conversation";
import { Marking } from "./marking";
import { Scheduled } from "./scheduled";
import type { StoreSync } from "./store-sync";

const storeHint = v.object({ store: whole });

export class OwnAccount {
  /** Any row of the list may look different now. */
  readonly changed = new Emitter();
  /** The server says that something of the account has changed: perhaps this login has ended. */
  readonly touched = new Emitter();
  readonly marking: Marking;
  /** Messages that wait for their time. */
  readonly scheduled: Scheduled;
  private readonly deps: ChatDeps;
  private readonly storeSync: StoreSync;
  private readonly conversations: ReadonlyMap<string, Conversation>;
  private readonly unsubscribe: () => void;

  constructor(deps: ChatDeps, storeSync: StoreSync, conversations: ReadonlyMap<string, Conversation>) {
    this.deps = deps;
    this.storeSync = storeSync;
    this.marking = new Marking(deps, (id) => conversations.get(id));
    this.scheduled = new Scheduled(deps, conversations);
    this.conversations = conversations;
    const { preferences, blocks, presence, marks } = deps;
    const ends = [
      this.scheduled.changed.subscribe(() => this.changed.emit()),
      preferences.changed.subscribe(() => this.changed.emit()),
      blocks.changed.subscribe(() => this.changed.emit()),
      // A block takes away what was seen of a person, and its end gives it back.
      blocks.changed.subscribe(() => inBackground(presence.again())),
      presence.changed.subscribe(() => this.changed.emit()),
      marks.changed.subscribe(() => this.changed.emit()),
      preferences.written.subscribe(() => inBackground(storeSync.now())),
      marks.written.subscribe(() => inBackground(storeSync.now())),
      storeSync.saved.subscribe(() => inBackground(preferences.reread(true))),
      storeSync.merged.subscribe(() => inBackground(this.reread())),
    ];
    this.unsubscribe = () => ends.forEach((end) => end());
  }

  /** As this device remembers it. What cannot be read any more comes back from the server. */
  async restore(): Promise<void> {
    const { preferences, blocks } = this.deps;
    await Promise.all([preferences, blocks].map((part) => part.restore().catch(() => undefined)));
    inBackground(this.storeSync.notice());
  }

  /** What other devices have decided has been taken into the store. */
  private async reread(): Promise<void> {
    const { preferences, marks, people } = this.deps;
    await Promise.all([preferences.reread(), marks.load()]);
    if (await people.judgeAgain()) for (const conversation of this.conversations.values()) conversation.changed.emit();
  }

  /** The server says that something of the account is new; of the store it says which version. */
  hint(payload: unknown): void {
    if (this.scheduled.hint(payload)) return;
    const written = v.safeParse(storeHint, payload);
    if (written.success) inBackground(this.storeSync.pull(written.output.store));
    else this.look();
  }

  /** Another device may have changed something. */
  look(): void {
    this.touched.emit();
    inBackground(this.storeSync.pull());
    inBackground(this.deps.blocks.refresh());
    inBackground(this.deps.presence.refresh());
    this.scheduled.mayHaveChanged();
  }

  stop(): void {
    this.unsubscribe();
    this.marking.stop();
    this.scheduled.stop();
    const { preferences, blocks, presence } = this.deps;
    for (const part of [preferences, blocks, presence]) part.stop();
  }
}
