import { beforeEach, describe, expect, it } from "vitest";
import { bytesToUuid, toBase64, uuidToBytes } from "@/lib/base/bytes";
import { makeAccount } from "./account";
import { Identities } from "./identities";
import { createStatement, parseStatement } from "./identity";
import type { Kdf } from "./kdf";
import { generateIdentityKeys } from "./keys";
import { hkdfExtract, random } from "./primitives";
import type { Vault } from "./vault";

const kdf: Kdf = async (secret, salt) => hkdfExtract(salt, secret);
const bobId = bytesToUuid(random(16));
const userId = uuidToBytes(bobId);
const first = { ...generateIdentityKeys(), generation: 1 };
const second = { ...generateIdentityKeys(), generation: 2 };
const one = createStatement({ userId, flags: 0, ...first, time: 1 });
const previous = { hash: parseStatement(one).hash, edSeed: first.edSeed };
const rotated = createStatement({ userId, flags: 1, previous, ...second, time: 2 });
const reset = createStatement({ userId, flags: 2, previous: { hash: previous.hash }, ...second, time: 2 });
const person = (...statements: Uint8Array[]) => ({
  user_id: bobId,
  handle: "bob",
  display_name: "Bob",
  statements: statements.map((bytes) => toBase64(bytes)),
});

let vault: Vault;
let identities: Identities;
beforeEach(async () => {
  ({ vault } = await makeAccount({ userId: bytesToUuid(random(16)), password: "x".repeat(12) }, { kdf }));
  identities = new Identities(vault);
});

describe("identities", () => {
  it("pins a person on first use and finds the statement by its hash", () => {
    expect(identities.learn(person(one))).toBe("unverified");
    expect(vault.store.pins[bobId]).toMatchObject({ g: 1, ok: false });
    expect(identities.find(bobId, previous.hash)?.generation).toBe(1);
    expect(identities.find(bobId, random(32))).toBeUndefined();
  });

  it("follows a rotation by itself and keeps the comparison, because the old key signed it", () => {
    identities.learn(person(one));
    identities.setVerified(bobId, true);
    expect(identities.learn(person(one, rotated))).toBe("verified");
    expect(vault.store.pins[bobId]).toMatchObject({ g: 2, ok: true });
    expect(identities.latest(bobId).generation).toBe(2);
  });

  it("S09, A04: seals nothing to the key of a reset until the person here accepts it", () => {
    identities.learn(person(one));
    identities.setVerified(bobId, true);
    expect(identities.learn(person(one, reset))).toBe("changed");
    expect(() => identities.latest(bobId)).toThrow("E_KEYCHANGE");
    expect(vault.store.pins[bobId]).toMatchObject({ g: 1 });
    identities.acceptReset(bobId);
    expect(identities.latest(bobId).generation).toBe(2);
    expect(vault.store.pins[bobId]).toMatchObject({ g: 2, ok: false });
  });

  it("S09: a chain without the pinned statement is another person's", () => {
    identities.learn(person(one));
    const other = createStatement({ userId, flags: 0, ...generateIdentityKeys(), generation: 1, time: 1 });
    expect(identities.learn(person(other))).toBe("invalid");
    expect(() => identities.latest(bobId)).toThrow("E_SIG");
    expect(identities.find(bobId, previous.hash)?.generation).toBe(1);
  });

  it("S10: refuses a reset that is labelled as a rotation", () => {
    identities.learn(person(one));
    const forged = createStatement({
      userId,
      flags: 1,
      previous: { hash: previous.hash, edSeed: second.edSeed },
      ...second,
      time: 2,
    });
    expect(identities.learn(person(one, forged))).toBe("invalid");
  });

  it("S13: a person served without the generation already pinned is not trusted", () => {
    identities.learn(person(one, rotated));
    expect(identities.learn(person(one))).toBe("invalid");
  });

  it("refuses statements of somebody else under a person's name", () => {
    const mallory = createStatement({ userId: random(16), flags: 0, ...first, time: 1 });
    expect(identities.learn(person(mallory))).toBe("invalid");
    expect(identities.learn(person())).toBe("invalid");
  });

  it("gives one safety number for both sides, and another for other keys", () => {
    identities.learn(person(one));
    const before = identities.safety(bobId).number;
    expect(before).toMatch(/^(\d{5} ){11}\d{5}$/);
    identities.learn(person(one, rotated));
    expect(identities.safety(bobId).number).not.toBe(before);
  });
});
