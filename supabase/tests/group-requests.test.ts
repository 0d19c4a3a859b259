import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { H, random } from "@/lib/crypto/primitives";
import {
  type Model,
  begin,
  byUserId,
  commitNext,
  leaveMessage,
  messageArguments,
  newChain,
  say,
  take,
} from "./support/conversation";
import { type Database, openDatabase, serviceRole } from "./support/database";
import { pointer } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person, mallory: Person;
/** Mallory has put Alice, who does not know her, and Bob, who does, into it. */
let group: Model;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());
beforeEach(async () => {
  [alice, bob, carol, mallory] = (await Promise.all(
    ["alice", "bob", "carol", "mallory"].map((name) => addPerson(db, name)),
  )) as [Person, Person, Person, Person];
  await begin("direct", [mallory, bob]);
  group = await begin("group", [mallory, alice, bob], {}, undefined, { accepted: false });
});

interface Summary {
  id: string;
  asked_by: string | null;
}
const listed = async (who: Person) => (await who.call("conversations")) as Summary[];
const of = async (who: Person) => (await listed(who)).find(({ id }) => id === group.id);
const askedBy = async (who: Person) => (await of(who))?.asked_by;
const answer = (who: Person, accept: boolean) => who.call("request_answer", { conversation: group.id, accept });
const roster = (...people: readonly Person[]) => [mallory.entry(2), ...people.map((person) => person.entry(1))];
const letGo = (...staying: readonly Person[]) =>
  commitNext(group, mallory, { reason: 4, roster: roster(...staying), seenSeq: group.lastSeq });
const putIn = (...people: readonly Person[]) => commitNext(group, mallory, { reason: 2, roster: roster(...people) });
async function leave(who: Person): Promise<void> {
  const made = leaveMessage(group, who);
  await who.call("leave", messageArguments(made));
  take(group, 2, made.hash);
}
const tellRead = (who: Person) => {
  const place = { conv: group.id, user: who.userId, seq: group.lastSeq, transcript: group.transcript };
  return who.call("pointer_put", { pointer: toBase64(pointer("read", place, who.keys.edSeed)) });
};
const keptOf = async (who: Person) =>
  (await db.query("select from chat.pointers where conversation_id = $1 and user_id = $2", [group.id, who.userId]))
    .rowCount;
const speaks = (who: Person, extension: "broadcast" | "presence" = "broadcast") =>
  db.as(who, async (client) => {
    const topic = `conversation:${group.id}:${group.epoch}`;
    await client.query("select set_config('realtime.topic', $1, true)", [topic]);
    return client.query("insert into realtime.messages (topic, extension) values ($1, $2)", [topic, extension]).then(
      () => true,
      () => false,
    );
  });
const sees = async (who: Person, whom: Person) => [
  ((await who.call("presence_of", { ids: [whom.userId] })) as unknown[]).length,
  ((await who.call("online", { person: whom.userId })) as { online: boolean | null }).online,
];

