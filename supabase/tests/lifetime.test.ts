import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { begin, commitNext, type Model } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person;
let chat: Model;
beforeAll(async () => {
  db = await openDatabase();
});
beforeEach(async () => {
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
  chat = await begin("direct", [alice, bob], { retentionDays: 365 });
});
afterAll(() => db.close());

/** Days in force, and what is proposed by whom. */
async function state() {
  const { rows } = await db.query<{ kept: number; days: number | null; by: string | null }>(
    "select retention_days::int as kept, proposed_days::int as days, proposed_by as by from chat.conversations where id = $1",
    [chat.id],
  );
  const [row] = rows;
  const by = row?.by === alice.userId ? "alice" : row?.by === bob.userId ? "bob" : null;
  return row?.days === null ? row.kept : [row?.kept, row?.days, by];
}
async function after(...steps: readonly (readonly [Person, number | null])[]) {
  const states = [];
  for (const [person, retentionDays] of steps) {
    await commitNext(chat, person, retentionDays === null ? {} : { reason: 9, retentionDays });
    states.push(await state());
  }
  return states;
}
const expiryDue = async () =>
  (await db.query("select from ops.expiries where conversation_id = $1 and next_at <= now()", [chat.id])).rowCount;

describe("how long two people keep messages", () => {
  it("is proposed by one and in force when the other signs the same, as clients compute it", async () => {
    expect(await after([alice, 7], [bob, null], [alice, null], [alice, 7], [bob, 7])).toEqual([
      ...[[365, 7, "alice"], [365, 7, "alice"], [365, 7, "alice"], [365, 7, "alice"], 7],
    ]);
  });

  it("stays when it is declined or taken back, and takes a new answer for a new proposal", async () => {
    expect(await after([alice, 7], [bob, 365], [bob, 1], [bob, 365], [alice, 7], [bob, 1], [alice, 1])).toEqual([
      ...[[365, 7, "alice"], 365, [365, 1, "bob"], 365, [365, 7, "alice"], [365, 1, "bob"], 1],
    ]);
  });

  it("removes nothing before it is agreed, and is looked at as soon as it is", async () => {
    await db.query("update ops.expiries set next_at = 'infinity' where conversation_id = $1", [chat.id]);
    await after([alice, 1]);
    expect(await expiryDue()).toBe(0);
    await after([bob, 1]);
    expect(await expiryDue()).toBe(1);
  });

  it("is said with a policy commit and nothing else, and nothing else is said with it", async () => {
    const attempt = (change: Parameters<typeof commitNext>[2]) => refusal(commitNext(chat, alice, change));
    expect(await attempt({ reason: 5, retentionDays: 7 })).toBe("E_POLICY");
    expect(await attempt({ reason: 9, retentionDays: 7, policyAdd: 2 })).toBe("E_POLICY");
    await after([alice, 7]);
    expect(await attempt({ reason: 5, retentionDays: 365 })).toBe("E_POLICY");
  });

  it("in a group of two is an admin's word alone", async () => {
    chat = await begin("group", [alice, bob], { retentionDays: 365 });
    expect(await refusal(commitNext(chat, bob, { reason: 9, retentionDays: 7 }))).toBe("E_POLICY");
    expect(await after([alice, 7])).toEqual([7]);
  });
});
