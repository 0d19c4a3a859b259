/** Owns what the list shows first, as this device remembers it: one small sealed record, so that nothing else stands before it. */
import { Serial } from "@/lib/base/serial";
import * as v from "valibot";
import { type WireSummary, wireSummary } from "@/lib/protocol/wire";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { toWire } from "./list-cache";
import type { ConversationRow } from "./view";

/** As many as the list draws first (components/chat/use-growing.tsx). */
const count = 24;
/** Changes are written together after this pause. Milliseconds. */
const settleMs = 700;

const record = "first-rows";

const keptRows = v.array(v.object({ summary: wireSummary, title: v.string() }));

export interface FirstRow {
  readonly summary: WireSummary;
  /** As it was shown last: the log, which says it, is not open yet. */
  readonly title: string;
}

export class FirstRows {
  private readonly deps: Pick<ChatDeps, "store" | "engine" | "clock">;
  /** What is on the disk. */
  private written = "";
  private waiting = false;
  private readonly writing = new Serial();

  constructor(deps: Pick<ChatDeps, "store" | "engine" | "clock">) {
    this.deps = deps;
  }

  /** Nothing where nothing is kept, or of another shape: the whole list follows anyway. */
  async read(): Promise<FirstRow[]> {
    const { store, engine } = this.deps;
    const sealed = await store.record(record);
    const text = sealed ? await engine.openText(record, sealed).catch(() => "") : "";
    this.written = text;
    return parse(text);
  }

  /** This conversation is gone: it must not come back with the next start, however soon that is. */
  async drop(id: string): Promise<void> {
    await this.writing.run(async () => {
      const rows = parse(this.written);
      const left = rows.filter(({ summary }) => summary.id !== id);
      if (left.length < rows.length) await this.write(toText(left));
    });
  }

  /** Writes down what is shown first, a little later, if it is not on the disk like that. */
  follow(rows: () => readonly ConversationRow[], of: (id: string) => Conversation | undefined): void {
    if (this.waiting) return;
    this.waiting = true;
    this.deps.clock.after(settleMs, () => {
      this.waiting = false;
      inBackground(this.writing.run(() => this.write(toText(firstOf(rows(), of)))));
    });
  }

  private async write(text: string): Promise<void> {
    if (text === this.written) return;
    const { store, engine } = this.deps;
    await store.putRecord(record, await engine.sealText(record, text));
    this.written = text;
  }
}

function toText(rows: readonly FirstRow[]): string {
  return JSON.stringify(rows.map(({ summary, title }) => ({ summary: toWire(summary), title })));
}

function parse(text: string): FirstRow[] {
  const parsed = text === "" ? null : v.safeParse(keptRows, JSON.parse(text));
  return parsed?.success ? parsed.output : [];
}

function firstOf(rows: readonly ConversationRow[], of: (id: string) => Conversation | undefined): FirstRow[] {
  const listed = rows.filter(({ flags }) => !flags.archived).slice(0, count);
  return listed.flatMap(({ id, title }) => {
    const summary = of(id)?.summary;
    return summary ? [{ summary, title }] : [];
  });
}
