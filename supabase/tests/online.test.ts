import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { begin } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";
import { join, makeRoom } from "./support/room";

let db: Database;
let alice: Person, bob: Person, carol: Person, dan: Person;
let direct: string, room: string;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol, dan] = (await Promise.all(
    ["alice", "bob", "carol", "dan"].map((name) => addPerson(db, name)),
  )) as [Person, Person, Person, Person];
  ({ id: direct } = await begin("direct", [alice, bob]));
  room = await makeRoom(alice);
  await join(carol, room);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query("delete from chat.presence");
  await db.query("delete from chat.blocks");
  await db.query("truncate ops.meters");
  for (const person of [alice, bob, carol, dan]) await person.call("present");
});

const count = async (who: Person, conversation: string | null = null) =>
  ((await who.call("online_count", { conversation })) as { online: number | null }).online;
const online = async (who: Person, person: string) =>
  ((await who.call("online", { person })) as { online: boolean | null }).online;

it("counts those who are online, of everybody and of a conversation one is in", async () => {
  expect([await count(alice), await count(alice, direct), await count(carol, room)]).toEqual([4, 2, 2]);
  await db.query("update chat.presence set seen_at = now() - interval '7 minutes' where user_id = $1", [bob.userId]);
  expect([await count(alice), await count(alice, direct)]).toEqual([3, 1]);
  expect(await refusal(count(dan, direct))).toBe("E_NOT_FOUND");
  expect(await refusal(count(dan, room))).toBe("E_NOT_FOUND");
});

it("leaves out who hides, and tells nothing to who hides", async () => {
  await bob.call("presence_hide", { hidden: true });
  expect([await count(alice), await count(alice, direct), await online(alice, bob.userId)]).toEqual([3, 1, null]);
  expect([await count(bob), await count(bob, direct), await online(bob, alice.userId)]).toEqual([null, null, null]);
});

it("sees nobody across a block, whichever way", async () => {
  await alice.call("block", { person: carol.userId, blocked: true });
  expect([await count(alice, room), await count(carol, room)]).toEqual([1, 1]);
  expect([await online(alice, carol.userId), await online(carol, alice.userId)]).toEqual([null, null]);
});

it("answers alike for strangers and for nobody, and truly for those one shares something with", async () => {
  expect([await online(alice, bob.userId), await online(alice, carol.userId)]).toEqual([true, true]);
  expect([await online(alice, dan.userId), await online(alice, randomUUID())]).toEqual([null, null]);
  await db.query("update chat.presence set seen_at = now() - interval '7 minutes' where user_id = $1", [bob.userId]);
  expect(await online(alice, bob.userId)).toBe(false);
});
