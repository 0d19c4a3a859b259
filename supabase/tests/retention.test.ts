import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "@/lib/base/bytes";
import {
  begin,
  type Chain,
  commitNext,
  type Model,
  newChain,
  say,
  transcriptOver,
  type WireEvent,
} from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { firstTranscript } from "./support/forge";
import { type Person, addPerson } from "./support/people";

let db: Database;
let alice: Person, bob: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
});
afterAll(() => db.close());

/** A group that keeps messages for some days. */
async function group(retentionDays = 30): Promise<{ chat: Model; chain: Chain }> {
  const chat = await begin("group", [alice, bob], { retentionDays });
  return { chat, chain: newChain(chat) };
}
/** Moves time for one conversation: everything in it is that much older. The log's own trigger would forbid it. */
async function age(chat: Model, days: number): Promise<void> {
  await db.query(
    `begin; set local session_replication_role = replica;
     update chat.events set received_at = received_at - interval '${days} days' where conversation_id = '${chat.id}';
     commit; update ops.expiries set next_at = now() where conversation_id = '${chat.id}'`,
  );
}
const expire = async () => (await db.query<{ n: number }>("select private.expire() as n")).rows[0]?.n ?? 0;
const events = async (person: Person, chat: Model) =>
  ((await person.call("events", { conversation: chat.id, after: 0 })) as { events: WireEvent[] }).events;
const states = async (chat: Model) => (await events(alice, chat)).map(({ tombstone, kind }) => tombstone ?? kind);
const boxes = async (chat: Model) =>
  (
    await db.query<{ epoch: number }>(
      "select distinct epoch::int from chat.boxes where conversation_id = $1 order by 1",
      [chat.id],
    )
  ).rows.map(({ epoch }) => epoch);

