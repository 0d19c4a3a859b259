import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "@/lib/base/bytes";
import { type Model, type WireEvent, begin, commitNext, newChain, say } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person;
/** Bob was removed by event 4; what came after is not his. */
let chat: Model;
let asRemoved: { lastSeq: number; transcript: Uint8Array };
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "carol")]);
});
afterAll(() => db.close());
beforeEach(async () => {
  chat = await begin("group", [alice, bob]);
  await say(chat, alice, newChain(chat));
  await say(chat, bob, newChain(chat));
  await commitNext(chat, alice, { reason: 3, roster: [alice.entry(2)] });
  asRemoved = { lastSeq: chat.lastSeq, transcript: chat.transcript };
  await commitNext(chat, alice, { reason: 2, roster: [alice.entry(2), carol.entry(1)] });
  await say(chat, carol, newChain(chat));
});

interface Summary {
  id: string;
  last_seq: number;
  transcript: string;
  epoch: number;
  members: unknown[];
  my: { role: number | null; joined_seq: number; left_seq: number | null };
}
interface Sync {
  conversations: (Summary & { events: WireEvent[]; more: boolean })[];
  gone: string[];
}
const sync = async (who: Person, cursors: Record<string, number>) =>
  (await who.call("sync", { cursors: JSON.stringify(cursors) })) as Sync;
const one = async (who: Person, cursor: number) =>
  (await sync(who, { [chat.id]: cursor })).conversations.find((c) => c.id === chat.id);
const seqs = (events: WireEvent[]) => events.map((event) => event.seq);

describe("who was removed", () => {
  it("learns it from the signed commit, by sync", async () => {
    const news = await one(bob, 3);
    expect(seqs(news?.events ?? [])).toEqual([4]);
    expect(news).toMatchObject({ last_seq: 4, epoch: 2, members: [], more: false });
    expect(news?.my).toMatchObject({ role: null, joined_seq: 1, left_seq: 4 });
    expect(news?.transcript).toBe(toBase64(asRemoved.transcript));
    expect(await one(bob, 4)).toBeUndefined();
    expect((await sync(bob, { [chat.id]: 4 })).gone).toEqual([]);
  });

  it("keeps what there was up to it, on a new device too, and nothing of what came after", async () => {
    const conversation = chat.id;
    const started = (await bob.call("start", { conversation })) as {
      conversation: Summary;
      commits: WireEvent[];
      events: WireEvent[];
    };
    expect(seqs(started.events)).toEqual([1, 2, 3, 4]);
    expect(seqs(started.commits)).toEqual([1, 4]);
    expect(started.conversation).toMatchObject({ last_seq: 4, members: [] });
    const events = (await bob.call("events", { conversation, after: 0 })) as { events: WireEvent[]; last_seq: number };
    expect([seqs(events.events), events.last_seq]).toEqual([[1, 2, 3, 4], 4]);
    const history = (await bob.call("history", { conversation, before: 99 })) as { events: WireEvent[] };
    expect(seqs(history.events)).toEqual([1, 2, 3, 4]);
    const hashes = (await bob.call("event_hashes", { conversation, after: 0 })) as { hashes: string; last_seq: number };
    expect([fromBase64(hashes.hashes).length, hashes.last_seq]).toEqual([4 * 33, 4]);
    // Nothing in any answer names who came later.
    for (const answer of [started, events, history, hashes, await sync(bob, {})])
      expect(JSON.stringify(answer)).not.toContain(carol.userId);
  });

  it("may do nothing more there", async () => {
    expect(await refusal(say({ ...chat }, bob, newChain(chat)))).toBe("E_NOT_FOUND");
    expect(await refusal(bob.call("require_rotation", { conversation: chat.id }))).toBe("E_NOT_FOUND");
    expect(await bob.call("conversations")).not.toContainEqual(expect.objectContaining({ id: chat.id }));
  });

  it("may put it away, and then it is gone for them", async () => {
    await bob.call("forget", { conversation: chat.id });
    expect(await refusal(bob.call("start", { conversation: chat.id }))).toBe("E_NOT_FOUND");
    expect((await sync(bob, { [chat.id]: 4 })).gone).toEqual([chat.id]);
    expect(await one(bob, 0)).toBeUndefined();
  });

  it("cannot put away what they are in, or never were in", async () => {
    expect(await refusal(alice.call("forget", { conversation: chat.id }))).toBe("E_NOT_FOUND");
    expect(await refusal(bob.call("forget", { conversation: randomUUID() }))).toBe("E_NOT_FOUND");
  });

  it("and is let in again begins anew, even after putting it away", async () => {
    await bob.call("forget", { conversation: chat.id });
    await commitNext(chat, alice, { reason: 2, roster: [alice.entry(2), carol.entry(1), bob.entry(1)] });
    await say(chat, carol, newChain(chat));
    const news = await one(bob, 4);
    expect(seqs(news?.events ?? [])).toEqual([7, 8]);
    expect(news?.my).toMatchObject({ role: 1, joined_seq: 7, left_seq: null });
  });
});
