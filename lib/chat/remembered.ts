/** Owns the way from this device's disk into the list: what the screen shows first, then everything else, then what changes back to the disk. */
import type { WireSummary } from "@/lib/protocol/wire";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { FirstRows } from "./first-rows";
import { ListCache } from "./list-cache";
import type { OwnAccount } from "./own-account";
import type { ConversationRow } from "./view";

/** The first rows are drawn meanwhile: opening a thousand entries would come in between. Milliseconds. */
const drawingMs = 100;

/** The list that is filled. */
interface Filled {
  readonly conversations: ReadonlyMap<string, Conversation>;
  readonly rows: () => readonly ConversationRow[];
  add(summary: WireSummary): void;
  /** The first rows are in it. */
  begun(): void;
}

export class Remembered {
  private readonly deps: ChatDeps;
  private readonly account: Pick<OwnAccount, "restore">;
  private readonly list: Filled;
  private readonly first: FirstRows;
  private readonly entries: ListCache;
  private readonly titles = new Map<string, string>();
  private reading: Promise<void> = Promise.resolve();
  private beginning: Promise<void> = Promise.resolve();
  private whole = false;
  /** Somebody needs what is not among the first rows. */
  private hurry = () => {};

  constructor(deps: ChatDeps, account: Pick<OwnAccount, "restore">, list: Filled) {
    this.deps = deps;
    this.account = account;
    this.list = list;
    this.first = new FirstRows(deps);
    this.entries = new ListCache(deps);
  }

  /** Fills the list. @throws E_STORAGE */
  fill(wanted: () => boolean): Promise<void> {
    this.beginning = this.readFirst(wanted);
    this.reading = this.beginning.then(() => this.readRest(wanted));
    return this.reading;
  }

  /** The conversation of that name, as soon as it has been read; what is not kept here is not there in the end either. */
  async find(id: string): Promise<Conversation | undefined> {
    const known = () => this.list.conversations.get(id);
    await this.beginning.catch(() => undefined);
    if (known()) return known();
    // Without a network only the disk knows.
    this.hurry();
    await this.reading.catch(() => undefined);
    return known();
  }

  /** What a conversation was called when it was shown last; undefined: not known without its log. */
  titleOf(id: string): string | undefined {
    return this.titles.get(id);
  }

  /** This conversation has changed: its entry is written again. */
  schedule(conversation: Conversation): void {
    this.entries.schedule(conversation);
  }

  /** This conversation is gone, and is not remembered. Where there is no disk to be had, that was so before. */
  async drop(id: string): Promise<void> {
    this.entries.drop(id);
    const steps = [this.first.drop(id), this.deps.store.dropConversation(id)];
    await Promise.all(steps.map((step) => step.catch(() => undefined)));
  }

  /** Something of the list has changed. A part of it is not written down as if it were all. */
  follow(): void {
    if (this.whole) this.first.follow(this.list.rows, (id) => this.list.conversations.get(id));
  }

  private async readFirst(wanted: () => boolean): Promise<void> {
    const people = this.deps.people.restore().catch(() => undefined);
    const first = this.first.read().catch(() => []);
    const [rows] = await Promise.all([first, people, this.account.restore()]);
    if (!wanted() || rows.length === 0) return;
    for (const { summary, title } of rows) {
      this.titles.set(summary.id, title);
      this.add(summary);
    }
    this.list.begun();
  }

  private async readRest(wanted: () => boolean): Promise<void> {
    const shown = new Set(this.titles.keys());
    if (shown.size > 0) await this.drawn();
    if (!wanted()) return;
    for (const summary of await this.entries.read(shown)) if (wanted()) this.add(summary);
    this.whole = true;
  }

  /** What has come from the server already is newer. */
  private add(summary: WireSummary): void {
    if (!this.list.conversations.has(summary.id)) this.list.add(summary);
  }

  /** The first rows have had their time on the screen, or somebody cannot wait for that. */
  private drawn(): Promise<void> {
    return new Promise((resolve) => {
      this.hurry = resolve;
      this.deps.clock.after(drawingMs, resolve);
    });
  }
}
