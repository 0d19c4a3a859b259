import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { begin } from "./support/conversation";
import { type Actor, type Arguments, type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";
import { events, join, makeRoom, say } from "./support/room";

let db: Database;
let olga: Person, adam: Person, mia: Person, nobody: Person;
let room: string;
beforeAll(async () => {
  db = await openDatabase();
  [olga, adam, mia, nobody] = (await Promise.all(["olga", "adam", "mia", "nobody"].map((n) => addPerson(db, n)))) as [
    Person,
    Person,
    Person,
    Person,
  ];
});
afterAll(() => db.close());
beforeEach(async () => {
  room = await makeRoom(olga);
  await join(adam, room);
  await join(mia, room);
  await olga.call("room_set_role", { conversation: room, person: adam.userId, role: 2 });
});

const remove = (who: Person, whom: Person, ban = false) =>
  who.call("room_remove", { conversation: room, person: whom.userId, ban });
const listens = async (who: Actor, topic: string) =>
  (await db.query<{ yes: boolean }>("select private.listens_to($1, $2) as yes", [topic, who.userId])).rows[0]?.yes;
const sync = async (who: Person, cursors: Record<string, number> = {}) =>
  (await who.call("sync", { cursors: JSON.stringify(cursors) })) as {
    conversations: { id: string; class: string; room?: { members: number }; more: boolean; events: unknown[] }[];
    gone: string[];
  };
const set = (who: Person, args: Arguments) => who.call("room_settings", { conversation: room, ...args });

describe("the topic of a room", () => {
  it("carries what is new and who types, and shows nobody: neither to say that one is here nor to see it", async () => {
    const topic = `conversation:${room}:1`;
    const allowed = async (extension: string) =>
      db.as(mia, async (client) => {
        await client.query("select set_config('realtime.topic', $1, true)", [topic]);
        const insert = "insert into realtime.messages (topic, extension) values ($1, $2)";
        return client.query(insert, [topic, extension]).then(
          () => true,
          () => false,
        );
      });
    expect([await allowed("broadcast"), await allowed("presence")]).toEqual([true, false]);
    const chat = await begin("group", [mia, adam], {}, undefined, { accepted: false });
    const sealed = `conversation:${chat.id}:1`;
    const shown = await db.as(mia, async (client) => {
      await client.query("select set_config('realtime.topic', $1, true)", [sealed]);
      await client.query("insert into realtime.messages (topic, extension) values ($1, 'presence')", [sealed]);
      return (await client.query("select from realtime.messages where topic = $1", [sealed])).rowCount;
    });
    expect(shown).toBe(1);
  });
});

describe("finding and joining", () => {
  it("a listed room is found by a part of its title, page by page, whether or not one is in it", async () => {
    const word = crypto.randomUUID().slice(0, 8);
    for (const title of [`B ${word}`, `A ${word}`, `C 100%_${word}`]) await makeRoom(olga, { title });
    await makeRoom(olga, { title: `D ${word}`, listed: false });
    const find = async (args: Arguments) =>
      (await nobody.call("room_find", args)) as { title: string; conversation: string }[];
    const titles = (await find({ query: word.toUpperCase() })).map(({ title }) => title);
    expect(titles).toEqual([`A ${word}`, `B ${word}`, `C 100%_${word}`]);
    const [first] = await find({ query: word, max: 1 });
    const rest = await find({ query: word, after: first?.title, after_id: first?.conversation });
    expect(rest.map(({ title }) => title)).toEqual(titles.slice(1));
    expect((await find({ query: `0%_${word}` })).length).toBe(1);
    expect((await find({ query: `%_%${word}` })).length).toBe(0);
  });

  it("whoever joins is in at once, and everybody sees that they came and went", async () => {
    expect(await join(nobody, room)).toEqual({ conversation: room, created: true });
    expect(await join(nobody, room)).toEqual({ conversation: room, created: false });
    await nobody.call("room_leave", { conversation: room });
    const seen = (await events(mia, room)).slice(-2);
    expect(seen.map((e) => [e.author, e.body?.["t"]])).toEqual([
      [nobody.userId, "joined"],
      [nobody.userId, "left"],
    ]);
  });

  it("an unlisted room opens to whoever has its address", async () => {
    const hidden = await makeRoom(olga, { listed: false });
    expect(await nobody.call("room_look", { conversation: hidden })).toMatchObject({ members: 1, joined: false });
    expect(await join(nobody, hidden)).toMatchObject({ created: true });
  });

  it("join no. 501 is refused, and the default comes from the installation", async () => {
    expect(await nobody.call("room_look", { conversation: room })).toMatchObject({ capacity: 500 });
    await db.query("update chat.conversations set member_count = 499 where id = $1", [room]);
    const last = await addPerson(db, "last");
    await join(last, room);
    expect(await refusal(join(nobody, room))).toBe("E_FULL");
    expect(await join(last, room)).toMatchObject({ created: false });
  });

  it("of many who want the last places at once exactly as many get one", async () => {
    const small = await makeRoom(olga, { capacity: 5 });
    const people = await Promise.all(Array.from({ length: 12 }, (_, i) => addPerson(db, `runner${i}`)));
    const outcomes = await Promise.allSettled(people.map((person) => join(person, small)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
    const seqs = (await events(olga, small)).map(({ seq }) => seq);
    expect(seqs).toEqual([1, 2, 3, 4, 5]);
    const counted = await db.query(
      `select c.member_count, count(m.*)::int as people from chat.conversations c
        join chat.room_members m on m.conversation_id = c.id and m.left_seq is null where c.id = $1 group by 1`,
      [small],
    );
    expect(counted.rows).toEqual([{ member_count: 5, people: 5 }]);
  });

  it("a capacity above what the installation allows is refused, and a lower one sends nobody away", async () => {
    expect(await refusal(makeRoom(olga, { capacity: 501 }))).toBe("E_INPUT");
    await set(olga, { capacity: 2 });
    expect(await events(mia, room)).not.toEqual([]);
    expect(await refusal(join(nobody, room))).toBe("E_FULL");
  });
});

describe("who is not in a room", () => {
  it("reads nothing of it, writes nothing to it and learns not even that it is there", async () => {
    await say(mia, room, "Hello");
    const calls: [Parameters<Person["call"]>[0], Arguments][] = [
      ["room_start", {}],
      ["room_events", { after: 0 }],
      ["room_history", { before: 9 }],
      ["room_members", {}],
      ["room_read", { seq: 1 }],
      ["room_erase", { seq: 1 }],
      ["room_settings", { title: "Mine" }],
      ["room_leave", {}],
      ["room_post", { msg_id: crypto.randomUUID(), body: JSON.stringify({ v: 1, t: "text", ts: 0, b: "x" }) }],
      ["room_remove", { person: mia.userId }],
      ["room_set_role", { person: mia.userId, role: 2 }],
      ["room_silence", { person: mia.userId, until: "infinity" }],
    ];
    for (const [name, args] of calls)
      expect([name, await refusal(nobody.call(name, { conversation: room, ...args }))]).toEqual([name, "E_NOT_FOUND"]);
    expect((await sync(nobody)).conversations.map(({ id }) => id)).not.toContain(room);
    expect(await listens(nobody, `conversation:${room}:1`)).toBe(false);
    expect(await nobody.call("room_search", { query: "Hello" })).toEqual([]);
  });

  it("is no acquaintance of the people in it, nor are those among themselves", async () => {
    await begin("direct", [mia, adam], {}, undefined, { accepted: false });
    expect((await db.query("select awaits from chat.requests where asker = $1", [mia.userId])).rows).toEqual([
      { awaits: adam.userId },
    ]);
    await adam.call("present", {});
    const [other] = [await addPerson(db, "other")];
    await join(other, room);
    expect(await other.call("presence_of", { ids: [adam.userId] })).toEqual([]);
    const names = (await other.call("people", { ids: [adam.userId, nobody.userId] })) as { user_id: string }[];
    expect(names.map(({ user_id }) => user_id)).toEqual([adam.userId]);
  });
});

describe("ranks", () => {
  it("members run nothing, admins act on members, the owner on everybody", async () => {
    for (const [name, args] of [
      ["room_settings", { title: "Mine" }],
      ["room_remove", { person: adam.userId }],
      ["room_silence", { person: adam.userId, until: "infinity" }],
      ["room_set_role", { person: adam.userId, role: 1 }],
      ["room_members", { banned: true }],
    ] as const)
      expect([name, await refusal(mia.call(name, { conversation: room, ...args }))]).toEqual([name, "E_ROLE"]);
    expect(await refusal(remove(adam, olga))).toBe("E_ROLE");
    expect(await refusal(adam.call("room_set_role", { conversation: room, person: mia.userId, role: 2 }))).toBe(
      "E_ROLE",
    );
    await join(nobody, room);
    await olga.call("room_set_role", { conversation: room, person: nobody.userId, role: 2 });
    expect(await refusal(remove(adam, nobody))).toBe("E_ROLE");
    await remove(olga, nobody);
    await remove(adam, mia);
  });

  it("the owner hands over before leaving, and there is never more than one", async () => {
    expect(await refusal(olga.call("room_leave", { conversation: room }))).toBe("E_ROLE");
    await olga.call("room_set_role", { conversation: room, person: mia.userId, role: 3 });
    expect(await refusal(olga.call("room_set_role", { conversation: room, person: adam.userId, role: 3 }))).toBe(
      "E_ROLE",
    );
    await olga.call("room_leave", { conversation: room });
    const people = (await mia.call("room_members", { conversation: room })) as { user_id: string; role: number }[];
    expect(new Map(people.map(({ user_id, role }) => [user_id, role]))).toEqual(
      new Map([
        [mia.userId, 3],
        [adam.userId, 2],
      ]),
    );
  });

  it("whoever is removed hears, reads and finds nothing more at once; banned, they cannot come back", async () => {
    const { seq } = await say(mia, room, "Goldenrod");
    expect(await listens(mia, `conversation:${room}:1`)).toBe(true);
    await db.query("delete from realtime.messages");
    await remove(adam, mia, true);
    const told = await db.query<{ topic: string; event: string }>("select topic, event from realtime.messages");
    expect(told.rows).toContainEqual({ topic: `user:${mia.userId}`, event: "conversation" });
    expect(told.rows).toContainEqual({ topic: `conversation:${room}:1`, event: "event" });
    for (const epoch of [1, 2]) expect(await listens(mia, `conversation:${room}:${epoch}`)).toBe(false);
    expect([await listens(adam, `conversation:${room}:1`), await listens(adam, `conversation:${room}:2`)]).toEqual([
      false,
      true,
    ]);
    expect(await refusal(mia.call("room_events", { conversation: room, after: seq }))).toBe("E_NOT_FOUND");
    expect(await mia.call("room_search", { query: "Goldenrod" })).toEqual([]);
    expect(await sync(mia, { [room]: seq })).toMatchObject({ gone: [room] });
    expect(await refusal(join(mia, room))).toBe("E_BANNED");
    expect(((await adam.call("room_members", { conversation: room, banned: true })) as unknown[]).length).toBe(1);
    await remove(adam, mia, false);
    expect(await join(mia, room)).toMatchObject({ created: true });
  });
});

describe("rooms in sync", () => {
  it("come with their title and number of people, without people, and only when there is news", async () => {
    const found = (await sync(mia)).conversations.find(({ id }) => id === room);
    expect(found).toMatchObject({
      class: "open",
      room: { title: "Botany", members: 3, slow_seconds: 0 },
      members: [],
      more: false,
    });
    const { seq } = await say(adam, room, "News");
    const news = (await sync(mia, { [room]: seq - 1 })).conversations.find(({ id }) => id === room);
    expect(news).toMatchObject({ last_seq: seq, more: true, events: [] });
    expect((await sync(mia, { [room]: seq })).conversations.map(({ id }) => id)).not.toContain(room);
    const list = (await mia.call("conversations", {})) as { id: string }[];
    expect(list[0]?.id).toBe(room);
  });

  it("news are a place and never words, whatever the size of the room", async () => {
    for (const count of [3, 400]) {
      await db.query("update chat.conversations set member_count = $2 where id = $1", [room, count]);
      await db.query("delete from realtime.messages");
      const { seq } = await say(adam, room, "Snapdragon");
      const told = await db.query<{ topic: string; payload: Record<string, unknown> }>(
        "select topic, payload from realtime.messages",
      );
      expect(told.rows.length).toBe(count === 3 ? 4 : 1);
      for (const { payload } of told.rows) {
        expect(payload).toMatchObject({ conversation: room, seq });
        expect(JSON.stringify(payload)).not.toContain("Snapdragon");
      }
    }
  });

  it("how far one has read goes forward only and is told to nobody else", async () => {
    const { seq } = await say(adam, room, "Read me");
    await db.query("delete from realtime.messages");
    await mia.call("room_read", { conversation: room, seq });
    await mia.call("room_read", { conversation: room, seq: 1 });
    expect(await refusal(mia.call("room_read", { conversation: room, seq: seq + 1 }))).toBe("E_RANGE");
    const { rows } = await db.query("select topic from realtime.messages");
    expect(rows).toEqual([{ topic: `user:${mia.userId}` }]);
    expect(await mia.call("room_start", { conversation: room })).toMatchObject({
      conversation: { my: { read_seq: seq } },
    });
  });
});
