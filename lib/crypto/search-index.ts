/** Owns the search index of the open account, in the worker: what can be found of every message this person could open. */
import { fromBase64Url, toBase64, uuidToBytes } from "@/lib/base/bytes";
import { codeOf } from "@/lib/base/errors";
import { fold } from "@/lib/base/fold";
import type { LogRow } from "./engine-api";
import type { SearchFound, SearchHit, SearchQuery, SearchShard } from "./search-api";
import { covers, highestHole, type Stretch, withStretch } from "./search-coverage";
import { type Change, type Entry, Part, partName, readPart } from "./search-part";
import { openShard, sealShard, type ShardPlace } from "./search-shard";
import { foundIn } from "./search-text";
import type { Vault } from "./vault";

/** The index of one conversation. */
class Searchable {
  readonly parts = new Map<string, Part>();
  covered: readonly Stretch[] = [];
  /** Where the message with a hash is. */
  private readonly places = new Map<string, { part: Part; seq: number }>();

  part(name: string): Part {
    const part = this.parts.get(name) ?? new Part();
    this.parts.set(name, part);
    return part;
  }

  /** Takes a row in, once. A tombstone takes away what was there. */
  take(row: LogRow): void {
    if (row.type === "tombstone") this.remove((entry) => entry.seq === row.seq);
    if (covers(this.covered, row.seq)) return;
    const part = this.part(partName(row));
    part.cover(row.seq);
    this.covered = withStretch(this.covered, [row.seq, row.seq]);
    if (row.type !== "message") return;
    const { seq, at, author, hash, body } = row;
    if (body.t === "edit" || body.t === "del")
      this.change(part, { seq, author, of: toBase64(fromBase64Url(body.of)), text: body.t === "edit" ? body.b : null });
    const found = foundIn(body);
    if (found) this.enter(part, { seq, at, author, hash, editedAt: 0, ...found });
  }

  /** A message becomes findable, as what came after it has made it. `fresh`: not read from this very part. */
  private enter(part: Part, entry: Omit<Entry, "folded">, fresh = true): void {
    part.put(entry, fresh);
    this.places.set(entry.hash, { part, seq: entry.seq });
    const key = keyOf({ of: entry.hash, author: entry.author });
    for (const holder of this.parts.values()) {
      const change = holder.changes.get(key);
      if (!change) continue;
      holder.changes.delete(key);
      holder.dirty = true;
      this.change(holder, change);
    }
  }

  /** An edit or a deletion: of a message that is here, or kept until it comes. Only its author changes a message. */
  private change(part: Part, change: Change, fresh = true): void {
    const place = this.places.get(change.of);
    const entry = place?.part.entries.get(place.seq);
    if (!place || !entry) {
      const known = part.changes.get(keyOf(change));
      if (known?.text === null || (known && change.text !== null && known.seq > change.seq)) return;
      part.changes.set(keyOf(change), change);
      part.dirty ||= fresh;
      return;
    }
    part.dirty ||= !fresh;
    if (entry.author === change.author) {
      if (change.text === null) this.remove((candidate) => candidate === entry);
      else if (change.seq > entry.editedAt) place.part.put({ ...entry, text: change.text, editedAt: change.seq });
    }
  }

  remove(which: (entry: Entry) => boolean): void {
    for (const part of this.parts.values()) {
      for (const entry of part.entries.values()) {
        if (!which(entry)) continue;
        part.remove(entry.seq);
        this.places.delete(entry.hash);
      }
    }
  }

  /** What an earlier visit has written down; rows that have come since stay as they are. */
  restore(name: string, version: number, stored: NonNullable<ReturnType<typeof readPart>>): void {
    const part = this.part(name);
    const before = this.covered;
    part.version = Math.max(part.version, version);
    for (const stretch of stored.covered) {
      part.covered = withStretch(part.covered, stretch);
      this.covered = withStretch(this.covered, stretch);
    }
    for (const entry of stored.entries) if (!covers(before, entry.seq)) this.enter(part, entry, false);
    for (const change of stored.changes) this.change(part, change, false);
  }
}

const keyOf = ({ of, author }: Pick<Change, "of" | "author">) => `${of} ${author}`;

export class SearchIndex {
  private readonly vault: Vault;
  private readonly byId = new Map<string, Searchable>();

  constructor(vault: Vault) {
    this.vault = vault;
  }

  take(conversation: string, rows: readonly LogRow[]): void {
    const searchable = this.of(conversation);
    for (const row of rows) searchable.take(row);
  }

  /** Takes shards of this device in. What does not open, or is of another version, is left out and can be indexed again. */
  load(shards: readonly SearchShard[]): void {
    for (const { conversation, name, sealed } of shards) {
      try {
        const { version, json } = openShard(this.vault.keys.search, this.place(conversation, name), sealed);
        const stored = readPart(json);
        if (stored) this.of(conversation).restore(name, version, stored);
      } catch (thrown) {
        if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
      }
    }
  }

  /** Everything that has changed since the last call, sealed for this device. */
  changedShards(): SearchShard[] {
    const shards: SearchShard[] = [];
    for (const [conversation, { parts }] of this.byId) {
      for (const [name, part] of parts) {
        if (!part.dirty) continue;
        part.dirty = false;
        part.version++;
        const place = this.place(conversation, name);
        shards.push({
          conversation,
          name,
          sealed: sealShard(this.vault.keys.search, place, part.version, part.toJson()),
        });
      }
    }
    return shards;
  }

  /** The highest position up to `last` that has not been indexed; 0: everything has. */
  hole(conversation: string, last: number): number {
    return highestHole(this.byId.get(conversation)?.covered ?? [], last);
  }

  /** Messages no longer to be found: all that the server took before a time, ms. */
  forget(conversation: string, before: number): void {
    this.byId.get(conversation)?.remove(({ at }) => at < before);
  }

  drop(conversation: string): void {
    this.byId.delete(conversation);
  }

  /** The newest messages that hold every word and pass every condition, and how many there are in each conversation. */
  find(query: SearchQuery): SearchFound {
    const words = query.words.map((word) => fold(word)).filter((word) => word !== "");
    const hits: SearchHit[] = [];
    const counts: Record<string, number> = {};
    for (const [conversation, { parts }] of this.byId) {
      if (query.conversations && !query.conversations.includes(conversation)) continue;
      const passing: Entry[] = [];
      for (const part of parts.values()) {
        if (!words.every((word) => part.mayHold(word))) continue;
        for (const entry of part.entries.values()) if (passes(entry, words, query)) passing.push(entry);
      }
      if (passing.length === 0) continue;
      counts[conversation] = passing.length;
      const newest = passing.toSorted((a, b) => b.seq - a.seq).slice(0, query.max);
      for (const { seq, at, author, text } of newest) hits.push({ conversation, seq, at, author, text });
    }
    return { hits: hits.toSorted((a, b) => b.at - a.at || b.seq - a.seq).slice(0, query.max), counts };
  }

  private of(conversation: string): Searchable {
    const searchable = this.byId.get(conversation) ?? new Searchable();
    this.byId.set(conversation, searchable);
    return searchable;
  }

  private place(conversation: string, name: string): ShardPlace {
    return { userId: this.vault.userBytes, conversation: uuidToBytes(conversation), name };
  }
}

function passes(entry: Entry, words: readonly string[], { authors, has, after, before }: SearchQuery): boolean {
  if (authors && !authors.includes(entry.author)) return false;
  if ((after !== null && entry.at < after) || (before !== null && entry.at >= before)) return false;
  return has.every((mark) => entry.marks.includes(mark)) && words.every((word) => entry.folded.includes(word));
}