describe("whoever is put into a group by a stranger", () => {
  it("is asked first, and is told who did it; whom the stranger knows is not", async () => {
    expect(await askedBy(alice)).toBe(mallory.userId);
    expect([await askedBy(bob), await askedBy(mallory)]).toEqual([null, null]);
  });

  it("is asked as well when a commit lets them in later, by whoever made it", async () => {
    await putIn(alice, bob, carol);
    expect(await askedBy(carol)).toBe(mallory.userId);
  });

  it("tells nothing of themselves until they accept: no position, no typing, no presence, by whichever door", async () => {
    await Promise.all([alice.call("present"), mallory.call("present"), bob.call("present")]);
    await tellRead(alice);
    expect([await keptOf(alice), await speaks(alice), await speaks(alice, "presence")]).toEqual([0, false, false]);
    expect(await sees(mallory, alice)).toEqual([0, null]);
    expect(await mallory.call("online_count", { conversation: group.id })).toEqual({ online: 2 });
    expect([await speaks(mallory), await speaks(bob)]).toEqual([true, true]);
    await answer(alice, true);
    await tellRead(alice);
    expect([await keptOf(alice), await speaks(alice), await speaks(alice, "presence")]).toEqual([1, true, true]);
    expect(await sees(mallory, alice)).toEqual([1, true]);
    expect(await mallory.call("online_count", { conversation: group.id })).toEqual({ online: 3 });
  });

  it("looks to everybody else like any other member, before and after", async () => {
    const shown = async () => JSON.stringify([await of(mallory), await of(bob)]);
    const before = await shown();
    await db.query("delete from realtime.messages");
    await answer(alice, true);
    expect(await shown()).toBe(before);
    const told = await db.query<{ topic: string }>("select distinct topic from realtime.messages");
    expect(told.rows.map(({ topic }) => topic)).toEqual([`user:${alice.userId}`]);
  });

  it("accepts by writing, and not by a new key or a wish to leave", async () => {
    await commitNext(group, alice);
    expect(await askedBy(alice)).toBe(mallory.userId);
    await say(group, alice, newChain(group));
    expect(await askedBy(alice)).toBeNull();
    await putIn(alice, bob, carol);
    await leave(carol);
    expect(await of(carol)).toBeUndefined();
  });

  it("declines by leaving: it is gone at once, also once somebody has let them go, and nothing of it arrives", async () => {
    await leave(alice);
    expect(await of(alice)).toBeUndefined();
    await db.query("delete from realtime.messages");
    await letGo(bob);
    const sync = await alice.call("sync", { cursors: JSON.stringify({ [group.id]: 1 }) });
    expect(sync).toMatchObject({ conversations: [], gone: [group.id] });
    expect(((await of(mallory)) as unknown as { members: { user_id: string }[] }).members).toHaveLength(2);
  });

  it("declines also where leaving is not possible, and hears no more of it", async () => {
    // The only admin may not go, and nobody asked her whether she wants to be one.
    const admins = byUserId([mallory.entry(1), alice.entry(2)]);
    group = await begin("group", [mallory, alice], { roster: admins }, undefined, { accepted: false });
    expect(await refusal(leave(alice))).toBe("E_ROLE");
    await answer(alice, false);
    expect(await of(alice)).toBeUndefined();
    await db.query("delete from realtime.messages");
    await say(group, mallory, newChain(group));
    await tellRead(mallory);
    const told = await db.query("select from realtime.messages where topic = $1", [`user:${alice.userId}`]);
    expect(told.rowCount).toBe(0);
    await answer(alice, true);
    expect(await askedBy(alice)).toBeNull();
  });

  it("is asked anew when put in again after leaving, and has accepted for good otherwise", async () => {
    await leave(alice);
    await letGo(bob);
    await putIn(alice, bob);
    expect(await askedBy(alice)).toBe(mallory.userId);
    await answer(alice, true);
    await commitNext(group, mallory, { reason: 3, roster: roster(bob) });
    await putIn(alice, bob);
    expect(await askedBy(alice)).toBeNull();
    await leave(alice);
    expect(await of(alice)).toBeDefined();
    await letGo(bob);
    await putIn(alice, bob);
    expect(await askedBy(alice)).toBe(mallory.userId);
  });

  it("is not open to the others by a wish to leave of earlier days", async () => {
    await leave(alice);
    await letGo(bob);
    await putIn(alice, bob);
    await alice.call("present");
    expect(await sees(mallory, alice)).toEqual([0, null]);
    const chat = await begin("direct", [bob, alice], {}, undefined, { accepted: false });
    expect((await listed(alice)).find(({ id }) => id === chat.id)).toMatchObject({ awaits: alice.userId });
  });

  it("who is removed before they have answered is left with nothing of it", async () => {
    await commitNext(group, mallory, { reason: 3, roster: roster(bob) });
    expect(await of(alice)).toBeUndefined();
    expect(await alice.call("sync", { cursors: "{}" })).toMatchObject({ conversations: [] });
  });

  it("is put in by nobody whom they have blocked", async () => {
    await leave(alice);
    await letGo(bob);
    await alice.call("block", { person: mallory.userId, blocked: true });
    expect(await refusal(putIn(alice, bob))).toBe("E_REFUSED");
  });
});

describe("an answer", () => {
  it("is given by whoever is asked, and by nobody in their place", async () => {
    for (const who of [mallory, bob, carol])
      for (const accept of [true, false]) expect(await refusal(answer(who, accept))).toBe("E_NOT_FOUND");
    expect(await askedBy(alice)).toBe(mallory.userId);
  });

  it("comes too late from who has left or was removed", async () => {
    await leave(alice);
    expect(await refusal(answer(alice, true))).toBe("E_NOT_FOUND");
    await letGo(bob);
    expect(await refusal(answer(alice, true))).toBe("E_NOT_FOUND");
  });
});

describe("nobody is asked", () => {
  it("who has begun something themselves, or has accepted the one who adds them elsewhere", async () => {
    await answer(alice, true);
    const other = await begin("group", [mallory, alice], {}, undefined, { accepted: false });
    expect((await listed(alice)).find(({ id }) => id === other.id)).toMatchObject({ asked_by: null });
    expect((await listed(mallory)).every(({ asked_by }) => asked_by === null)).toBe(true);
  });

  it("who has asked to be let in by a link", async () => {
    const invite = crypto.randomUUID();
    const token = random(32);
    const token_hash = toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", token)));
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    await mallory.call("invite_put", { conversation: group.id, invite, token_hash, uses: 3, expires_at });
    await carol.call("join_request", { invite, token: toBase64(token), proof: toBase64(random(32)) });
    await putIn(alice, bob, carol);
    expect(await askedBy(carol)).toBeNull();
  });

  it("by what a platform has brought about", async () => {
    const key_hash = "cf".repeat(32);
    await db.call(serviceRole, "host_create_platform", { name: "school", key_hash });
    const parties = JSON.stringify([mallory, alice, carol].map((p) => ({ handle: p.handle, role: "party" })));
    const args = { key_hash, kind: "course", external_id: mallory.handle, title: "Baking", parties };
    const { conversation, context } = (await db.call(serviceRole, "host_create_context", args)) as Record<
      string,
      string
    >;
    const contextHash = H("conv-context", Buffer.from(`course:${mallory.handle}`));
    await begin("course", [mallory, alice, carol], { conv: conversation as string, contextHash }, context);
    expect((await listed(carol)).find(({ id }) => id === conversation)).toMatchObject({ asked_by: null });
  });
});
