import { describe, expect, it } from "vitest";
import { concat, toHex, utf8 } from "@/lib/base/bytes";
import { metadataHash } from "./commit-hash";
import { deriveEpochKeys, openEpochKey, openMetadata, openWithAny, sealEpochKey, sealMetadata } from "./epoch";
import { D, hkdfExpand, pkseal, sha256 } from "./primitives";
import { entryOf, flipped, idOf, Person, seeded } from "./world.fixture";

const bob = new Person("bob");
const mallory = new Person("mallory");
const conv = idOf("conversation");
const key = seeded("K")(32);
const context = { conv, epoch: 2, previousHash: seeded("previous")(32), author: idOf("alice") };
const { commitment, meta } = deriveEpochKeys(key, conv, 2);
const box = sealEpochKey(context, entryOf(bob), key, seeded("box"));
const secrets = bob.keys.map(({ xSecret }) => xSecret);

describe("epoch keys", () => {
  it("open with the member's secret, newer ones tried first", () => {
    expect(box.length).toBe(85);
    const other = mallory.keys.map(({ xSecret }) => xSecret);
    expect(toHex(openEpochKey(context, bob.userId, [...other, ...secrets], box, commitment))).toBe(toHex(key));
  });

  it("X01: open neither with another key nor for another place", () => {
    const attempt = (change: Partial<typeof context>, user = bob.userId) =>
      openEpochKey({ ...context, ...change }, user, secrets, box, commitment);
    expect(() => openEpochKey(context, bob.userId, [mallory.keys[0]!.xSecret], box, commitment)).toThrow("E_OPEN");
    expect(() => openEpochKey(context, bob.userId, [], box, commitment)).toThrow("E_OPEN");
    expect(() => attempt({ conv: idOf("other") })).toThrow("E_OPEN");
    expect(() => attempt({ epoch: 3 })).toThrow("E_OPEN");
    expect(() => attempt({ previousHash: seeded("other")(32) })).toThrow("E_OPEN");
    expect(() => attempt({ author: idOf("other") })).toThrow("E_OPEN");
    expect(() => attempt({}, idOf("other"))).toThrow("E_OPEN");
    for (let at = 0; at < box.length; at += 4) {
      expect(() => openEpochKey(context, bob.userId, secrets, flipped(box, at), commitment)).toThrow("E_OPEN");
    }
  });

  it("are derived under the labels of the protocol", () => {
    const derived = (part: string) => hkdfExpand(key, concat(D(`epoch/${part}`), conv, Uint8Array.of(0, 0, 0, 2)), 32);
    const keys = deriveEpochKeys(key, conv, 2);
    expect([keys.msg, keys.meta, keys.commitment]).toEqual(["msg", "meta", "commit"].map(derived));
    const blob = utf8("blob");
    expect(metadataHash(blob)).toEqual(sha256(concat(D("meta-hash"), blob)));
  });

  it("that differ from the commitment are E_EPOCH_KEY", () => {
    expect(() => openEpochKey(context, bob.userId, secrets, box, flipped(commitment, 31))).toThrow("E_EPOCH_KEY");
  });

  it("give other values for another epoch, conversation or purpose", () => {
    const all = [deriveEpochKeys(key, conv, 2), deriveEpochKeys(key, conv, 3), deriveEpochKeys(key, idOf("other"), 2)];
    const values = all.flatMap((keys) => [keys.msg, keys.meta, keys.commitment].map(toHex));
    expect(new Set(values).size).toBe(9);
  });

  it("do not hide a bug behind E_OPEN", () => {
    const sealed = pkseal("test", utf8("ctx"), bob.statement.xPk, key);
    const notBytes = [null as unknown as Uint8Array];
    expect(() => openWithAny("test", utf8("ctx"), notBytes, sealed)).toThrow(TypeError);
  });

  it("seal metadata to their own epoch", () => {
    const blob = sealMetadata(meta, conv, 2, utf8('{"title":"Lunch"}'), seeded("metadata"));
    expect(new TextDecoder().decode(openMetadata(meta, conv, 2, blob))).toBe('{"title":"Lunch"}');
    expect(() => openMetadata(meta, conv, 3, blob)).toThrow("E_COMMIT");
    expect(() => openMetadata(meta, idOf("other"), 2, blob)).toThrow("E_COMMIT");
  });
});