describe("private.expire", () => {
  it("A07: takes the bytes of what is too old, keeps place and hash, and leaves the rest alone", async () => {
    const { chat, chain } = await group();
    await say(chat, alice, chain);
    await say(chat, alice, chain);
    const before = await events(bob, chat);
    await age(chat, 31);
    await say(chat, alice, chain);
    expect(await expire()).toBe(2);
    const after = await events(bob, chat);
    expect(after.map(({ tombstone }) => tombstone)).toEqual([null, "expired", "expired", null]);
    expect(after.slice(1, 3)).toMatchObject([
      { body: null, sig: null, ct: null },
      { body: null, sig: null, ct: null },
    ]);
    expect(after.slice(0, 3).map(({ hash }) => hash)).toEqual(before.map(({ hash }) => hash));
    expect(transcriptOver(firstTranscript(chat.id), 0, after)).toEqual(chat.transcript);
    const { transcript } = ((await bob.call("conversations")) as { id: string; transcript: string }[]).find(
      ({ id }) => id === chat.id,
    ) as { transcript: string };
    expect(transcript).toBe(toBase64(chat.transcript));
    expect(await expire()).toBe(0);
  });

  it("never touches what is younger, and leaves nothing that is older, whatever the times and the limits", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 5 }),
        async (hours, days, most) => {
          const ages = hours.map((age) => age / 1.5).toSorted((a, b) => b - a);
          const { chat, chain } = await group(days);
          for (const _ of ages) await say(chat, alice, chain);
          const sql = `begin; set local session_replication_role = replica;
            ${ages.map((age, at) => `update chat.events set received_at = now() - make_interval(secs => ${age * 86_400}) where conversation_id = '${chat.id}' and seq = ${at + 2};`).join("\n")}
            update chat.events set received_at = now() - interval '99 days' where conversation_id = '${chat.id}' and seq = 1;
            commit`;
          await db.query(sql);
          for (let run = 0; run < ages.length + 2; run++)
            await db.query("select private.expire_in($1, $2)", [chat.id, most]);
          const found = (await states(chat)).slice(1).map((state) => state === "expired");
          expect(found).toEqual(ages.map((age) => age >= days));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("knows when to look again: not before the next message is due", async () => {
    const { chat, chain } = await group(10);
    await say(chat, alice, chain);
    await age(chat, 7);
    await expire();
    const { rows } = await db.query<{ hours: number }>(
      "select extract(epoch from next_at - now()) / 3600 as hours from ops.expiries where conversation_id = $1",
      [chat.id],
    );
    // The commit at the beginning is as old as the message; both are due in three days.
    expect(Number(rows[0]?.hours)).toBeGreaterThan(71);
    expect(Number(rows[0]?.hours)).toBeLessThanOrEqual(72);
    const kept = await group(0);
    await say(kept.chat, alice, kept.chain);
    await age(kept.chat, 40_000);
    await expire();
    expect(await states(kept.chat)).toEqual([1, 2]);
  });

  it("looks at once when people agree on less", async () => {
    const { chat, chain } = await group(365);
    await say(chat, alice, chain);
    await age(chat, 8);
    await expire();
    await commitNext(chat, alice, { reason: 9, retentionDays: 7 });
    expect(await expire()).toBe(1);
    expect(await states(chat)).toEqual([1, "expired", 1]);
  });

  it("erases the sealed keys of epochs in which nothing is left, and never those in force", async () => {
    const { chat, chain } = await group();
    await say(chat, alice, chain);
    await commitNext(chat, alice);
    await say(chat, alice, chain);
    await age(chat, 31);
    await commitNext(chat, bob);
    await say(chat, alice, chain);
    expect(await boxes(chat)).toEqual([1, 2, 3]);
    await expire();
    expect(await boxes(chat)).toEqual([3]);
    const [first] = await events(bob, chat);
    expect(first?.body).not.toBeNull();
    expect(first?.boxes).toBeNull();
    await age(chat, 31);
    await expire();
    expect(await boxes(chat)).toEqual([3]);
  });

  it("keeps whole the commit that let somebody go: it is the newest that they are served", async () => {
    const carol = await addPerson(db, "carol");
    const chat = await begin("group", [alice, bob, carol], { retentionDays: 5 });
    const chain = newChain(chat);
    await say(chat, alice, chain);
    await commitNext(chat, alice, { reason: 3, roster: [alice.entry(2), bob.entry(1)] });
    await commitNext(chat, alice);
    await age(chat, 6);
    await expire();
    expect(await boxes(chat)).toEqual([2, 3]);
    expect((await events(carol, chat)).map(({ tombstone, boxes: served }) => tombstone ?? served !== null)).toEqual([
      ...[false, "expired", true],
    ]);
  });

  it("takes with it what authors had deleted, and leaves their tombstones as they are", async () => {
    const { chat, chain } = await group();
    await say(chat, alice, chain);
    await alice.call("tombstone", { conversation: chat.id, seqs: [2] });
    await age(chat, 31);
    await expire();
    expect(await states(chat)).toEqual([1, "author"]);
    const left = await db.query("select from chat.quarantine where conversation_id = $1", [chat.id]);
    expect(left.rows).toEqual([]);
  });

  it.each(["locked = true", "case_id = gen_random_uuid()"])("waits while %s, and goes on afterwards", async (held) => {
    const { chat, chain } = await group();
    await say(chat, alice, chain);
    await age(chat, 31);
    await db.query(`update chat.conversations set ${held} where id = $1`, [chat.id]);
    await expire();
    expect(await states(chat)).toEqual([1, 2]);
    await db.query("update chat.conversations set locked = false, case_id = null where id = $1", [chat.id]);
    await db.query("update ops.expiries set next_at = now() where conversation_id = $1", [chat.id]);
    await expire();
    expect(await states(chat)).toEqual([1, "expired"]);
  });

  it("of two at once each does its own, nothing twice, and a conversation somebody writes to is left for the next run", async () => {
    const many = await Promise.all(Array.from({ length: 6 }, () => group()));
    for (const { chat, chain } of many) await say(chat, alice, chain);
    for (const { chat } of many) await age(chat, 31);
    const counts = await Promise.all([expire(), expire(), expire()]);
    expect(counts.reduce((sum, n) => sum + n, 0) + (await expire())).toBe(6);
    const { chat, chain } = await group();
    await say(chat, alice, chain);
    await age(chat, 31);
    const writer = await db.as(alice, async (client) => {
      await client.query("select public.require_rotation($1)", [chat.id]);
      return expire();
    });
    expect(writer).toBe(0);
    expect(await expire()).toBe(1);
  });

  it("leaves a chain that the next message continues", async () => {
    const { chat, chain } = await group();
    const first = await say(chat, alice, chain);
    await age(chat, 31);
    await expire();
    expect(await say(chat, alice, chain)).toMatchObject({ seq: 3 });
    expect(fromBase64((await events(bob, chat))[1]?.hash ?? "")).toEqual(first.message.hash);
  });
});
