import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { begin, commitNext, newChain, say } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "carol")]);
  await begin("direct", [alice, bob]);
});
afterAll(() => db.close());

const seen = async (who: Person, whom: Person) =>
  ((await who.call("presence_of", { ids: [whom.userId] })) as { seen: string | null; status: string | null }[])[0];
const ago = (who: Person, span: string) =>
  db.query("update chat.presence set seen_at = now() - $2::interval where user_id = $1", [who.userId, span]);

describe("presence", () => {
  it("is seen by people who share a conversation, by nobody else", async () => {
    expect(await seen(alice, bob)).toBeUndefined();
    await bob.call("present");
    expect(await seen(alice, bob)).toMatchObject({ seen: "online" });
    expect(await seen(carol, bob)).toBeUndefined();
  });

  it("ends 300 seconds after the last sign, and becomes coarser", async () => {
    await bob.call("present");
    for (const [span, word] of [
      ["239 seconds", "online"],
      ["361 seconds", "recently"],
      ["61 minutes", "today"],
      ["25 hours", "week"],
      ["8 days", "long"],
    ] as const) {
      await ago(bob, span);
      expect([span, (await seen(alice, bob))?.seen]).toEqual([span, word]);
    }
  });

  it("keeps no time finer than a minute, and none at all of who hides", async () => {
    await bob.call("present");
    const kept = () =>
      db.query("select seen_at, extract(second from seen_at)::int as s from chat.presence where user_id = $1", [
        bob.userId,
      ]);
    expect((await kept()).rows[0]).toMatchObject({ s: 0 });
    await bob.call("presence_hide", { hidden: true });
    await bob.call("present");
    expect((await kept()).rows[0]).toMatchObject({ seen_at: null });
    expect(await seen(alice, bob)).toMatchObject({ seen: null });
    await bob.call("presence_hide", { hidden: false });
  });

  it("who hides sees nobody else's either", async () => {
    await bob.call("present");
    await alice.call("presence_hide", { hidden: true });
    expect(await seen(alice, bob)).toMatchObject({ seen: null });
    await alice.call("presence_hide", { hidden: false });
    expect(await seen(alice, bob)).toMatchObject({ seen: "online" });
  });

  it("does not cross a block, in either direction", async () => {
    await alice.call("present");
    await bob.call("present");
    await alice.call("block", { person: bob.userId, blocked: true });
    expect([await seen(alice, bob), await seen(bob, alice)]).toEqual([undefined, undefined]);
    await alice.call("block", { person: bob.userId, blocked: false });
  });

  it("is not shown to a stranger who writes, before they are accepted, nor after they were declined", async () => {
    const mallory = await addPerson(db, "mallory");
    const chat = await begin("direct", [mallory, bob], {}, undefined, { accepted: false });
    await bob.call("present");
    expect(await seen(mallory, bob)).toBeUndefined();
    await bob.call("request_answer", { conversation: chat.id, accept: false });
    expect(await seen(mallory, bob)).toBeUndefined();
    await bob.call("request_answer", { conversation: chat.id, accept: true });
    expect(await seen(mallory, bob)).toMatchObject({ seen: "online" });
  });

  it("is not shown to whoever puts one into a group, before one has said something there", async () => {
    const mallory = await addPerson(db, "mallory");
    const group = await begin("group", [mallory, bob], {}, undefined, { accepted: false });
    await bob.call("present");
    expect(await seen(mallory, bob)).toBeUndefined();
    await say(group, bob, newChain(group));
    expect(await seen(mallory, bob)).toMatchObject({ seen: "online" });
  });

  it("ends with the last conversation that is shared", async () => {
    const group = await begin("group", [carol, bob]);
    await say(group, bob, newChain(group));
    await bob.call("present");
    expect(await seen(carol, bob)).toMatchObject({ seen: "online" });
    await commitNext(group, carol, { reason: 3, roster: [carol.entry(2)] });
    expect(await seen(carol, bob)).toBeUndefined();
  });
});

describe("a status", () => {
  it("is shown until its time, then gone without anybody's doing", async () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    await bob.call("status_put", { status: "  On holiday ", until });
    expect(await seen(alice, bob)).toMatchObject({ status: "On holiday" });
    await db.query("update chat.presence set status_until = now() - interval '1 second' where user_id = $1", [
      bob.userId,
    ]);
    expect(await seen(alice, bob)).toMatchObject({ status: null });
    await bob.call("status_put", { status: null, until: null });
    expect(await seen(alice, bob)).toMatchObject({ status: null });
  });

  it("is one short line, and does not end in the past", async () => {
    for (const args of [
      { status: "", until: null },
      { status: "a\nb", until: null },
      { status: "x".repeat(81), until: null },
      { status: "late", until: new Date(0).toISOString() },
      { status: null, until: new Date(Date.now() + 60_000).toISOString() },
    ])
      expect([args, await refusal(bob.call("status_put", args))]).toEqual([args, "E_INPUT"]);
  });
});
