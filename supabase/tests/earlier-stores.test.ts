import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";

let db: Database;
let alice: Person, bob: Person;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());
beforeEach(async () => {
  [alice, bob] = [await addPerson(db, "alice"), await addPerson(db, "bob")];
});

let version = 1;
async function write(body = toBase64(random(200))): Promise<string> {
  const answer = (await alice.call("store_put", { expected_version: version, body })) as { version: number };
  version = answer.version;
  return body;
}
beforeEach(() => void (version = 1));
/** As if so much time had passed since. */
const pass = (span: string) =>
  db.query(
    `with v as (update chat.vaults set changed_at = changed_at - $2::interval where user_id = $1)
     update chat.earlier_stores
       set written_at = written_at - $2::interval, replaced_at = replaced_at - $2::interval where user_id = $1`,
    [alice.userId, span],
  );
const kept = async (who = alice, before = Number.MAX_SAFE_INTEGER) =>
  (await who.call("store_history", { before })) as { version: number; body: string }[];

describe("a sealed store", () => {
  it("that is overwritten with noise, again and again, is still there for its owner", async () => {
    const good = await write();
    await pass("2 days");
    for (let round = 0; round < 20; round++) await write();
    expect((await kept()).map(({ body }) => body)).toContain(good);
    // For hours, and for days.
    for (let hour = 0; hour < 30; hour++) {
      await pass("1 hour");
      await write();
    }
    for (let day = 0; day < 20; day++) {
      await pass("1 day");
      await write();
    }
    expect((await kept()).map(({ body }) => body)).toContain(good);
  });

  it("is kept from everybody else", async () => {
    await write();
    await write();
    expect(await kept(bob)).toEqual([]);
    expect((await kept()).map((one) => one.version)).toEqual([2]);
  });

  it("is kept once per hour of the last day and once per day before, and no longer than thirty days", async () => {
    for (let hour = 0; hour < 60; hour++) {
      await write();
      await write();
      await pass("1 hour");
    }
    await write();
    const first = await kept();
    expect(first.length).toBeLessThanOrEqual(24 + 4);
    expect(first.length).toBeGreaterThan(20);
    await pass("31 days");
    await db.query("select private.forget_earlier_stores()");
    expect(await kept()).toEqual([]);
  });

  it("is kept in no more than 16 MiB, and what comes later pushes nothing out", async () => {
    const good = await write();
    await pass("2 hours");
    for (let hour = 0; hour < 20; hour++) {
      await write(toBase64(new Uint8Array(1_048_576).fill(hour)));
      await pass("1 hour");
    }
    const { rows } = await db.query<{ bytes: string; n: string }>(
      "select sum(octet_length(body)) as bytes, count(*) as n from chat.earlier_stores where user_id = $1",
      [alice.userId],
    );
    expect(Number(rows[0]?.bytes)).toBeLessThanOrEqual(16_777_216);
    const found: string[] = [];
    for (let page = await kept(); page.length > 0; page = await kept(alice, page.at(-1)?.version)) {
      expect(page.length).toBeLessThanOrEqual(2);
      found.push(...page.map(({ body }) => body));
    }
    expect(found).toHaveLength(Number(rows[0]?.n));
    expect(found).toContain(good);
  });

  it("goes with the master key that opened it", async () => {
    await write();
    await write();
    await db.query(
      "update chat.vaults set bundle = set_byte(bundle, 79, 255 - get_byte(bundle, 79)), store = store, store_version = store_version + 1 where user_id = $1",
      [alice.userId],
    );
    expect(await kept()).toEqual([]);
  });
});
