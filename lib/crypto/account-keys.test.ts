import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, toHex, utf8 } from "@/lib/base/bytes";
import {
  checkBundle,
  deriveAccountKeys,
  openBundle,
  openCache,
  openStore,
  sealBundle,
  sealCache,
  sealStore,
} from "./account-keys";
import { codeWhen, flipBit } from "./code-when";
import { createStatement, parseStatement } from "./identity";
import { u32, u64 } from "./integers";
import { generateIdentityKeys } from "./keys";
import { cseal, random } from "./primitives";

const userId = random(16);
const keys = deriveAccountKeys(random(32));
const place = { userId, version: 3 };
const entries = [1, 2, 5].map((generation) => ({ generation, ...generateIdentityKeys() }));
const bundle = sealBundle(keys.bundle, place, entries);

describe("the sub-keys of the account master key", () => {
  it("are four different keys of 32 bytes", () => {
    const all = Object.values(keys) as Bytes[];
    expect(all.map((key) => key.length)).toEqual([32, 32, 32, 32]);
    expect(new Set(all.map((key) => toHex(key))).size).toBe(4);
  });
  it("come from 32 bytes only", () => {
    for (const length of [0, 31, 33]) expect(codeWhen(() => deriveAccountKeys(random(length)))).toBe("E_KEY");
  });
});

describe("the bundle", () => {
  it("opens with all generations", () => {
    expect(bundle.length).toBe(80 + 3 * 68);
    expect(openBundle(keys.bundle, place, bundle)).toEqual(entries);
  });
  it("has the layout of the protocol: generation, seed, secret", () => {
    const plain = entries.flatMap(({ generation, edSeed, xSecret }) => [u32(generation), edSeed, xSecret]);
    const same = cseal(keys.bundle, "bundle", concat(userId, u64(3)), concat(...plain));
    expect(openBundle(keys.bundle, place, same)).toEqual(entries);
  });
  it("is bound to key, user and version", () => {
    const open = (key: Bytes, at: { userId: Bytes; version: number }) => codeWhen(() => openBundle(key, at, bundle));
    expect(open(keys.store, place)).toBe("E_COMMIT");
    expect(open(keys.bundle, { userId: random(16), version: 3 })).toBe("E_COMMIT");
    expect(open(keys.bundle, { userId, version: 2 })).toBe("E_COMMIT");
    expect(open(keys.bundle, { userId, version: 4 })).toBe("E_COMMIT");
    expect(open(keys.bundle, { userId: random(15), version: 3 })).toBe("E_FORMAT");
    expect(open(keys.bundle, { userId, version: -1 })).toBe("E_RANGE");
  });
  it("is not a store, though the key were the same", () => {
    expect(codeWhen(() => openStore(keys.bundle, place, bundle))).toBe("E_COMMIT");
  });
  it("refuses content that is empty, cut off or out of order", () => {
    const seal = (plain: Uint8Array) => cseal(keys.bundle, "bundle", concat(userId, u64(3)), plain);
    const entry = (generation: number) => concat(u32(generation), random(64));
    for (const plain of [
      new Uint8Array(0),
      entry(1).subarray(0, 67),
      concat(entry(1), Uint8Array.of(0)),
      entry(0),
      concat(entry(2), entry(1)),
      concat(entry(1), entry(1)),
    ]) {
      expect(codeWhen(() => openBundle(keys.bundle, place, seal(plain)))).toBe("E_FORMAT");
    }
  });
  it("is not made of nothing, of generations out of order or of keys of a wrong length", () => {
    const seal = (list: typeof entries) => codeWhen(() => sealBundle(keys.bundle, place, list));
    const [first, second] = entries;
    expect(seal([])).toBe("E_FORMAT");
    expect(first && second && seal([second, first])).toBe("E_FORMAT");
    expect(first && seal([{ ...first, generation: 0 }])).toBe("E_FORMAT");
    expect(first && seal([{ ...first, edSeed: random(31) }])).toBe("E_FORMAT");
    expect(first && seal([{ ...first, xSecret: random(33) }])).toBe("E_FORMAT");
  });
  it("PT-2: refuses every one-bit change", () => {
    for (let bit = 0; bit < bundle.length * 8; bit += 7) {
      const code = codeWhen(() => openBundle(keys.bundle, place, flipBit(bundle, bit)));
      expect(code).toBe(bit < 64 * 8 ? "E_COMMIT" : "E_OPEN");
    }
    expect(codeWhen(() => openBundle(keys.bundle, place, bundle.subarray(0, 79)))).toBe("E_SHORT");
  });
});

