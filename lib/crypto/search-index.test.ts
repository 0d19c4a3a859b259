import { beforeEach, describe, expect, it } from "vitest";
import { toBase64, toBase64Url, uuidToBytes } from "@/lib/base/bytes";
import type { Body } from "@/lib/protocol/body";
import type { LogRow } from "./engine-api";
import type { SearchQuery } from "./search-api";
import { makeAccount } from "./account";
import { random, sha256 } from "./primitives";
import { SearchIndex } from "./search-index";
import { openShard } from "./search-shard";
import type { Vault } from "./vault";

const [alice, bob] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
const [club, team] = ["aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"];
const november = Date.UTC(2026, 10, 3);
const day = 86_400_000;

const { vault } = await makeAccount({ userId: alice, password: "x" }, { kdf: async (secret) => sha256(secret) });
let index: SearchIndex;

beforeEach(() => {
  index = new SearchIndex(vault as Vault);
});

const hashOf = (seq: number) => sha256(new Uint8Array([seq >> 8, seq & 255]));
const refOf = (seq: number) => toBase64Url(hashOf(seq));

function row(seq: number, body: Partial<Body> & { t: Body["t"] }, author = alice, at = november + seq): LogRow {
  const full = { v: 1, ts: at, ...body } as Body;
  const hash = toBase64(hashOf(seq));
  const rest = { transcript: "", msgId: `m${seq}`, hash, seen: 0, marks: [] };
  return { type: "message", seq, at, author, body: full, ...rest };
}

const text = (seq: number, b: string, author?: string, at?: number) => row(seq, { t: "text", b }, author, at);
const tombstone = (seq: number): LogRow => ({
  type: "tombstone",
  seq,
  at: november + seq,
  transcript: "",
  reason: "author",
  hash: toBase64(hashOf(seq)),
});

function find(words: string, rest: Partial<SearchQuery> = {}) {
  const anything = { conversations: null, authors: null, has: [], after: null, before: null, max: 50 };
  return index.find({ words: words.split(" "), ...anything, ...rest });
}
const seqs = (words: string, rest?: Partial<SearchQuery>) => find(words, rest).hits.map(({ seq }) => seq);

/** Everything in the shards that have changed, opened. */
function written(): string {
  return index
    .changedShards()
    .map(({ conversation, name, sealed }) => {
      const place = { userId: vault.userBytes, conversation: uuidToBytes(conversation), name };
      expect(fromUtf8Lossy(sealed)).not.toContain("covered");
      return openShard(vault.keys.search, place, sealed).json;
    })
    .join("\n");
}

