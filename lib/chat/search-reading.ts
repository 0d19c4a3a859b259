/** Owns reading the search index back from this device: behind what is on screen and a little at a time, at once for whoever looks. */
import type { SearchShard } from "@/lib/crypto/search-api";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";

/** Where this device keeps the index: one record per part. */
export const searchRecords = "search/";

/** Pause between steps: whoever opens a conversation meanwhile finds the worker free. Milliseconds. */
const pauseMs = 40;
/** What a step takes in at most; the worker has about 10 ms to do with as much. */
const stepParts = 16;
const stepBytes = 160_000;

export class SearchReading {
  private readonly deps: Pick<ChatDeps, "store" | "engine" | "clock">;
  private readonly all: () => readonly Pick<Conversation, "room" | "phase" | "load">[];
  private readonly left = new Set<string>();
  private reading: Promise<void> | null = null;
  private hurried = false;
  private endPause: () => void = () => undefined;

  constructor(
    deps: Pick<ChatDeps, "store" | "engine" | "clock">,
    all: () => readonly Pick<Conversation, "room" | "phase" | "load">[],
  ) {
    this.deps = deps;
    this.all = all;
  }

  /** Settles when everything has been read, once. */
  done(): Promise<void> {
    this.reading ??= this.read();
    return this.reading;
  }

  /** The same for somebody who waits: without pauses, and without waiting for anything else. */
  hurry(): Promise<void> {
    this.hurried = true;
    this.endPause();
    return this.done();
  }

  /** The conversation is gone: what has not been read of it is not read any more. */
  leave(conversation: string): void {
    this.left.add(conversation);
  }

  private async read(): Promise<void> {
    const { store } = this.deps;
    await this.pause(this.shown());
    let step: SearchShard[] = [];
    for (const key of await store.recordKeys(searchRecords)) {
      const [conversation = "", name = ""] = key.slice(searchRecords.length).split("/");
      step.push({ conversation, name, sealed: (await store.record(key)) ?? new Uint8Array(0) });
      const bytes = step.reduce((sum, { sealed }) => sum + sealed.length, 0);
      if (step.length < stepParts && bytes < stepBytes) continue;
      await this.take(step);
      step = [];
    }
    if (step.length > 0) await this.take(step);
  }

  private async take(step: readonly SearchShard[]): Promise<void> {
    await this.pause(new Promise((resolve) => void this.deps.clock.after(pauseMs, () => resolve(undefined))));
    await this.deps.engine.searchLoad(step.filter(({ conversation }) => !this.left.has(conversation)));
  }

  /** What is on screen is being opened, and comes first. */
  private shown(): Promise<unknown> {
    const opening = this.all().filter(({ room, phase }) => room.isViewed && phase.kind === "opening");
    return Promise.allSettled(opening.map((conversation) => conversation.load()));
  }

  private pause(until: Promise<unknown>): Promise<unknown> {
    if (this.hurried) return Promise.resolve();
    return Promise.race([until, new Promise<void>((resolve) => (this.endPause = resolve))]);
  }
}
