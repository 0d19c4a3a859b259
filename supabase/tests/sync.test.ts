import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { type Model, type WireEvent, begin, commitNext, newChain, say } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { pointer } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

interface Summary {
  id: string;
  last_seq: number;
  last_activity_at: string;
}
interface Sync {
  now: string;
  conversations: (Summary & { events: WireEvent[]; more: boolean })[];
  gone: string[];
}

let db: Database;
let alice: Person, bob: Person, carol: Person;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

/** Three fresh people and four conversations of Alice, the last one newest: 4, 3, 2 and 1 messages. */
async function company(): Promise<Model[]> {
  [alice, bob, carol] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "carol")]);
  const chats: Model[] = [];
  for (const messages of [4, 3, 2, 1]) {
    const chat = await begin("group", [alice, bob]);
    const chain = newChain(chat);
    for (let i = 0; i < messages; i++) await say(chat, bob, chain);
    chats.push(chat);
  }
  return chats;
}
const sync = async (who: Person, cursors: Record<string, number>, max?: number) =>
  (await who.call("sync", { cursors: JSON.stringify(cursors), max })) as Sync;
const at = (s: Sync, chat: Model | undefined) => s.conversations.find((c) => c.id === chat?.id);

describe("sync", () => {
  it("without cursors lists every conversation, newest first, without events", async () => {
    const chats = await company();
    const answer = await sync(alice, {});
    expect(answer.conversations.map((c) => c.id)).toEqual(chats.toReversed().map((c) => c.id));
    expect(answer.conversations.flatMap((c) => c.events)).toEqual([]);
    expect(answer.conversations.map((c) => c.more)).toEqual([false, false, false, false]);
    expect(answer.gone).toEqual([]);
    expect(Math.abs(Date.parse(answer.now) - Date.now())).toBeLessThan(60_000);
  });

  it("gives what came after each cursor, and is silent about the rest", async () => {
    const [a, b, c, d] = (await company()) as [Model, Model, Model, Model];
    const answer = await sync(alice, { [a.id]: 3, [b.id]: 4, [c.id]: 0 });
    expect(answer.conversations.map((x) => x.id).toSorted()).toEqual([a.id, c.id, d.id].toSorted());
    expect(at(answer, a)).toMatchObject({ last_seq: 5, more: false, transcript: toBase64(a.transcript) });
    expect(at(answer, a)?.events.map((e) => e.seq)).toEqual([4, 5]);
    expect(at(answer, c)?.events.map((e) => e.seq)).toEqual([1, 2, 3]);
    expect(at(answer, d)?.events).toEqual([]);
  });

  it("called again and again with what it gave ends with everything, whatever the page size", async () => {
    const chats = await company();
    for (const max of [1, 2, 3, 7, 200]) {
      const cursors: Record<string, number> = Object.fromEntries(chats.map((c) => [c.id, 0]));
      const got: Record<string, number[]> = {};
      for (let calls = 0; calls < 40; calls++) {
        const answer = await sync(alice, cursors, max);
        expect(answer.conversations.flatMap((c) => c.events).length).toBeLessThanOrEqual(max);
        for (const c of answer.conversations) {
          for (const e of c.events) (got[c.id] ??= []).push(e.seq);
          cursors[c.id] = c.events.at(-1)?.seq ?? cursors[c.id] ?? 0;
          expect(c.more).toBe((cursors[c.id] ?? 0) < c.last_seq);
        }
        if (answer.conversations.length === 0) break;
      }
      for (const chat of chats) expect(got[chat.id]).toEqual(Array.from({ length: chat.lastSeq }, (_, i) => i + 1));
    }
  });

  it("names as gone what the caller was removed from and has put away, and what does not exist, alike", async () => {
    const [a] = (await company()) as [Model];
    const made_up = randomUUID();
    await commitNext(a, alice, { reason: 3, roster: [alice.entry(2)] });
    const [left] = (await sync(alice, { [a.id]: 1 })).conversations.filter((c) => c.id === a.id);
    expect(left).toMatchObject({ members: [{ user_id: alice.userId }] });
    expect((await sync(bob, { [a.id]: 1, [made_up]: 7 })).gone).toEqual([made_up]);
    await bob.call("forget", { conversation: a.id });
    const answer = await sync(bob, { [a.id]: 1, [made_up]: 7 });
    expect(answer.gone.toSorted()).toEqual([a.id, made_up].toSorted());
    expect(at(answer, a)).toBeUndefined();
  });

  it("gives a newcomer nothing from before the joining", async () => {
    const [a] = (await company()) as [Model];
    await commitNext(a, alice, { reason: 2, roster: [alice.entry(2), bob.entry(1), carol.entry(1)] });
    await say(a, bob, newChain(a));
    const answer = await sync(carol, { [a.id]: 0 });
    expect(at(answer, a)?.events.map((e) => e.seq)).toEqual([6, 7]);
  });

  it.each([
    "[]",
    "1",
    "null",
    '"x"',
    '{"x":1}',
    `{"${randomUUID()}":-1}`,
    `{"${randomUUID()}":1.5}`,
    `{"${randomUUID()}":"1"}`,
    `{"${randomUUID()}":1e30}`,
    `{"${randomUUID().toUpperCase()}":1}`,
    `{"' or true --":1}`,
  ])("refuses cursors that are none: %s", async (cursors) => {
    await company();
    expect(await refusal(alice.call("sync", { cursors }))).toBe("E_INPUT");
  });

  it("refuses more cursors than anybody has", async () => {
    const many = Object.fromEntries(Array.from({ length: 40_000 }, () => [randomUUID(), 1]));
    await company();
    expect(await refusal(sync(alice, many))).toBe("E_INPUT");
  });
});

