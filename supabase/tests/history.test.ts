import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bytes, fromBase64 } from "@/lib/base/bytes";
import { type Model, type WireEvent, begin, commitNext, newChain, say, transcriptOver } from "./support/conversation";
import { type Database, type FunctionName, openDatabase } from "./support/database";
import { firstTranscript } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

interface Anchor {
  seq: number;
  transcript: string;
}

let db: Database;
let alice: Person, bob: Person, carol: Person, mallory: Person;
let chat: Model;
/** T_0, T_1, … as TypeScript computed them while events were sent. */
const transcripts: Bytes[] = [];
const hashes: string[] = [];
/** Carol is let in by commit 8; commits are 1, 5 and 8; the log ends at 14. */
const [secondCommit, joining, last] = [5, 8, 14];

beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol, mallory] = await Promise.all([
    addPerson(db, "alice"),
    addPerson(db, "bob"),
    addPerson(db, "carol"),
    addPerson(db, "mallory"),
  ]);
  chat = await begin("group", [alice, bob]);
  transcripts.push(firstTranscript(chat.id), chat.transcript);
  const chain = newChain(chat);
  for (let seq = 2; seq <= last; seq++) {
    if (seq === secondCommit) await commitNext(chat, bob);
    else if (seq === joining)
      await commitNext(chat, alice, {
        reason: 2,
        roster: [alice, bob, carol].map((p) => p.entry(p === alice ? 2 : 1)),
      });
    else await say(chat, alice, chain, seq === 4 ? 65_552 : 272);
    transcripts.push(chat.transcript);
  }
  const rows = await db.query<{ hash: string }>(
    "select encode(hash, 'base64') as hash from chat.events where conversation_id = $1 order by seq",
    [chat.id],
  );
  hashes.push(...rows.rows.map((r) => r.hash));
});
afterAll(() => db.close());

const seqs = (events: readonly WireEvent[]) => events.map((e) => e.seq);
const upTo = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
const read = async <T>(who: Person, name: FunctionName, args: Record<string, unknown> = {}) =>
  (await who.call(name, { conversation: chat.id, ...args })) as T;
/** A page is right when it continues the anchor to the transcript TypeScript knows for its last event. */
const expectContinuous = (events: readonly WireEvent[], anchor: Anchor) => {
  expect(fromBase64(anchor.transcript)).toEqual(transcripts[anchor.seq]);
  const end = transcriptOver(fromBase64(anchor.transcript), anchor.seq, events);
  expect(end).toEqual(transcripts[anchor.seq + events.length]);
};

describe("events", () => {
  it.each([0, 1, 4, 7, 13, 14, 99])("gives everything after %i in order", async (after) => {
    const { events, last_seq } = await read<{ events: WireEvent[]; last_seq: number }>(bob, "events", { after });
    expect(last_seq).toBe(last);
    expect(seqs(events)).toEqual(upTo(after + 1, last));
    expect(events.map((e) => e.hash)).toEqual(hashes.slice(after, last));
  });

  it.each([
    [3, 3],
    [0, 1],
    [-5, 1],
    [null, 14],
    [5000, 14],
  ])("gives at most max = %s", async (max, count) => {
    const { events } = await read<{ events: WireEvent[] }>(bob, "events", { after: 0, max });
    expect(seqs(events)).toEqual(upTo(1, count));
  });

  it("stops at four megabytes, with at least one event", async () => {
    const big = await begin("group", [alice, bob]);
    const chain = newChain(big);
    for (let i = 0; i < 70; i++) await say(big, alice, chain, 65_552);
    const first = (await bob.call("events", { conversation: big.id, after: 0 })) as {
      events: WireEvent[];
      last_seq: number;
    };
    expect(first.events.length).toBeGreaterThan(60);
    expect(first.events.length).toBeLessThan(66);
    expect(first.last_seq).toBe(71);
    const rest = (await bob.call("events", { conversation: big.id, after: first.events.length })) as {
      events: WireEvent[];
    };
    expect(seqs([...first.events, ...rest.events])).toEqual(upTo(1, 71));
    const page = (await bob.call("history", { conversation: big.id, before: 72, max: 200 })) as {
      events: WireEvent[];
      anchor: Anchor;
    };
    expect(seqs(page.events)).toEqual(upTo(71 - page.events.length + 1, 71));
    expect(page.anchor.seq).toBe(71 - page.events.length);
    expect(page.events.length).toBe(first.events.length - 1);
  });
});

