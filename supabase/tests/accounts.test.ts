import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { type Actor, type Database, anon, openDatabase } from "./support/database";
import { newKeys, slot, statement, zeros } from "./support/forge";
import { type Person, addPerson, addUser, registration } from "./support/people";
import { refusal, sqlState } from "./support/refusal";

let db: Database;
let alice: Person;
beforeAll(async () => {
  db = await openDatabase();
  alice = await addPerson(db, "alice");
});
afterAll(() => db.close());

const user = async (): Promise<Actor & { userId: string }> => ({ role: "authenticated", userId: await addUser(db) });
const word = () => `p_${randomUUID().slice(0, 8)}`;

describe("register_account", () => {
  it("answers with the account exactly as it was handed in", async () => {
    const me = await user();
    const wanted = registration(me.userId, word());
    const account = await db.call(me, "register_account", wanted);
    expect(account).toEqual({
      user_id: me.userId,
      handle: wanted.handle,
      display_name: wanted.display_name,
      automated: false,
      statements: [wanted.statement],
      slots: expect.arrayContaining([
        { slot_id: expect.any(String), kind: 1, body: wanted.slots[0] },
        { slot_id: expect.any(String), kind: 2, body: wanted.slots[1] },
      ]),
      bundle: { version: 1, body: wanted.bundle },
      store: { version: 1, body: wanted.store },
    });
    expect(await db.call(me, "account")).toEqual(account);
  });

  it("stores handles in lower case and refuses one that is taken in other case", async () => {
    const [first, second, handle] = [await user(), await user(), word()];
    await db.call(first, "register_account", {
      ...registration(first.userId, handle),
      handle: ` ${handle.toUpperCase()} `,
    });
    expect(await db.call(first, "account")).toMatchObject({ handle });
    expect(await refusal(db.call(second, "register_account", registration(second.userId, handle)))).toBe(
      "E_HANDLE_TAKEN",
    );
    expect(await db.call(second, "account")).toBeNull();
  });

  it("registers a user once", async () => {
    const me = await user();
    await db.call(me, "register_account", registration(me.userId, word()));
    expect(await refusal(db.call(me, "register_account", registration(me.userId, word())))).toBe("E_EXISTS");
  });

  it("lets one of two people win who want the same handle at the same moment", async () => {
    const [one, two, handle] = [await user(), await user(), word()];
    const results = await Promise.allSettled(
      [one, two].map((me) => db.call(me, "register_account", registration(me.userId, handle))),
    );
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.find((r) => r.status === "rejected")?.reason).toMatchObject({ message: "E_HANDLE_TAKEN" });
  });

  it.each(["ab", "1abc", "_abc", "a".repeat(31), "ann-a", "ann a", "änna", "", "a\nbc"])(
    "refuses the handle %j",
    async (handle) => {
      const me = await user();
      expect(await refusal(db.call(me, "register_account", { ...registration(me.userId, word()), handle }))).toBe(
        "E_INPUT",
      );
    },
  );

  it.each(["", "  ", "x".repeat(65), "a\u202eb", "a\u0007b", "a\nb", "\u2066x", "a\u200bb", "x\u009f"])(
    "refuses the display name %j",
    async (display_name) => {
      const me = await user();
      expect(await refusal(db.call(me, "register_account", { ...registration(me.userId, word()), display_name }))).toBe(
        "E_INPUT",
      );
    },
  );

  it("trims a display name and keeps emoji with joiners", async () => {
    const me = await user();
    const display_name = "  Änne 👩‍💻 O’Neil ";
    const answer = await db.call(me, "register_account", { ...registration(me.userId, word()), display_name });
    expect(answer).toMatchObject({ display_name: display_name.trim() });
  });

  it("refuses keys that name somebody else", async () => {
    const me = await user();
    const wanted = registration(me.userId, word());
    const foreign = toBase64(statement(alice.userId, newKeys()));
    expect(await refusal(db.call(me, "register_account", { ...wanted, statement: foreign }))).toBe("E_USER");
    const slots = [toBase64(slot(alice.userId, 1))];
    expect(await refusal(db.call(me, "register_account", { ...wanted, slots }))).toBe("E_USER");
  });

  it("refuses a first statement that is not the first", async () => {
    const me = await user();
    const second = statement(me.userId, newKeys(), {
      generation: 2,
      flags: 1,
      previous: random(32),
      signer: newKeys(),
    });
    const wanted = { ...registration(me.userId, word()), statement: toBase64(second) };
    expect(await refusal(db.call(me, "register_account", wanted))).toBe("E_CHAIN");
  });

  it("refuses a first statement of another generation or kind, be everything else as in a first one", async () => {
    const me = await user();
    for (const chain of [
      { generation: 2, flags: 0 },
      { generation: 1, flags: 1 },
      { generation: 1, flags: 2 },
    ]) {
      const odd = toBase64(statement(me.userId, newKeys(), { ...chain, previous: zeros(32) }));
      expect(
        await refusal(db.call(me, "register_account", { ...registration(me.userId, word()), statement: odd })),
      ).toBe("E_CHAIN");
    }
    const linked = statement(me.userId, newKeys(), { generation: 1, flags: 0, previous: random(32) });
    const endorsed = statement(me.userId, newKeys(), {
      generation: 1,
      flags: 0,
      previous: zeros(32),
      signer: newKeys(),
    });
    for (const odd of [linked, endorsed].map(toBase64))
      expect(
        await refusal(db.call(me, "register_account", { ...registration(me.userId, word()), statement: odd })),
      ).toBe("E_CHAIN");
  });

  it("stores nothing when any part is wrong", async () => {
    const me = await user();
    for (const broken of [
      { slots: [] },
      { slots: null },
      { slots: Array.from({ length: 9 }, () => toBase64(slot(me.userId, 1))) },
      { bundle: toBase64(random(147)) },
      { bundle: toBase64(random(80 + 2 * 68)) },
      { store: toBase64(random(79)) },
      { statement: toBase64(random(260)) },
    ])
      expect(await refusal(db.call(me, "register_account", { ...registration(me.userId, word()), ...broken }))).toBe(
        "E_FORMAT",
      );
    expect(await db.call(me, "account")).toBeNull();
  });

  it("refuses a token whose user is gone", async () => {
    const gone: Actor & { userId: string } = { role: "authenticated", userId: randomUUID() };
    expect(await refusal(db.call(gone, "register_account", registration(gone.userId, word())))).toBe("E_AUTH");
  });

  it("is closed to visitors and asks people without a token for one", async () => {
    expect(await sqlState(db.call(anon, "register_account", registration(randomUUID(), word())))).toBe("42501");
    expect(await refusal(db.call({ role: "authenticated", userId: null }, "account"))).toBe("E_AUTH");
  });
});