describe("conversations", () => {
  it("pages by activity, each conversation once, and a new message brings one to the top", async () => {
    const chats = (await company()) as [Model, ...Model[]];
    await say(chats[0], alice, newChain(chats[0]));
    const ids: string[] = [];
    let last: Summary | undefined;
    do {
      const page = (await alice.call("conversations", {
        before: last?.last_activity_at,
        before_id: last?.id,
        max: 3,
      })) as Summary[];
      ids.push(...page.map((c) => c.id));
      last = page.at(-1);
    } while (last);
    expect(ids).toEqual([chats[0], ...chats.slice(1).toReversed()].map((c) => c.id));
  });

  it("gives times in whole milliseconds, which a client's clock type holds exactly", async () => {
    await company();
    const page = (await alice.call("conversations")) as Summary[];
    for (const c of page) expect(c.last_activity_at).toMatch(/T\d\d:\d\d:\d\d(\.\d{1,3})?\+00:00$/);
    const micro = await db.query(
      "select from chat.events where received_at <> date_trunc('milliseconds', received_at)",
    );
    expect([page.length, micro.rowCount]).toEqual([4, 0]);
  });

  it("says who is in it, how far they are, and what the caller is", async () => {
    const [a] = (await company()) as [Model];
    const read = pointer(
      "read",
      { conv: a.id, user: alice.userId, seq: 3, transcript: a.transcript },
      alice.keys.edSeed,
    );
    await alice.call("pointer_put", { pointer: toBase64(read) });
    const page = (await alice.call("conversations")) as Summary[];
    const entry = (p: Person, role: number, pointers = {}) => ({
      user_id: p.userId,
      role,
      joined_seq: 1,
      party_role: null,
      read: null,
      view: null,
      ...pointers,
    });
    expect(page.find((c) => c.id === a.id)).toEqual({
      ...{ id: a.id, kind: "group", class: "sealed", epoch: 1, last_seq: 5, transcript: toBase64(a.transcript) },
      ...{
        created_at: expect.any(String),
        last_activity_at: expect.any(String),
        rotation_required: false,
        locked: false,
      },
      ...{
        retention_days: 365,
        context: null,
        ...{ awaits: null, asked_by: null },
        my: { role: 2, joined_seq: 1, left_seq: null, read_seq: 3 },
        lifecycle: {
          ...{ closed_at: null, closed_by: null, deletes_at: null, grace_days: 7, wishes: [] },
          ...{ may_close: true, may_delete: "alone" },
        },
      },
      members: [entry(alice, 2, { read: toBase64(read) }), entry(bob, 1)].toSorted((x, y) =>
        x.user_id < y.user_id ? -1 : 1,
      ),
    });
  });
});

describe("people", () => {
  it("gives those who share a conversation, also after they left, and not those who came after the caller left", async () => {
    const [a] = (await company()) as [Model];
    const names = async (who: Person, ...ids: Person[]) =>
      ((await who.call("people", { ids: ids.map((p) => p.userId) })) as { user_id: string }[]).map((p) => p.user_id);
    expect(await names(alice, bob, carol)).toEqual([bob.userId]);
    await commitNext(a, alice, { reason: 3, roster: [alice.entry(2)] });
    expect(await names(alice, bob)).toEqual([bob.userId]);
    await commitNext(a, alice, { reason: 2, roster: [alice.entry(2), carol.entry(1)] });
    expect(await names(bob, carol)).toEqual([]);
    expect((await names(carol, bob, alice)).toSorted()).toEqual([bob.userId, alice.userId].toSorted());
  });
});