function fromUtf8Lossy(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

describe("looking for words", () => {
  it("finds beginnings, middles and ends, whatever the case and the accents, newest first", () => {
    index.take(club, [text(1, "Rendez-vous au Café"), text(2, "cafeteria"), text(3, "decaf please"), text(4, "tea")]);
    expect(seqs("caf")).toEqual([3, 2, 1]);
    expect(seqs("CAFÉ")).toEqual([2, 1]);
    expect(seqs("vous café")).toEqual([1]);
    expect(seqs("coffee")).toEqual([]);
  });

  it("finds what a plain search over all texts finds", () => {
    const words = ["harbour", "Größe", "naïve", "quartz", "x", "日本語", "😀 smile"];
    const texts = Array.from({ length: 400 }, (_, i) => `${words[i % 7]} and ${words[(i * 3) % 7]} ${i}`);
    index.take(
      club,
      texts.map((b, i) => text(i + 1, b)),
    );
    for (const word of ["har", "grosse", "naive", "語", "😀", "and x", "39"]) {
      const plain = texts.flatMap((b, i) =>
        word.split(" ").every((part) =>
          b
            .normalize("NFKD")
            .replace(/\p{Mn}/gu, "")
            .replace("ß", "ss")
            .toLowerCase()
            .includes(part),
        )
          ? [i + 1]
          : [],
      );
      expect(seqs(word, { max: 400 })).toEqual(plain.toReversed());
    }
  });

  it("finds nothing in what was gone before it was seen, and counts no conversation without a hit", () => {
    index.take(club, [tombstone(1), text(2, "harbour")]);
    index.take(team, [text(1, "mountain")]);
    expect(find("harbour")).toMatchObject({ hits: [{ conversation: club, seq: 2 }], counts: { [club]: 1 } });
    expect(Object.keys(find("harbour").counts)).toEqual([club]);
  });

  it("narrows by who, where, when and what it carries", () => {
    index.take(club, [text(1, "plan at https://example.org", bob), text(2, "plan", alice, november + 9 * day)]);
    index.take(team, [
      row(1, { t: "text", b: "plan", att: [{ name: "Budget.pdf" }] } as never),
      row(2, { t: "text", b: "plan", men: ["x"] } as never, bob),
    ]);
    expect(find("plan").counts).toEqual({ [club]: 2, [team]: 2 });
    expect(find("plan", { conversations: [team] }).hits).toHaveLength(2);
    expect(seqs("plan", { authors: [bob], conversations: [club] })).toEqual([1]);
    expect(seqs("plan", { after: november + day })).toEqual([2]);
    expect(seqs("plan", { before: november + day, conversations: [club] })).toEqual([1]);
    expect(find("", { has: ["link"] }).hits).toMatchObject([{ conversation: club, seq: 1 }]);
    expect(find("", { has: ["mention"] }).hits).toMatchObject([{ conversation: team, seq: 2 }]);
    expect(find("budget", { has: ["file"] }).hits).toMatchObject([{ conversation: team, seq: 1 }]);
  });

  it("finds the words of cards: polls, invitations, status updates, calls and links", () => {
    index.take(club, [
      row(1, { t: "poll", q: "Which evening?", o: ["Monday", "Tuesday"] }),
      row(2, { t: "invite", ti: "Interview", at: november, min: 30, pl: "Lecture hall", b: "Bring a pen" }),
      row(3, { t: "status", s: "going", ti: "Application", b: "read by two" }),
      row(4, { t: "call", ti: "Stand-up", u: "https://example.org/call" }),
      row(5, { t: "text", b: "look", lk: { u: "https://example.org", ti: "Herb garden" } }),
      row(6, { t: "vote", of: refOf(1), c: [0] }),
    ]);
    const words = ["evening", "tuesday", "interview", "hall", "pen", "application", "two", "stand-up", "herb"];
    expect(words.map((word) => seqs(word))).toEqual([[1], [1], [2], [2], [2], [3], [3], [4], [5]]);
    expect(find("", { has: ["link"] }).hits.map(({ seq }) => seq)).toEqual([5, 4]);
  });

  it("counts all and returns the newest", () => {
    index.take(
      club,
      Array.from({ length: 30 }, (_, i) => text(i + 1, "same")),
    );
    expect(find("same", { max: 2 })).toMatchObject({ hits: [{ seq: 30 }, { seq: 29 }], counts: { [club]: 30 } });
  });
});

describe("what is gone", () => {
  it("an edited message is found by its new words only, in whatever order the two arrive", () => {
    const rows = [text(1, "the old secret"), row(2, { t: "edit", of: refOf(1), b: "the new words" })];
    index.take(club, rows);
    index.take(team, rows.toReversed());
    for (const conversations of [[club], [team]]) {
      expect(find("secret", { conversations }).hits).toEqual([]);
      expect(find("new words", { conversations }).hits).toMatchObject([{ seq: 1, text: "the new words" }]);
    }
    expect(written()).not.toContain("secret");
  });

  it("of several edits the latest counts, in whatever order they arrive", () => {
    const edits = [row(2, { t: "edit", of: refOf(1), b: "second" }), row(3, { t: "edit", of: refOf(1), b: "third" })];
    index.take(club, [...edits, text(1, "first")]);
    index.take(team, [text(1, "first"), ...edits.toReversed()]);
    expect(find("third").counts).toEqual({ [club]: 1, [team]: 1 });
    expect(written()).not.toMatch(/first|second/);
  });

  it("a deleted message leaves no word behind, in whatever order the two arrive", () => {
    const rows = [text(1, "unsaid"), row(2, { t: "del", of: refOf(1) })];
    index.take(club, rows);
    index.take(team, rows.toReversed());
    expect(find("unsaid").hits).toEqual([]);
    expect(written()).not.toContain("unsaid");
  });

  it("nobody edits or deletes what somebody else has written", () => {
    index.take(club, [text(1, "mine"), row(2, { t: "del", of: refOf(1) }, bob)]);
    index.take(team, [row(2, { t: "edit", of: refOf(1), b: "yours" }, bob), text(1, "mine")]);
    expect(find("mine").counts).toEqual({ [club]: 1, [team]: 1 });
  });

  it("a tombstone takes its message out, and expiry everything before a time", () => {
    index.take(club, [text(1, "one here"), text(2, "two here", alice, november + 40 * day), text(3, "three here")]);
    written();
    index.take(club, [tombstone(3)]);
    index.forget(club, november + day);
    expect(seqs("here")).toEqual([2]);
    expect(written()).not.toMatch(/one|three/);
  });

  it("what was deleted does not come back with a row that is read again", () => {
    index.take(club, [text(1, "unsaid"), row(2, { t: "del", of: refOf(1) })]);
    index.take(club, [text(1, "unsaid")]);
    expect(find("unsaid").hits).toEqual([]);
  });
});

describe("what this device keeps", () => {
  it("is the whole index again after a restart, and is not written twice", () => {
    index.take(club, [text(1, "kept"), text(2, "kept too", bob), row(4, { t: "edit", of: refOf(3), b: "later" })]);
    const shards = index.changedShards();
    expect(index.changedShards()).toEqual([]);
    index = new SearchIndex(vault as Vault);
    index.load(shards);
    expect(seqs("kept")).toEqual([2, 1]);
    expect(index.hole(club, 4)).toBe(3);
    expect(index.changedShards()).toEqual([]);
    index.take(club, [text(3, "sooner")]);
    expect(seqs("later")).toEqual([3]);
    expect(written()).not.toContain("sooner");
  });

  it("does not overwrite what has come since", () => {
    index.take(club, [text(1, "secret")]);
    const shards = index.changedShards();
    index = new SearchIndex(vault as Vault);
    index.take(club, [row(2, { t: "edit", of: refOf(1), b: "changed" })]);
    index.load(shards);
    expect(seqs("secret")).toEqual([]);
    expect(seqs("changed")).toEqual([1]);
    expect(written()).not.toContain("secret");
  });

  it("is cut by month and by stretches of the log, so that a new message rewrites little", () => {
    index.take(club, [text(5, "a"), text(1_023, "b"), text(1_024, "c"), text(1_025, "d", alice, november + 40 * day)]);
    const names = index.changedShards().map(({ name }) => name);
    expect(names).toEqual(["2026-11:000000", "2026-11:000001", "2026-12:000001"]);
    index.take(club, [text(1_026, "e", alice, november + 41 * day)]);
    expect(index.changedShards().map(({ name }) => name)).toEqual(["2026-12:000001"]);
  });

  it("that does not open is left out, and asked for again", () => {
    index.take(club, [text(1, "kept")]);
    const [shard] = index.changedShards();
    index = new SearchIndex(vault as Vault);
    index.load([
      { ...shard!, sealed: random(200) },
      { ...shard!, conversation: team },
    ]);
    expect(find("kept").hits).toEqual([]);
    expect(index.hole(club, 1)).toBe(1);
  });

  it("ends with the conversation", () => {
    index.take(club, [text(1, "kept")]);
    index.drop(club);
    expect(find("kept").hits).toEqual([]);
  });
});
