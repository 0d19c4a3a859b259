/** Owns the text being written in one conversation: kept on this device, sealed. */
import { inBackground } from "./background";
import type { Conversation } from "./conversation";

/** Pause after the last key press before the draft is written down. Milliseconds. */
const settleMs = 250;

export class Drafts {
  text = "";
  private readonly conversation: Conversation;
  private cancelWrite: (() => void) | null = null;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  private get record() {
    return `draft:${this.conversation.id}`;
  }

  async restore(): Promise<void> {
    const { store, engine } = this.conversation.deps;
    const sealed = await store.record(this.record);
    if (!sealed) return;
    const text = await engine.openText(this.record, sealed);
    // What has been typed in the meantime is newer.
    if (this.text) return;
    this.text = text;
    this.conversation.changed.emit();
  }

  set(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.cancelWrite?.();
    this.cancelWrite = this.conversation.deps.clock.after(settleMs, () => inBackground(this.write()));
    this.conversation.changed.emit();
  }

  private async write(): Promise<void> {
    const { store, engine } = this.conversation.deps;
    const sealed = this.text ? await engine.sealText(this.record, this.text) : null;
    await store.putRecord(this.record, sealed);
  }
}
