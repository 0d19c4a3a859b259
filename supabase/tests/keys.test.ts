import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bytes, bytesToUuid, concat, toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { type Database, openDatabase } from "./support/database";
import { newKeys, slot, statement, statementHash, u32, zeros } from "./support/forge";
import { type Person, addPerson, loggedIn } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

interface Account {
  statements: string[];
  slots: { slot_id: string; kind: number; body: string }[];
  bundle: { version: number; body: string };
  store: { version: number; body: string };
}
const account = async (person: Person) => (await person.call("account")) as Account;
const put = (person: Person, body: Bytes) => person.call("slot_put", { body: toBase64(body) });

/** A new person who has just signed in. */
const anew = async (name: string) => loggedIn(db, await addPerson(db, name), "1 minute");

/** A copy of the bytes with others written at an offset. */
function altered(bytes: Bytes, at: number, ...parts: Uint8Array[]): Bytes {
  const out = bytes.slice();
  out.set(concat(...parts), at);
  return out;
}

describe("slots", () => {
  it("come and go, but never the last one", async () => {
    const alice = await anew("alice");
    const body = slot(alice.userId, 1);
    const added = await put(alice, body);
    expect(added).toEqual({ slot_id: bytesToUuid(body.slice(24, 40)) });
    expect(await put(alice, body)).toEqual(added);
    const slots = (await account(alice)).slots;
    expect(slots).toHaveLength(3);
    for (const { slot_id } of slots.slice(0, 2)) await alice.call("slot_delete", { slot_id });
    expect(await refusal(alice.call("slot_delete", { slot_id: slots[2]?.slot_id }))).toBe("E_LAST_SLOT");
    expect((await account(alice)).slots).toHaveLength(1);
    expect(await alice.call("slot_delete", { slot_id: randomUUID() })).toEqual({});
  });

  it("A10: are not taken away, nor their places filled up, by a session that began more than an hour ago", async () => {
    const alice = await addPerson(db, "alice");
    const [stolen, own] = [await loggedIn(db, alice, "61 minutes"), await loggedIn(db, alice, "59 minutes")];
    const [first] = (await account(alice)).slots;
    for (const session of [alice, stolen])
      expect(await refusal(session.call("slot_delete", { slot_id: first?.slot_id }))).toBe("E_LOGIN_OLD");
    for (let i = 0; i < 2; i++) await put(stolen, slot(alice.userId, 1));
    expect(await refusal(put(stolen, slot(alice.userId, 1)))).toBe("E_LOGIN_OLD");
    await put(own, slot(alice.userId, 1));
    await own.call("slot_delete", { slot_id: first?.slot_id });
    expect((await account(alice)).slots).toHaveLength(4);
  });

  it("are not overwritten by other bytes under the same id", async () => {
    const alice = await addPerson(db, "alice");
    const id = random(16);
    await put(alice, slot(alice.userId, 1, id));
    expect(await refusal(put(alice, slot(alice.userId, 1, id)))).toBe("E_EXISTS");
  });

  it("belong to their person: nobody adds or removes another's", async () => {
    const [alice, bob] = [await addPerson(db, "alice"), await anew("bob")];
    expect(await refusal(put(bob, slot(alice.userId, 1)))).toBe("E_USER");
    const [first] = (await account(alice)).slots;
    await bob.call("slot_delete", { slot_id: first?.slot_id });
    expect((await account(alice)).slots).toHaveLength(2);
  });

  it("keep within the permitted cost, so that the server cannot store a weak wrap", async () => {
    const alice = await addPerson(db, "alice");
    const good = slot(alice.userId, 1);
    for (const weak of [u32(1024), u32(47_103), u32(262_145), u32(4_194_304)])
      expect(await refusal(put(alice, altered(good, 44, weak)))).toBe("E_KDF_PARAMS");
    for (const time of [0, 11, 1000])
      expect(await refusal(put(alice, altered(good, 48, u32(time))))).toBe("E_KDF_PARAMS");
    for (const kdf of [0, 2])
      expect(await refusal(put(alice, altered(good, 6, Uint8Array.of(kdf))))).toBe("E_KDF_PARAMS");
    expect(await refusal(put(alice, altered(slot(alice.userId, 2), 44, u32(65_536))))).toBe("E_KDF_PARAMS");
    expect(await refusal(put(alice, altered(good, 5, Uint8Array.of(3))))).toBe("E_FORMAT");
  });

  it("are at most eight", async () => {
    const alice = await anew("alice");
    for (let i = 0; i < 6; i++) await put(alice, slot(alice.userId, 1));
    expect(await refusal(put(alice, slot(alice.userId, 1)))).toBe("E_INPUT");
  });
});

