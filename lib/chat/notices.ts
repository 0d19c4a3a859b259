/** Owns which arrivals are worth a notice outside the page: new messages of others, not muted, each once. The text is opened here. */
import { isContent } from "@/lib/protocol/body";
import type { Conversation } from "./conversation";
import { requestOf } from "./first-contact";
import { namesMe } from "./named";
import { countsAsNew } from "./unread";
import { flagsOf } from "./flags";
import { titleOf } from "./message-rows";
import type { Messenger } from "./messenger";

/** Longest text of a notice, in characters. */
const textMax = 100;

export interface Notice {
  /** One per message: a second tab that shows the same one replaces it. */
  readonly tag: string;
  readonly conversation: string;
  readonly from: string;
  readonly text: string;
  /** It names this person. */
  readonly named: boolean;
}

export class Notices {
  private readonly messenger: Messenger;
  private readonly wanted: () => boolean;
  private readonly show: (notice: Notice) => void;
  private readonly seen = new Map<string, number>();
  private readonly from: number;
  private begun = false;
  private readonly unsubscribe: () => void;

  /** `wanted`: the person is not looking and has asked for notices. */
  constructor(messenger: Messenger, deps: { wanted: () => boolean; show: (notice: Notice) => void }) {
    this.messenger = messenger;
    this.wanted = deps.wanted;
    this.show = deps.show;
    this.from = messenger.deps.clock.now();
    this.unsubscribe = messenger.changed.subscribe(() => this.look());
    this.look();
  }

  stop(): void {
    this.unsubscribe();
  }

  private look(): void {
    if (this.messenger.list().phase !== "ready") return;
    const all = this.messenger.all();
    // What was there when the page opened is no news.
    if (!this.begun) for (const { id, summary, log } of all) this.seen.set(id, Math.max(summary.last_seq, log?.n ?? 0));
    this.begun = true;
    for (const conversation of all) this.lookAt(conversation);
  }

  private lookAt(conversation: Conversation): void {
    const { id, log, rows, deps, pointers } = conversation;
    const before = this.seen.get(id) ?? 0;
    const n = log?.n ?? 0;
    if (n <= before) return;
    this.seen.set(id, n);
    const facts = { id, read: pointers.read, newest: n };
    const { mutedUntil } = flagsOf(deps.preferences.values, facts, deps.clock.now());
    // What one was put into by a stranger asks for no attention.
    if (requestOf(conversation) === "invited") return;
    if (!this.wanted() || (mutedUntil !== null && mutedUntil !== "mentions")) return;
    for (const row of rows) {
      if (row.seq <= before || row.seq <= pointers.read || row.type !== "message" || !isContent(row.body)) continue;
      // What came before this page was opened may only be learnt of now, and is no news.
      const named = namesMe(row, conversation);
      if (row.at < this.from || !(named || (mutedUntil === null && countsAsNew(row, conversation)))) continue;
      const text = [...titleOf(row.body)].slice(0, textMax).join("");
      this.show({ tag: row.msgId, conversation: id, from: deps.people.view(row.author).name, text, named });
    }
  }
}
