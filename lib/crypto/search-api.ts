/** Owns the contract of the search index: what may be asked of it, and how it is kept. */
import type { Bytes } from "@/lib/base/bytes";

/** What a message carries beside its words. */
export type SearchMark = "link" | "file" | "mention";

/** Every word, author, mark and time must fit. Null: any. Times are the server's, ms; `before` is exclusive. */
export interface SearchQuery {
  readonly words: readonly string[];
  readonly conversations: readonly string[] | null;
  readonly authors: readonly string[] | null;
  readonly has: readonly SearchMark[];
  readonly after: number | null;
  readonly before: number | null;
  readonly max: number;
}

export interface SearchHit {
  readonly conversation: string;
  readonly seq: number;
  readonly at: number;
  readonly author: string;
  readonly text: string;
}

export interface SearchFound {
  /** Newest first. */
  readonly hits: readonly SearchHit[];
  /** Messages that fit, per conversation that has any. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A part of the index as this device keeps it. */
export interface SearchShard {
  readonly conversation: string;
  readonly name: string;
  readonly sealed: Bytes;
}

/** Part of the engine. */
export interface SearchEngine {
  /** Takes in what this device keeps of the index. Rows that the engine opens enter it by themselves. */
  searchLoad(shards: readonly SearchShard[]): Promise<void>;
  /** What has changed in the index since the last call. */
  searchShards(): Promise<SearchShard[]>;
  /** The highest position up to `last` whose row has not entered the index; 0: all have. */
  searchHole(conversation: string, last: number): Promise<number>;
  search(query: SearchQuery): Promise<SearchFound>;
  /** Messages that the server took before this time are no longer found. */
  searchForget(conversation: string, before: number): Promise<void>;
  searchDrop(conversation: string): Promise<void>;
}