describe("store_put", () => {
  it("is compare-and-swap: of two devices at once one wins and the other is told", async () => {
    const alice = await addPerson(db, "alice");
    const write = () => alice.call("store_put", { expected_version: 1, body: toBase64(random(300)) });
    const results = await Promise.allSettled([write(), write(), write()]);
    expect(results.filter((r) => r.status === "fulfilled").map((r) => r.value)).toEqual([{ version: 2 }]);
    for (const r of results) if (r.status === "rejected") expect(r.reason).toMatchObject({ message: "E_VERSION" });
    expect((await account(alice)).store.version).toBe(2);
  });

  it("waits for a change that is under way and then sees that it came first", async () => {
    const alice = await addPerson(db, "alice");
    const write = { expected_version: 1, body: toBase64(random(300)) };
    const { second, waited } = await db.overlap(alice, ["store_put", write], () => alice.call("store_put", write));
    expect(waited).toBe(true);
    expect(second).toMatchObject({ reason: { message: "E_VERSION" } });
  });

  it("takes up to 1 MiB", async () => {
    const alice = await addPerson(db, "alice");
    const write = (size: number) => alice.call("store_put", { expected_version: 1, body: "A".repeat((size / 3) * 4) });
    expect(await refusal(write(1_048_578 + 3))).toBe("E_TOO_BIG");
    expect(await write(1_048_575)).toEqual({ version: 2 });
  });
});

describe("identity_rotate", () => {
  const next = (person: Person, change: { flags?: number; generation?: number; previous?: Bytes } = {}) =>
    statement(person.userId, newKeys(), {
      ...{ generation: 2, flags: 1, previous: statementHash(person.statement), signer: person.keys },
      ...change,
    });
  const rotate = (person: Person, body: Bytes, version = 1) =>
    person.call("identity_rotate", {
      statement: toBase64(body),
      bundle: toBase64(random(80 + 2 * 68)),
      expected_bundle_version: version,
    });

  it("lets one of two devices win that rotate at once (A05)", async () => {
    const alice = await anew("alice");
    const results = await Promise.allSettled([rotate(alice, next(alice)), rotate(alice, next(alice))]);
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.find((r) => r.status === "rejected")?.reason).toMatchObject({ message: "E_VERSION" });
    const after = await account(alice);
    expect(after.statements).toHaveLength(2);
    expect(after.bundle.version).toBe(2);
  });

  it("waits for a rotation that is under way", async () => {
    const alice = await anew("alice");
    const args = {
      ...{ statement: toBase64(next(alice)), bundle: toBase64(random(80 + 2 * 68)), expected_bundle_version: 1 },
    };
    const { second, waited } = await db.overlap(alice, ["identity_rotate", args], () => rotate(alice, next(alice)));
    expect(waited).toBe(true);
    expect(second).toMatchObject({ reason: { message: "E_VERSION" } });
  });

  it("continues the chain by exactly one", async () => {
    const alice = await anew("alice");
    expect(await refusal(rotate(alice, next(alice, { generation: 3 })))).toBe("E_CHAIN");
    expect(await refusal(rotate(alice, next(alice, { previous: random(32) })))).toBe("E_CHAIN");
    expect(await refusal(rotate(alice, next(alice, { flags: 0 })))).toBe("E_CHAIN");
  });

  it("does not take a rotation without the old key's signature, nor a reset at all", async () => {
    const alice = await anew("alice");
    const unsigned = next(alice);
    unsigned.set(zeros(64), 196);
    expect(await refusal(rotate(alice, unsigned))).toBe("E_SIG");
    const reset = next(alice, { flags: 2 });
    expect(await refusal(rotate(alice, reset))).toBe("E_CHAIN");
    reset.set(zeros(64), 196);
    expect(await refusal(rotate(alice, reset))).toBe("E_CHAIN");
    expect((await account(alice)).statements).toHaveLength(1);
  });
});

