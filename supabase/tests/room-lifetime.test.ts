import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";
import { body, events, join, makeRoom, nameOf, post, say } from "./support/room";

let db: Database;
let olga: Person, mia: Person;
let room: string;
beforeAll(async () => {
  db = await openDatabase();
  [olga, mia] = await Promise.all([addPerson(db, "olga"), addPerson(db, "mia")]);
});
afterAll(() => db.close());
beforeEach(async () => {
  room = await makeRoom(olga);
  await join(mia, room);
});

const age = (days: number, upTo: number) =>
  db.query(
    "update chat.room_events set received_at = received_at - make_interval(days => $2) where conversation_id = $1 and seq <= $3",
    [room, days, upTo],
  );
const settings = (change: object, who = olga) => who.call("room_settings", { conversation: room, ...change });
const run = async () => {
  await db.query("update ops.expiries set next_at = now() where conversation_id = $1 and next_at < 'infinity'", [room]);
  await db.query("select private.expire()");
};
const tombstones = async () =>
  (await events(olga, room)).flatMap(({ seq, tombstone }) => (tombstone ? [[seq, tombstone]] : []));
const quarantined = async () =>
  (
    await db.query<{ seq: string }>("select seq from chat.room_quarantine where conversation_id = $1 order by seq", [
      room,
    ])
  ).rows.map(({ seq }) => Number(seq));
const summary = async (who = olga) =>
  (
    (await who.call("room_start", { conversation: room })) as {
      conversation: { retention_days: number; room: { kept_since: string | null } };
    }
  ).conversation;
const purge = (before: Date, who = olga) =>
  who.call("room_purge", { conversation: room, before: before.toISOString() });

describe("how long a room keeps what is said", () => {
  it("is what the installation says, until whoever runs it says otherwise, and everybody is told", async () => {
    expect((await summary()).retention_days).toBe(365);
    await settings({ retention_days: 7 });
    expect((await summary(mia)).retention_days).toBe(7);
    expect((await events(mia, room)).at(-1)?.body).toEqual({ t: "settings", kept: 7 });
    await db.query("update ops.room_limits set retention_days = 30");
    const other = await makeRoom(olga);
    expect(
      ((await olga.call("room_start", { conversation: other })) as { conversation: object }).conversation,
    ).toMatchObject({ retention_days: 30 });
    await db.query("update ops.room_limits set retention_days = 365");
  });

  it("is changed by nobody else, and to no nonsense", async () => {
    expect(await refusal(settings({ retention_days: 7 }, mia))).toBe("E_ROLE");
    expect(await refusal(settings({ retention_days: -1 }))).toBe("E_INPUT");
    expect(await refusal(settings({ retention_days: 40_000 }))).toBe("E_INPUT");
  });

  it("ends with tombstones for what is older, and nothing else, and what has had its time is not quarantined", async () => {
    const old = await say(mia, room, "old");
    const young = await say(mia, room, "young");
    await settings({ retention_days: 7 });
    await age(8, old.seq);
    await run();
    expect(await tombstones()).toEqual([[old.seq, "expired"]]);
    expect(await quarantined()).toEqual([]);
    const { rows } = await db.query("select words from chat.room_events where conversation_id = $1 and seq = $2", [
      room,
      old.seq,
    ]);
    expect(rows).toEqual([{ words: null }]);
    await age(8, young.seq);
    await run();
    expect(await tombstones()).toEqual([
      [old.seq, "expired"],
      [young.seq, "expired"],
    ]);
  });

  it("is for ever where it is said so", async () => {
    const { seq } = await say(mia, room, "old");
    await settings({ retention_days: 0 });
    await age(4000, seq);
    await run();
    expect(await tombstones()).toEqual([]);
  });
});

describe("what is deleted", () => {
  it("waits in quarantine with its edits, is served to nobody, and is gone after seven days", async () => {
    const said = await say(mia, room, "first");
    const of = nameOf(said.msgId, room);
    const edit = await post(mia, room, body("edit", { of, b: "second" }));
    await post(mia, room, body("del", { of }));
    expect(await quarantined()).toEqual([said.seq, edit.seq]);
    expect(JSON.stringify(await events(olga, room))).not.toMatch(/first|second/);
    await db.query("update chat.room_quarantine set until = now() where conversation_id = $1", [room]);
    await run();
    expect(await quarantined()).toEqual([]);
  });
});

describe("clearing a room by hand", () => {
  it("takes out what was said before, quarantined, and tells who did it", async () => {
    const old = await say(mia, room, "old");
    const young = await say(mia, room, "young");
    await age(3, old.seq);
    await purge(new Date(Date.now() - 86_400_000));
    expect(await tombstones()).toEqual([[old.seq, "expired"]]);
    expect(await quarantined()).toEqual([old.seq]);
    expect((await events(mia, room)).at(-1)).toMatchObject({ author: olga.userId, body: { t: "purged" } });
    expect(Date.parse((await summary(mia)).room.kept_since ?? "")).toBeLessThan(Date.now());
    expect((await events(mia, room)).find(({ seq }) => seq === young.seq)?.body).toMatchObject({ b: "young" });
  });

  it("is for whoever runs the room, and not for a time that has not come or while a moderator has locked it", async () => {
    expect(await refusal(purge(new Date(), mia))).toBe("E_ROLE");
    expect(await refusal(purge(new Date(Date.now() + 3_600_000)))).toBe("E_INPUT");
    await db.query("update chat.conversations set locked = true where id = $1", [room]);
    expect(await refusal(purge(new Date()))).toBe("E_LOCKED");
    await db.query("update chat.conversations set locked = false where id = $1", [room]);
  });

  it("is written down in a chain that nobody changes, and again up to the same moment is no second entry", async () => {
    const [first, second] = [new Date(Date.now() - 7_200_000), new Date(Date.now() - 3_600_000)];
    for (const moment of [first, second, first]) await purge(moment);
    const told = (await mia.call("room_purges", { conversation: room })) as {
      n: number;
      actor: string;
      chain: string;
    }[];
    expect(told).toMatchObject([
      { n: 1, actor: olga.userId },
      { n: 2, actor: olga.userId },
    ]);
    const { rows } = await db.query<{ line: string; chain: Buffer }>(
      `select concat_ws(' ', conversation_id, n, actor, extract(epoch from before), extract(epoch from at)) as line, chain
        from trust.purges where conversation_id = $1 order by n`,
      [room],
    );
    let chain = Buffer.alloc(32);
    for (const { line, chain: kept } of rows) {
      chain = createHash("sha256").update(chain).update(line).digest();
      expect(kept).toEqual(chain);
    }
    for (const attack of [
      "update trust.purges set actor = gen_random_uuid()",
      "delete from trust.purges",
      "truncate trust.purges",
    ])
      await expect(db.query(attack), attack).rejects.toThrow("E_IMMUTABLE");
  });
});
