import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "./support/database";
import { addPerson } from "./support/people";
import { failure, refusal } from "./support/refusal";

let db: Database;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

const setLimit = (name: string, burst: number, every: string) =>
  db.query("update ops.limits set burst = $2, every = $3 where name = $1", [name, burst, every]);

describe("a limit", () => {
  it("allows its burst, then refuses and says how long to wait", async () => {
    await setLimit("look_up", 3, "10 seconds");
    const [alice, bob] = [await addPerson(db, "alice"), await addPerson(db, "bob")];
    const look = () => alice.call("find_person", { handle: bob.handle });
    for (let i = 0; i < 3; i++) await look();
    const refused = await failure(look());
    expect(refused).toMatchObject({ code: "PT429", message: "E_RATE" });
    expect(Number(refused.hint)).toBeGreaterThan(9_000);
    expect(Number(refused.hint)).toBeLessThanOrEqual(10_000);
    await bob.call("find_person", { handle: alice.handle });
  });

  it("counts misses as well, so that handles cannot be harvested by guessing", async () => {
    await setLimit("look_up", 2, "1 hour");
    const alice = await addPerson(db, "alice");
    for (const handle of ["guess_one", "guess_two"]) expect(await alice.call("find_person", { handle })).toBeNull();
    expect(await refusal(alice.call("find_person", { handle: "guess_three" }))).toBe("E_RATE");
  });

  it("gives the allowance back over time, one call per interval and never more than the burst", async () => {
    await setLimit("look_up", 2, "1 minute");
    const alice = await addPerson(db, "alice");
    const look = () => alice.call("find_person", { handle: "nobody" });
    const later = (time: string) =>
      db.query("update ops.meters set full_at = full_at - $2::interval where account = $1", [alice.userId, time]);
    await look();
    await look();
    expect(await refusal(look())).toBe("E_RATE");
    await later("61 seconds");
    await look();
    expect(await refusal(look())).toBe("E_RATE");
    await later("1 day");
    await look();
    await look();
    expect(await refusal(look())).toBe("E_RATE");
  });

  it("holds when calls come at the same moment", async () => {
    await setLimit("look_up", 5, "1 hour");
    const alice = await addPerson(db, "alice");
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, () => alice.call("find_person", { handle: "nobody" })),
    );
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(5);
  });

  it("guards every write to the own account", async () => {
    await db.query("update ops.limits set burst = 1, every = '1 hour' where name in ('keys', 'store')");
    const alice = await addPerson(db, "alice");
    expect(await refusal(alice.call("slot_delete", { slot_id: alice.userId }))).toBe("E_RATE");
    await alice.call("profile_put", { display_name: "A" });
    expect(await refusal(alice.call("profile_put", { display_name: "B" }))).toBe("E_RATE");
  });
});
