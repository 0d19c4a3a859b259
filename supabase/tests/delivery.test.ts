import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { type Model, type WireEvent, begin, commitNext, newChain, say } from "./support/conversation";
import { type Actor, type Database, anon, become, openDatabase, serviceRole } from "./support/database";
import { pointer } from "./support/forge";
import { type Person, addPerson } from "./support/people";

let db: Database;
let alice: Person, bob: Person, carol: Person, mallory: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol, mallory] = await Promise.all([
    addPerson(db, "alice"),
    addPerson(db, "bob"),
    addPerson(db, "carol"),
    addPerson(db, "mallory"),
  ]);
});
afterAll(() => db.close());

interface Announcement {
  topic: string;
  event: string;
  payload: Record<string, unknown>;
}
/** What is announced while `act` runs, in order of topic; the id that Realtime adds is left out. */
async function announced(act: () => Promise<unknown>): Promise<Announcement[]> {
  await db.query("delete from realtime.messages");
  await act();
  const rows = await db.query<Announcement & { private: boolean; extension: string }>(
    "select topic, event, payload - 'id' as payload, private, extension from realtime.messages order by topic, event",
  );
  expect(rows.rows.every((r) => r.private && r.extension === "broadcast")).toBe(true);
  return rows.rows.map(({ topic, event, payload }) => ({ topic, event, payload }));
}
const inboxes = (...people: Person[]) => people.map((p) => `user:${p.userId}`).toSorted();
const group = () => begin("group", [alice, bob, carol]);
const lastEvent = async (chat: Model) =>
  ((await alice.call("events", { conversation: chat.id, after: chat.lastSeq - 1 })) as { events: WireEvent[] })
    .events[0];

describe("a message", () => {
  it("goes to the inbox of every member, its author's other devices included, exactly as members read it", async () => {
    const chat = await group();
    const heard = await announced(() => say(chat, bob, newChain(chat)));
    expect(heard.map((a) => a.topic)).toEqual(inboxes(alice, bob, carol));
    const event = await lastEvent(chat);
    for (const a of heard) expect(a).toMatchObject({ event: "event", payload: event });
  });

  it("above 16 kB is announced by its position only", async () => {
    const chat = await group();
    const chain = newChain(chat);
    expect((await announced(() => say(chat, bob, chain, 8_208)))[0]?.payload).toHaveProperty("ct");
    const heard = await announced(() => say(chat, bob, chain, 16_400));
    expect(heard.map((a) => a.payload)).toEqual(Array(3).fill({ conversation: chat.id, seq: 3 }));
  });

  it("is not announced when it is refused, a duplicate or undone", async () => {
    const chat = await group();
    await db.query("update chat.conversations set locked = true where id = $1", [chat.id]);
    expect(await announced(() => say(chat, bob, newChain(chat)).catch(() => undefined))).toEqual([]);
  });
});

describe("a commit", () => {
  it("is announced to those who stay; who joins or is removed is told to sync and hears nothing more", async () => {
    const chat = await group();
    const heard = await announced(() => commitNext(chat, alice, { reason: 3, roster: [alice.entry(2), bob.entry(1)] }));
    const event = await lastEvent(chat);
    const told = { event: "conversation", payload: { conversation: chat.id } };
    expect(heard).toEqual(
      [
        { topic: `user:${alice.userId}`, event: "event", payload: event },
        { topic: `user:${bob.userId}`, event: "event", payload: event },
        { topic: `user:${carol.userId}`, ...told },
      ].toSorted((a, b) => (a.topic < b.topic ? -1 : 1)),
    );
    const after = await announced(() => say(chat, bob, newChain(chat)));
    expect(after.map((a) => a.topic)).toEqual(inboxes(alice, bob));
    const back = await announced(() =>
      commitNext(chat, alice, { reason: 2, roster: [alice.entry(2), bob.entry(1), carol.entry(1)] }),
    );
    expect(back.find((a) => a.topic === `user:${carol.userId}`)).toEqual({ topic: `user:${carol.userId}`, ...told });
  });

  it("that begins a conversation tells everybody in it to sync", async () => {
    let chat: Model | undefined;
    const heard = await announced(async () => (chat = await group()));
    expect(heard.map((a) => [a.topic, a.event, a.payload])).toEqual(
      inboxes(alice, bob, carol).map((topic) => [topic, "conversation", { conversation: chat?.id }]),
    );
  });
});

