/** Owns looking for messages on this client: what is found, and how much of the past can be found already. */
import { Emitter } from "@/lib/base/emitter";
import type { SearchFound, SearchQuery } from "@/lib/crypto/search-api";
import { inBackground } from "./background";
import type { ChatDeps } from "./deps";
import type { Conversation } from "./conversation";
import { expiredUntil, keptDays } from "./expiry";
import { withRooms } from "./room-search";
import { SearchFeed } from "./search-feed";
import { SearchReading, searchRecords } from "./search-reading";
import type { ServerTime } from "./server-time";

/** How far the index has come: messages that can be found, of those there are. */
export interface SearchProgress {
  readonly done: number;
  readonly total: number;
}

/** Parts of the index are written down after this pause. Milliseconds. */
const settleMs = 3_000;

export class Search {
  readonly changed = new Emitter();
  private readonly deps: ChatDeps;
  private readonly feed: SearchFeed;
  private readonly reading: SearchReading;
  private cancelSave: (() => void) | null = null;
  private stopped = false;
  private readonly all: () => readonly Conversation[];
  private readonly time: ServerTime;

  constructor(deps: ChatDeps, all: () => readonly Conversation[], time: ServerTime) {
    this.deps = deps;
    this.all = all;
    this.time = time;
    this.reading = new SearchReading(deps, all);
    this.feed = new SearchFeed(deps, all, () => {
      this.schedule();
      this.changed.emit();
    });
  }

  /** Null: all of the past can be found. */
  get progress(): SearchProgress | null {
    return this.feed.progress;
  }

  /** Brings what is missing into the index, as far as there is a network. Goes on by itself; may be called at any time. */
  fill(): void {
    if (!this.stopped) inBackground(this.reading.done().then(() => this.feed.run()));
  }

  /** `onServer`: open rooms are looked through there, too, which tells it the words. */
  async find(query: SearchQuery, onServer = false): Promise<SearchFound> {
    await this.reading.hurry();
    this.fill();
    return withRooms(this.deps, this.all(), query, this.withoutExpired(await this.deps.engine.search(query)), onServer);
  }

  /** The index of a conversation that is not open yet may still hold what has expired since the last visit. */
  private withoutExpired({ hits, counts }: SearchFound): SearchFound {
    const until = new Map(this.all().map((each) => [each.id, expiredUntil(keptDays(each), this.time.now())]));
    const gone = hits.filter(({ conversation, at }) => at <= (until.get(conversation) ?? 0));
    if (gone.length === 0) return { hits, counts };
    const left = { ...counts };
    for (const { conversation } of gone) left[conversation] = (left[conversation] ?? 0) - 1;
    return { hits: hits.filter((hit) => !gone.includes(hit)), counts: left };
  }

  /** Something may have entered the index: it is written down a little later. */
  schedule(): void {
    if (this.stopped) return;
    this.cancelSave ??= this.deps.clock.after(settleMs, () => {
      this.cancelSave = null;
      inBackground(this.save());
    });
  }

  /** The conversation is gone, and everything that could be found in it. */
  async drop(conversation: string): Promise<void> {
    this.reading.leave(conversation);
    await this.deps.engine.searchDrop(conversation);
    await this.remove(await this.deps.store.recordKeys(`${searchRecords}${conversation}/`));
  }

  /** Messages that the server took before this time, ms, are no longer to be found, here and on disk. */
  async forget(conversation: string, before: number): Promise<void> {
    await this.reading.done();
    await this.deps.engine.searchForget(conversation, before);
    await this.save();
  }

  stop(): void {
    this.stopped = true;
    this.cancelSave?.();
    this.feed.stop();
  }

  private async save(): Promise<void> {
    // Before everything is read, a part would be written without what an earlier visit knew of it.
    await this.reading.done();
    const shards = await this.deps.engine.searchShards();
    if (shards.length === 0) return;
    await this.deps.store.putRecords(
      shards.map(({ conversation, name, sealed }) => ({ key: `${searchRecords}${conversation}/${name}`, sealed })),
    );
  }

  private async remove(keys: readonly string[]): Promise<void> {
    await this.deps.store.putRecords(keys.map((key) => ({ key, sealed: null })));
  }
}
