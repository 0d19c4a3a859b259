/** Owns what moves no sequence number: locks, positions, what a platform says of its thing. It comes with the summaries, which are read again. */
import * as v from "valibot";
import { type WireSummary, wireChanged } from "@/lib/protocol/wire";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";

/** Summaries in the first answer: what most hints are about. */
const newest = 40;
/** Summaries in each further one, for a conversation that has long been quiet. */
const pageSize = 200;
/** Pages that are read for one conversation that has been named. */
const maxPages = 6;

export class Summaries {
  private readonly deps: Pick<ChatDeps, "server">;
  private readonly known: (id: string) => Conversation | undefined;
  private missed = false;
  private readonly named = new Set<string>();

  constructor(deps: Pick<ChatDeps, "server">, known: (id: string) => Conversation | undefined) {
    this.deps = deps;
    this.known = known;
  }

  /** Something may have changed while nobody was listening. */
  miss(): void {
    this.missed = true;
  }

  /** The server says that something of a conversation has changed; unparsed. */
  hint(payload: unknown): void {
    this.missed = true;
    const hint = v.safeParse(wireChanged, payload);
    if (hint.success && this.known(hint.output.conversation)) this.named.add(hint.output.conversation);
  }

  /** Reads again what was missed: the newest, and on until every conversation that was named has been seen. True: something was read. */
  async read(): Promise<boolean> {
    if (!this.missed) return false;
    this.missed = false;
    const wanted = new Set(this.named);
    this.named.clear();
    try {
      await this.readPages(wanted);
    } catch (thrown) {
      this.missed = true;
      for (const id of wanted) this.named.add(id);
      throw thrown;
    }
    return true;
  }

  private async readPages(wanted: Set<string>): Promise<void> {
    let before: { at: number; id: string } | null = null;
    for (let page = 0; page < maxPages; page++) {
      const size = page === 0 ? newest : pageSize;
      const summaries: readonly WireSummary[] = await this.deps.server.conversations(before, size);
      for (const summary of summaries) {
        wanted.delete(summary.id);
        this.known(summary.id)?.updateSummary(summary);
      }
      const last = summaries.at(-1);
      if (wanted.size === 0 || !last || summaries.length < size) return;
      before = { at: last.last_activity_at, id: last.id };
    }
  }
}
