import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
  await db.query("update ops.limits set burst = 3, every = '1 hour' where name in ('look_up', 'presence')");
});
afterAll(() => db.close());
beforeEach(() => db.query("truncate ops.meters, ops.limit_breaches"));

const noted = async () =>
  (await db.query("select account, limit_name, times from ops.limit_breaches order by account, day")).rows;
const look = (who: Person) => who.call("find_person", { handle: "nobody_here" });

it("using up an allowance is one entry a day, however often it is tried, and the others are not in it", async () => {
  for (let i = 0; i < 2; i++) await look(alice);
  await look(bob);
  expect(await noted()).toEqual([]);
  await look(alice);
  for (let i = 0; i < 5; i++) expect(await refusal(look(alice))).toBe("E_RATE");
  expect(await noted()).toEqual([{ account: alice.userId, limit_name: "look_up", times: 1 }]);
});

it("going on at the pace that is allowed counts in the same entry", async () => {
  for (let i = 0; i < 3; i++) await look(alice);
  for (let i = 0; i < 2; i++) {
    await db.query("update ops.meters set full_at = full_at - interval '1 hour'");
    await look(alice);
  }
  expect(await noted()).toEqual([{ account: alice.userId, limit_name: "look_up", times: 3 }]);
});

it("what reaches nobody else is not noted", async () => {
  for (let i = 0; i < 3; i++) await alice.call("present");
  expect(await refusal(alice.call("present"))).toBe("E_RATE");
  expect(await noted()).toEqual([]);
});

it("entries go after thirty days", async () => {
  for (let i = 0; i < 3; i++) await look(alice);
  await db.query("select private.forget_breaches()");
  expect(await noted()).toHaveLength(1);
  await db.query("update ops.limit_breaches set day = day - 31");
  await db.query("select private.forget_breaches()");
  expect(await noted()).toEqual([]);
});