describe("profile_put", () => {
  it("changes the caller's name and nobody else's", async () => {
    const [ann, bob] = [await addPerson(db, "ann"), await addPerson(db, "bob")];
    expect(await ann.call("profile_put", { display_name: " Ann B. " })).toMatchObject({ display_name: "Ann B." });
    expect(await bob.call("account")).toMatchObject({ display_name: bob.handle.toUpperCase() });
    expect(await refusal(ann.call("profile_put", { display_name: "\u202eevil" }))).toBe("E_INPUT");
    expect(await refusal(db.call(await user(), "profile_put", { display_name: "x" }))).toBe("E_NO_KEYS");
  });
});

describe("find_person", () => {
  it("gives handle, name and statements of the exact handle, in any case, and no more", async () => {
    const found = await alice.call("find_person", { handle: ` ${alice.handle.toUpperCase()}` });
    expect(found).toEqual({
      user_id: alice.userId,
      handle: alice.handle,
      display_name: alice.handle.toUpperCase(),
      automated: false,
      statements: [toBase64(alice.statement)],
    });
  });

  it("answers null for anything else, patterns included", async () => {
    for (const handle of ["nobody_here", alice.handle.slice(0, -1), "alice%", "%", "", null, "' or true --"])
      expect(await alice.call("find_person", { handle })).toBeNull();
  });
});

describe("people", () => {
  it("gives oneself and leaves strangers out silently", async () => {
    const bob = await addPerson(db, "bob");
    const ids = [alice.userId, bob.userId, randomUUID()];
    expect(await alice.call("people", { ids })).toMatchObject([{ user_id: alice.userId }]);
    expect(await alice.call("people", { ids: [] })).toEqual([]);
    expect(await refusal(alice.call("people", { ids: null }))).toBe("E_INPUT");
    expect(await refusal(alice.call("people", { ids: Array.from({ length: 1001 }, () => alice.userId) }))).toBe(
      "E_INPUT",
    );
  });
});

describe("the end of an account", () => {
  it("takes profile, slots and vault with it and keeps the public statement that rosters refer to", async () => {
    const eve = await addPerson(db, "eve");
    await db.query("delete from auth.users where id = $1", [eve.userId]);
    const left = await db.query<{ profiles: string; slots: string; vaults: string; statements: string }>(
      `select (select count(*) from chat.profiles where user_id = $1) as profiles,
        (select count(*) from chat.wrap_slots where user_id = $1) as slots,
        (select count(*) from chat.vaults where user_id = $1) as vaults,
        (select count(*) from chat.identity_statements where user_id = $1) as statements`,
      [eve.userId],
    );
    expect(left.rows).toEqual([{ profiles: "0", slots: "0", vaults: "0", statements: "1" }]);
    expect(await eve.call("account")).toBeNull();
    expect(await alice.call("find_person", { handle: eve.handle })).toBeNull();
  });
});

describe("profile_automated", () => {
  it("marks the account for everybody who sees it, and nobody takes that back", async () => {
    const program = await addPerson(db, "program");
    expect(await alice.call("find_person", { handle: program.handle })).toMatchObject({ automated: false });
    await program.call("profile_automated");
    await program.call("profile_automated");
    await program.call("profile_put", { display_name: "A person, surely" });
    expect(await alice.call("find_person", { handle: program.handle })).toMatchObject({ automated: true });
    const undo = "update chat.profiles set automated = false where user_id = $1";
    await expect(db.query(undo, [program.userId])).rejects.toThrow("E_IMMUTABLE");
  });

  it("is refused to who has no keys", async () => {
    expect(await refusal(db.call(await user(), "profile_automated"))).toBe("E_NO_KEYS");
  });
});