describe("a change outside the log", () => {
  it("tells members to sync: a rotation asked for, once, and a lock", async () => {
    const chat = await group();
    const told = inboxes(alice, bob, carol).map((topic) => ({
      topic,
      event: "conversation",
      payload: { conversation: chat.id },
    }));
    const ask = () => alice.call("require_rotation", { conversation: chat.id });
    expect(await announced(ask)).toEqual(told);
    expect(await announced(ask)).toEqual([]);
    expect(
      await announced(() => db.query("update chat.conversations set locked = true where id = $1", [chat.id])),
    ).toEqual(told);
  });

  it("tells the parties of a new shell", async () => {
    const key_hash = "ab".repeat(32);
    await db.call(serviceRole, "host_create_platform", { name: "market", key_hash });
    const parties = [
      { handle: alice.handle, role: "seller" },
      { handle: bob.handle, role: "buyer" },
    ];
    const args = { key_hash, kind: "transaction", external_id: "1", title: "Bike", parties: JSON.stringify(parties) };
    const heard = await announced(() => db.call(serviceRole, "host_create_context", args));
    expect(heard.map((a) => [a.topic, a.event])).toEqual(inboxes(alice, bob).map((topic) => [topic, "conversation"]));
  });

  it("tells everybody who sees it that the thing of a platform has changed, and nobody when it has not", async () => {
    const key_hash = "ba".repeat(32);
    await db.call(serviceRole, "host_create_platform", { name: "school", key_hash });
    const parties = JSON.stringify([alice, bob].map(({ handle }) => ({ handle, role: "party" })));
    const args = { key_hash, kind: "course", external_id: "9", title: "Algebra", parties };
    const { context, conversation } = (await db.call(serviceRole, "host_create_context", args)) as Record<
      string,
      string
    >;
    const change = (state: string) => () =>
      db.call(serviceRole, "host_change_context", { key_hash, context, change: JSON.stringify({ state }) });
    const told = inboxes(alice, bob).map((topic) => ({ topic, event: "conversation", payload: { conversation } }));
    expect(await announced(change("started"))).toEqual(told);
    expect(await announced(change("started"))).toEqual([]);
  });

  it("sends a pointer that moved to every member, and none that did not", async () => {
    const chat = await group();
    await say(chat, alice, newChain(chat));
    const signed = (kind: "read" | "view", seq: number) =>
      toBase64(pointer(kind, { conv: chat.id, user: bob.userId, seq, transcript: chat.transcript }, bob.keys.edSeed));
    const [read, view] = [signed("read", 2), signed("view", 2)];
    for (const bytes of [read, view]) {
      const heard = await announced(() => bob.call("pointer_put", { pointer: bytes }));
      expect(heard).toEqual(
        inboxes(alice, bob, carol).map((topic) => ({
          topic,
          event: "pointer",
          payload: { conversation: chat.id, user_id: bob.userId, pointer: bytes },
        })),
      );
    }
    expect(await announced(() => bob.call("pointer_put", { pointer: signed("read", 1) }))).toEqual([]);
  });
});

describe("a conversation of more than 32", () => {
  const crowd = (size: number) => Promise.all(Array.from({ length: size }, (_, i) => addPerson(db, `m${i}`)));

  it("is announced once on the topic of its epoch; a commit by its position, to every inbox", async () => {
    const many = await crowd(32);
    const chat = await begin("group", [alice, ...many]);
    const entries = [alice, ...many].map((p, i) => p.entry(i === 0 ? 2 : 1));
    const heard = await announced(() => say(chat, many[0] as Person, newChain(chat)));
    expect(heard).toEqual([{ topic: `conversation:${chat.id}:1`, event: "event", payload: await lastEvent(chat) }]);
    const grown = await announced(() => commitNext(chat, alice, { reason: 2, roster: [...entries, carol.entry(1)] }));
    expect(grown.filter((a) => a.event === "conversation")).toEqual([
      { topic: `user:${carol.userId}`, event: "conversation", payload: { conversation: chat.id } },
    ]);
    expect(grown.filter((a) => a.event === "event")).toEqual(
      inboxes(alice, ...many).map((topic) => ({ topic, event: "event", payload: { conversation: chat.id, seq: 3 } })),
    );
  });

  it("that has just grown to 33 tells so where people still listen: in their inboxes", async () => {
    const many = await crowd(31);
    const chat = await begin("group", [alice, ...many]);
    const entries = [alice, ...many].map((p, i) => p.entry(i === 0 ? 2 : 1));
    expect((await announced(() => say(chat, alice, newChain(chat)))).map((a) => a.topic)).toEqual(
      inboxes(alice, ...many),
    );
    const grown = await announced(() => commitNext(chat, alice, { reason: 2, roster: [...entries, carol.entry(1)] }));
    expect(grown.map((a) => a.topic).toSorted()).toEqual(inboxes(alice, carol, ...many));
    const shrunk = await announced(() => commitNext(chat, alice, { reason: 3, roster: entries }));
    expect(shrunk.map((a) => a.topic).toSorted()).toEqual(inboxes(alice, carol, ...many));
    expect((await announced(() => say(chat, alice, newChain(chat)))).map((a) => a.topic)).toEqual(
      inboxes(alice, ...many),
    );
  });
});