describe("history", () => {
  it.each([
    [15, 5],
    [15, 50],
    [9, 3],
    [2, 10],
    [6, 1],
    [1, 5],
    [0, 5],
  ])("gives the page before %i, at most %i, with its anchor", async (before, max) => {
    const { events, anchor } = await read<{ events: WireEvent[]; anchor: Anchor }>(bob, "history", { before, max });
    const end = Math.min(before - 1, last);
    expect(seqs(events)).toEqual(upTo(Math.max(1, end - max + 1), end));
    expect(anchor.seq).toBe(events.length > 0 ? (events[0]?.seq ?? 0) - 1 : 0);
    expectContinuous(events, anchor);
  });

  it("walked back page by page gives the whole log once", async () => {
    const pages: number[] = [];
    for (let before: number = last + 1; ;) {
      const { events, anchor } = await read<{ events: WireEvent[]; anchor: Anchor }>(bob, "history", {
        before,
        max: 4,
      });
      if (events.length === 0) break;
      pages.unshift(...seqs(events));
      before = anchor.seq + 1;
    }
    expect(pages).toEqual(upTo(1, last));
  });
});

describe("start", () => {
  it("gives state, every commit with its boxes, the newest events and their anchor", async () => {
    const { conversation, commits, events, anchor } = await read<{
      conversation: unknown;
      commits: WireEvent[];
      events: WireEvent[];
      anchor: Anchor;
    }>(bob, "start", { max: 4 });
    expect(conversation).toMatchObject({ id: chat.id, epoch: 3, last_seq: last, my: { role: 1, joined_seq: 1 } });
    expect(seqs(commits)).toEqual([1, secondCommit, joining]);
    expect(commits.map((c) => fromBase64(c.boxes ?? "").length / 85)).toEqual([2, 2, 3]);
    expect(seqs(events)).toEqual(upTo(last - 3, last));
    expectContinuous(events, anchor);
  });
});

describe("event_hashes", () => {
  it("gives kind and hash of every event, enough to recompute the transcript from the first", async () => {
    for (const who of [bob, carol])
      for (const after of [0, 3, last]) {
        const answer = await read<{ hashes: string; last_seq: number }>(who, "event_hashes", { after });
        const bytes = fromBase64(answer.hashes);
        const events = upTo(after + 1, last).map((_, i) => ({
          kind: bytes[33 * i] as 1 | 2,
          hash: Buffer.from(bytes.slice(33 * i + 1, 33 * i + 33)).toString("base64"),
        }));
        expect(bytes).toHaveLength(33 * (last - after));
        expect(events.map((e) => e.hash)).toEqual(hashes.slice(after));
        expect(transcriptOver(transcripts[after] as Bytes, after, events)).toEqual(transcripts[last]);
      }
  });

  it("is bounded by max", async () => {
    const answer = await read<{ hashes: string }>(bob, "event_hashes", { after: 2, max: 3 });
    expect(fromBase64(answer.hashes)).toHaveLength(99);
  });
});

describe("a newcomer (7.8)", () => {
  it("gets every commit but no content from before the own joining", async () => {
    const started = await read<{ commits: WireEvent[]; events: WireEvent[]; anchor: Anchor }>(carol, "start", {
      max: 50,
    });
    expect(seqs(started.commits)).toEqual([1, secondCommit, joining]);
    expect(seqs(started.events)).toEqual(upTo(joining, last));
    expectContinuous(started.events, started.anchor);
    expect(seqs((await read<{ events: WireEvent[] }>(carol, "events", { after: 0 })).events)).toEqual(
      upTo(joining, last),
    );
    const before = await read<{ events: WireEvent[]; anchor: Anchor }>(carol, "history", { before: joining });
    expect(before.events).toEqual([]);
    expect(before.anchor.seq).toBe(joining - 1);
  });
});

describe("everybody else", () => {
  const doors = (conversation: string) =>
    [
      ["events", { conversation, after: 0 }],
      ["history", { conversation, before: 9 }],
      ["start", { conversation }],
      ["event_hashes", { conversation, after: 0 }],
    ] as const;

  it("gets the same answer for a conversation that exists and one that does not (X03)", async () => {
    for (const [name, args] of [...doors(chat.id), ...doors(randomUUID()), ...doors(null as unknown as string)])
      expect([name, await refusal(mallory.call(name, args))]).toEqual([name, "E_NOT_FOUND"]);
  });

  it("gets nothing later than the removal, with the token still valid", async () => {
    const other = await begin("group", [alice, mallory]);
    await mallory.call("events", { conversation: other.id, after: 0 });
    await commitNext(other, alice, { reason: 3, roster: [alice.entry(2)] });
    await say(other, alice, newChain(other));
    for (const [name, args] of doors(other.id)) {
      const answer = (await mallory.call(name, args)) as { events?: WireEvent[]; last_seq?: number };
      const newest = Math.max(answer.last_seq ?? 0, ...(answer.events ?? []).map((event) => event.seq));
      expect([name, newest]).toEqual([name, 2]);
    }
    expect(await mallory.call("conversations")).toEqual([]);
  });
});