describe("the bundle check", () => {
  const latest = entries[2] ?? { generation: 0, ...generateIdentityKeys() };
  const statementOf = (fields: { generation?: number; edSeed?: Bytes; xSecret?: Bytes }) =>
    parseStatement(
      createStatement({ userId, flags: 2, previous: { hash: random(32) }, time: 0, ...latest, ...fields }),
    );

  it("gives the latest keys when they are those of the statement", () => {
    expect(checkBundle(entries, statementOf({}))).toEqual(latest);
  });
  it("S14: is E_KEY for another's bundle, another key of either kind, another generation or nothing", () => {
    expect(codeWhen(() => checkBundle(entries, statementOf(generateIdentityKeys())))).toBe("E_KEY");
    expect(codeWhen(() => checkBundle(entries, statementOf({ edSeed: random(32) })))).toBe("E_KEY");
    expect(codeWhen(() => checkBundle(entries, statementOf({ xSecret: random(32) })))).toBe("E_KEY");
    expect(codeWhen(() => checkBundle(entries, statementOf({ generation: 6 })))).toBe("E_KEY");
    expect(codeWhen(() => checkBundle(entries.slice(0, 2), statementOf({})))).toBe("E_KEY");
    expect(codeWhen(() => checkBundle([], statementOf({})))).toBe("E_KEY");
  });
});

describe("the synced store", () => {
  it("opens what it sealed, bound to key, user and version", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        const json = JSON.stringify({ text });
        const blob = sealStore(keys.store, place, json);
        expect(openStore(keys.store, place, blob)).toBe(json);
        expect(blob.length).toBe(utf8(json).length + 80);
      }),
      { numRuns: 50 },
    );
    const blob = sealStore(keys.store, place, "{}");
    expect(codeWhen(() => openStore(keys.store, { userId, version: 2 }, blob))).toBe("E_COMMIT");
    expect(codeWhen(() => openStore(keys.store, { userId: random(16), version: 3 }, blob))).toBe("E_COMMIT");
    expect(codeWhen(() => openStore(keys.cache, place, blob))).toBe("E_COMMIT");
  });
  it("refuses what is not UTF-8", () => {
    const blob = cseal(keys.store, "store", concat(userId, u64(3)), Uint8Array.of(0xff));
    expect(codeWhen(() => openStore(keys.store, place, blob))).toBe("E_FORMAT");
  });
});

describe("records of the device's cache", () => {
  it("open under their own user and name only", () => {
    const blob = sealCache(keys.cache, userId, "log:1", utf8("text"));
    expect(openCache(keys.cache, userId, "log:1", blob)).toEqual(utf8("text"));
    expect(codeWhen(() => openCache(keys.cache, userId, "log:2", blob))).toBe("E_COMMIT");
    expect(codeWhen(() => openCache(keys.cache, random(16), "log:1", blob))).toBe("E_COMMIT");
    expect(codeWhen(() => openCache(keys.search, userId, "log:1", blob))).toBe("E_COMMIT");
  });
  it("belong to a user id of 16 bytes, so that user and name cannot run into each other", () => {
    expect(codeWhen(() => sealCache(keys.cache, random(15), "x", utf8("")))).toBe("E_FORMAT");
    expect(codeWhen(() => openCache(keys.cache, random(17), "x", random(80)))).toBe("E_FORMAT");
  });
  it("PT-6: never repeat a salt", () => {
    const blobs = Array.from({ length: 20 }, () => sealCache(keys.cache, userId, "x", utf8("same")));
    expect(new Set(blobs.map((blob) => toHex(blob.subarray(0, 32)))).size).toBe(20);
  });
});
