import { afterAll, beforeAll, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";

let db: Database;
let alice: Person;
let bob: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = [await addPerson(db, "alice"), await addPerson(db, "bob")];
});
afterAll(() => db.close());

const heard = async () => {
  const { rows } = await db.query<{ topic: string; event: string; payload: { id?: string } }>(
    "select topic, event, payload from realtime.messages where event = 'account' order by inserted_at",
  );
  return rows.map(({ topic, event, payload: { id: _id, ...payload } }) => ({ topic, event, payload }));
};

it("a written store is told to the person's own inbox, by its version alone", async () => {
  const body = toBase64(random(200));
  await alice.call("store_put", { expected_version: 1, body });
  expect(await heard()).toEqual([{ topic: `user:${alice.userId}`, event: "account", payload: { store: 2 } }]);
});

it("the store is served when it is another version than the known one, to its owner alone", async () => {
  const served = (await alice.call("store_since", { known: 1 })) as { version: number; body: string };
  expect(served.version).toBe(2);
  expect(await alice.call("store_since", { known: 2 })).toBeNull();
  const other = (await bob.call("store_since", { known: 0 })) as { version: number; body: string };
  expect(other.version).toBe(1);
  expect(other.body).not.toBe(served.body);
});

it("a write that loses the race announces nothing", async () => {
  const before = (await heard()).length;
  await expect(alice.call("store_put", { expected_version: 1, body: toBase64(random(200)) })).rejects.toThrow(
    "E_VERSION",
  );
  expect(await heard()).toHaveLength(before);
});
