/** Owns the text being written in one conversation: kept on this device, sealed, and the same on the person's other devices. */
import * as v from "valibot";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";

/** Pause after the last key press before the draft is written down. Milliseconds. */
const settleMs = 250;
/** Pause before other devices are told; what has been sent or cleared they are told at once. Milliseconds. */
const tellMs = 3_000;
/** What is longer stays on this device. Characters. */
const maxTold = 1_000;

/** Names of the records of drafts begin so; the id of the conversation follows. */
export const draftRecords = "draft:";

/** `told`: what the person's devices agreed on last; where it differs from `text`, this device has the newer one. */
const keptSchema = v.object({ text: v.string(), told: v.string() });

export class Drafts {
  text = "";
  private readonly conversation: Conversation;
  private told = "";
  private cancelWrite: (() => void) | null = null;
  private cancelTell: (() => void) | null = null;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  private get record() {
    return `${draftRecords}${this.conversation.id}`;
  }

  /** `here`: this device may have one. */
  async restore(here = true): Promise<void> {
    if (here) await this.read();
    this.conversation.deps.preferences.changed.subscribe(() => this.adopt());
    this.adopt();
  }

  /** Takes what this device keeps. */
  async read(): Promise<void> {
    const { store, engine } = this.conversation.deps;
    const sealed = await store.record(this.record);
    const kept = sealed && readKept(await engine.openText(this.record, sealed));
    // What has been typed in the meantime is newer.
    if (!kept || this.text) return;
    Object.assign(this, kept);
    if (this.text !== this.told) this.tellLater();
    if (this.text) this.conversation.changed.emit();
  }

  set(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.writeLater();
    this.tellLater();
    this.conversation.changed.emit();
  }

  /** Another device has written. What is being typed here, and not told yet, is newer than that. */
  adopt(): void {
    const value = this.conversation.deps.preferences.values[this.record];
    const text = typeof value === "string" ? value : "";
    if (text === this.told) return;
    const untouched = this.text === this.told;
    this.told = text;
    if (untouched) {
      this.text = text;
      this.conversation.changed.emit();
    }
    this.writeLater();
  }

  private tellLater(): void {
    this.cancelTell?.();
    this.cancelTell = this.conversation.deps.clock.after(this.text ? tellMs : 0, () => inBackground(this.tell()));
  }

  private async tell(): Promise<void> {
    const text = this.text.length <= maxTold ? this.text : "";
    if (text === this.told) return;
    this.told = text;
    await this.conversation.deps.preferences.set({ [this.record]: text || null });
    await this.write();
  }

  private writeLater(): void {
    this.cancelWrite?.();
    // What was sent goes at once, or a page closed right afterwards would offer it a second time.
    this.cancelWrite = this.conversation.deps.clock.after(this.text ? settleMs : 0, () => inBackground(this.write()));
  }

  private async write(): Promise<void> {
    const { store, engine, outbox } = this.conversation.deps;
    // A message that was sent is on the disk before its draft is gone from it: whenever the page ends, one of them is there.
    await outbox.settled();
    const { text, told } = this;
    const sealed = text || told ? await engine.sealText(this.record, JSON.stringify({ text, told })) : null;
    await store.putRecord(this.record, sealed);
  }
}

/** What an earlier version wrote was the text alone. */
function readKept(text: string): v.InferOutput<typeof keptSchema> {
  try {
    const kept = v.safeParse(keptSchema, JSON.parse(text));
    if (kept.success) return kept.output;
  } catch {
    // No JSON: the text itself.
  }
  return { text, told: "" };
}
