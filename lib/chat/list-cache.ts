/** Owns the list as this device remembers it: one sealed entry per conversation, so that the list is there before the network. */
import * as v from "valibot";
import { type WireSummary, wireSummary } from "@/lib/protocol/wire";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";

/** Changes are written together after this pause. Milliseconds. */
const settleMs = 500;
/** Entries opened in one call: whoever opens a conversation meanwhile does not wait for all of them. */
const atOnce = 100;

const recordOf = (id: string) => `list:${id}`;

export class ListCache {
  private readonly deps: Pick<ChatDeps, "store" | "engine" | "clock">;
  private readonly dirty = new Set<Conversation>();
  /** Gone from the list: what is on its way to the disk does not arrive there. */
  private readonly gone = new Set<string>();
  private waiting = false;

  constructor(deps: Pick<ChatDeps, "store" | "engine" | "clock">) {
    this.deps = deps;
  }

  /** Entries that still open and still have today's shape, but for those `known`; the rest comes back with the next sync. */
  async read(known: ReadonlySet<string> = new Set()): Promise<WireSummary[]> {
    const { store, engine } = this.deps;
    const kept = (await store.conversations()).flatMap(({ id, listEntry }) =>
      listEntry && !known.has(id) ? [{ record: recordOf(id), sealed: listEntry }] : [],
    );
    const summaries: WireSummary[] = [];
    for (let at = 0; at < kept.length; at += atOnce) {
      for (const text of await engine.openTexts(kept.slice(at, at + atOnce))) {
        const parsed = text === null ? null : v.safeParse(wireSummary, JSON.parse(text));
        if (parsed?.success) summaries.push(parsed.output);
      }
    }
    return summaries;
  }

  /** This conversation is gone, and not written down any more. */
  drop(id: string): void {
    this.gone.add(id);
  }

  schedule(conversation: Conversation): void {
    this.gone.delete(conversation.id);
    this.dirty.add(conversation);
    if (this.waiting) return;
    this.waiting = true;
    this.deps.clock.after(settleMs, () => {
      this.waiting = false;
      inBackground(this.write());
    });
  }

  private async write(): Promise<void> {
    const conversations = [...this.dirty];
    this.dirty.clear();
    const entries = await Promise.all(
      conversations.map(async ({ id, summary }) => ({
        id,
        listEntry: await this.deps.engine.sealText(recordOf(id), JSON.stringify(toWire(summary))),
      })),
    );
    await this.deps.store.putListEntries(entries.filter(({ id }) => !this.gone.has(id)));
  }
}

/** The summary as the server would send it: times as text again. */
export function toWire(summary: WireSummary) {
  const iso = (ms: number) => new Date(ms).toISOString();
  return { ...summary, created_at: iso(summary.created_at), last_activity_at: iso(summary.last_activity_at) };
}