describe("new keys", () => {
  it("A04: take a login of the last hour: a stolen session or an open page replaces neither identity nor master key", async () => {
    const alice = await addPerson(db, "alice");
    const before = await account(alice);
    const body = statement(alice.userId, newKeys(), {
      ...{ generation: 2, flags: 1, previous: statementHash(alice.statement), signer: alice.keys },
    });
    const rotation = { statement: toBase64(body), bundle: toBase64(random(216)), expected_bundle_version: 1 };
    const master = {
      ...{ bundle: toBase64(random(148)), store: toBase64(random(200)) },
      ...{ slots: [toBase64(slot(alice.userId, 1, random(16), 2))] },
      ...{ expected_bundle_version: 1, expected_store_version: 1 },
    };
    for (const who of [alice, await loggedIn(db, alice, "61 minutes")]) {
      expect(await refusal(who.call("identity_rotate", rotation))).toBe("E_LOGIN_OLD");
      expect(await refusal(who.call("amk_rotate", master))).toBe("E_LOGIN_OLD");
    }
    expect(await account(alice)).toEqual(before);
  });
});

describe("amk_rotate", () => {
  const rotate = (person: Person, slots: Bytes[], versions = [1, 1]) =>
    person.call("amk_rotate", {
      bundle: toBase64(random(148)),
      store: toBase64(random(200)),
      slots: slots.map(toBase64),
      expected_bundle_version: versions[0],
      expected_store_version: versions[1],
    });

  it("replaces bundle, store and all slots together", async () => {
    const alice = await anew("alice");
    const slots = [slot(alice.userId, 1, random(16), 2), slot(alice.userId, 2, random(16), 2)];
    await rotate(alice, slots);
    const after = await account(alice);
    expect(after.slots.map((s) => s.body).toSorted()).toEqual(slots.map(toBase64).toSorted());
    expect([after.bundle.version, after.store.version]).toEqual([2, 2]);
  });

  it("is not overwritten by a device that still writes the old store", async () => {
    const alice = await anew("alice");
    const args = {
      ...{
        bundle: toBase64(random(148)),
        store: toBase64(random(200)),
        slots: [toBase64(slot(alice.userId, 1, random(16), 2))],
      },
      ...{ expected_bundle_version: 1, expected_store_version: 1 },
    };
    const { second, waited } = await db.overlap(alice, ["amk_rotate", args], () =>
      alice.call("store_put", { expected_version: 1, body: toBase64(random(300)) }),
    );
    expect(waited).toBe(true);
    expect(second).toMatchObject({ reason: { message: "E_VERSION" } });
    expect((await account(alice)).store).toEqual({ version: 2, body: args.store });
  });

  it("leaves everything as it was when any part is refused", async () => {
    const alice = await anew("alice");
    const before = await account(alice);
    expect(await refusal(rotate(alice, [slot(alice.userId, 1)]))).toBe("E_CHAIN");
    expect(await refusal(rotate(alice, []))).toBe("E_FORMAT");
    expect(await refusal(rotate(alice, [slot(alice.userId, 1, random(16), 2)], [1, 2]))).toBe("E_VERSION");
    expect(await account(alice)).toEqual(before);
  });
});