describe("who may listen and speak (O05)", () => {
  /** Probes a topic as Realtime does: rows inserted by its own user, then looked at as the person; everything is undone. */
  async function rights(actor: Actor, topic: string) {
    const client = new pg.Client({ connectionString: db.url });
    await client.connect();
    const allowed: string[] = [];
    for (const extension of ["broadcast", "presence"]) {
      await client.query("begin");
      await client.query("delete from realtime.messages");
      await client.query("insert into realtime.messages (topic, extension) values ($1, $2)", [topic, extension]);
      await become(client, actor);
      await client.query("select set_config('realtime.topic', $1, true)", [topic]);
      const seen = await client.query("select from realtime.messages where topic = $1", [topic]);
      if (seen.rowCount) allowed.push(`hear ${extension}`);
      const insert = client.query("insert into realtime.messages (topic, extension) values ($1, $2)", [
        topic,
        extension,
      ]);
      await insert.then(
        () => allowed.push(`send ${extension}`),
        (error: pg.DatabaseError) => expect(error.code).toBe("42501"),
      );
      await client.query("rollback");
    }
    await client.end();
    return allowed;
  }
  const everything = ["hear broadcast", "send broadcast", "hear presence", "send presence"];

  it("an inbox is heard by its owner only, and nobody but the database speaks there", async () => {
    expect(await rights(alice, `user:${alice.userId}`)).toEqual(["hear broadcast"]);
    for (const other of [bob, anon]) expect(await rights(other, `user:${alice.userId}`)).toEqual([]);
  });

  it("a conversation is open to its members, for its current epoch only", async () => {
    const chat = await begin("group", [alice, bob]);
    for (const member of [alice, bob]) expect(await rights(member, `conversation:${chat.id}:1`)).toEqual(everything);
    for (const other of [mallory, anon]) expect(await rights(other, `conversation:${chat.id}:1`)).toEqual([]);
    await commitNext(chat, alice, { reason: 3, roster: [alice.entry(2)] });
    expect(await rights(alice, `conversation:${chat.id}:2`)).toEqual(everything);
    for (const [who, epoch] of [
      [alice, 1],
      [alice, 3],
      [bob, 1],
      [bob, 2],
    ] as const)
      expect(await rights(who, `conversation:${chat.id}:${epoch}`)).toEqual([]);
  });

  it("every other topic is closed", async () => {
    const chat = await begin("group", [alice, bob]);
    for (const topic of [
      "",
      "user:",
      "user:%",
      "conversation:",
      `conversation:${chat.id}`,
      `conversation:${chat.id}:`,
      `conversation:${chat.id}:1x`,
      `conversation:${chat.id}:99999999999`,
      `conversation:${randomUUID()}:1`,
      `conversation:${chat.id}:0`,
      "conversation:%:1",
      "room:1",
      "' or true --",
    ])
      expect([topic, await rights(alice, topic)]).toEqual([topic, []]);
  });

  it("lets nobody read or send what is stored, outside the topic Realtime asks about", async () => {
    const chat = await group();
    await say(chat, alice, newChain(chat));
    const seen = await db.as(bob, (c) => c.query("select from realtime.messages"));
    expect(seen.rowCount).toBe(0);
    expect((await db.as(mallory, (c) => c.query("update realtime.messages set payload = '{}'"))).rowCount).toBe(0);
  });
});
