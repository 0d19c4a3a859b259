import { afterAll, beforeAll, describe, expect, it } from "vitest";
import pg from "pg";
import { type Database, become, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";
import { body, join, makeRoom, nameOf, post, say } from "./support/room";

let db: Database;
let olga: Person, mia: Person;
let room: string, other: string;
beforeAll(async () => {
  db = await openDatabase();
  [olga, mia] = (await Promise.all(["olga", "mia"].map((n) => addPerson(db, n)))) as [Person, Person];
  room = await makeRoom(olga);
  other = await makeRoom(olga, { title: "Another" });
  await join(mia, room);
});
afterAll(() => db.close());

interface Hit {
  conversation: string;
  seq: number;
  msg_id: string;
  at: string;
  text: string;
}
const search = async (who: Person, query: string, rest: object = {}) =>
  (await who.call("room_search", { query, ...rest })) as Hit[];
const texts = async (who: Person, query: string) => (await search(who, query)).map(({ text }) => text);

describe("searching rooms", () => {
  it("finds whole words and parts of words, all of them, in any case", async () => {
    await say(mia, room, "The Great Foxglove stands 100% here");
    await say(mia, room, "A foxhound");
    expect(await texts(olga, "foxGLOVE great")).toEqual(["The Great Foxglove stands 100% here"]);
    expect(await texts(olga, "fox")).toHaveLength(2);
    expect(await texts(olga, "foxglove nowhere")).toEqual([]);
    expect(await texts(olga, "00%")).toEqual(["The Great Foxglove stands 100% here"]);
    expect(await texts(olga, "%")).toHaveLength(1);
  });

  it("looks only where one is", async () => {
    await say(olga, other, "A foxtrot");
    expect(await texts(mia, "foxtrot")).toEqual([]);
    expect(await texts(olga, "foxtrot")).toEqual(["A foxtrot"]);
    expect(await search(olga, "fox", { conversation: other })).toHaveLength(1);
  });

  it("knows a message as it reads now: edited, and no longer when it is gone", async () => {
    const { msgId } = await say(mia, room, "Gladiole");
    await post(mia, room, body("edit", { of: nameOf(msgId, room), b: "Gladiolus" }));
    expect([await texts(olga, "gladiole"), await texts(olga, "gladiolus")]).toEqual([[], ["Gladiolus"]]);
    await post(mia, room, body("del", { of: nameOf(msgId, room) }));
    expect(await texts(olga, "gladiolus")).toEqual([]);
  });

  it("goes on after the last hit and shows what stands around it", async () => {
    await say(mia, room, `${"before ".repeat(100)}hollyhock${" after".repeat(100)}`);
    for (let i = 0; i < 5; i++) await say(mia, room, `hollyhock ${i}`);
    const first = await search(olga, "hollyhock", { max: 4 });
    const last = first.at(-1);
    const rest = await search(olga, "hollyhock", { max: 4, before: last?.at, before_id: last?.msg_id });
    expect([first.length, rest.length]).toEqual([4, 2]);
    expect(rest.at(-1)?.text).toHaveLength(320);
    expect(rest.at(-1)?.text).toContain("hollyhock");
    expect(new Set([...first, ...rest].map(({ seq }) => seq)).size).toBe(6);
  });

  it("refuses to look for nothing, or for a book", async () => {
    for (const query of ["", "   ", "x".repeat(513)]) expect(await refusal(search(olga, query))).toBe("E_INPUT");
  });

  it("uses the indexes once a room is long", async () => {
    await db.query(
      `insert into chat.room_events (conversation_id, seq, kind, author, msg_id, body, words, received_at)
        select $1, 1000 + i, 2, $2, gen_random_uuid(), '{}', 'filler ' || md5(i::text), now() from generate_series(1, 6000) i`,
      [room, olga.userId],
    );
    await db.query("analyze chat.room_events");
    const client = new pg.Client({ connectionString: db.url });
    await client.connect();
    const scanned = async () =>
      Number(
        (await client.query("select pg_stat_get_xact_tuples_returned('chat.room_events'::regclass) as n")).rows[0]?.n,
      );
    await client.query("begin");
    await become(client, olga);
    await client.query("select public.room_search('foxglove')");
    await client.query("set local role none");
    expect(await scanned()).toBeLessThan(1000);
    await client.query("rollback");
    await client.end();
  });
});
