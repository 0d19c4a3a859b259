import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, fromHex, toHex, utf8 } from "@/lib/base/bytes";
import { codeWhen, codeWhenSettled, flipBit } from "./code-when";
import { u32 } from "./integers";
import type { Kdf, KdfCost } from "./kdf";
import { H, hkdfExtract, cseal, random } from "./primitives";
import { vectorRandom } from "./vector-random";
import vectors from "./vectors/vectors.json";
import { openPassphraseSlot, openRecoverySlot, parseSlot, sealPassphraseSlot, sealRecoverySlot } from "./wrap-slot";

const userId = random(16);
const slotId = random(16);
const amk = random(32);
const code = random(16);
const password = "a password of some length";

/** A stand-in for the password hash: quick, dependent on everything, and it notes what it was asked. */
function quickKdf() {
  const calls: KdfCost[] = [];
  const kdf: Kdf = async (secret, salt, cost) => {
    calls.push(cost);
    return H("test", salt, u32(cost.mKib), u32(cost.t), u32(cost.p), secret);
  };
  return { kdf, calls };
}

const { kdf } = quickKdf();
const passphraseSlot = await sealPassphraseSlot({ userId, slotId, amk, amkGeneration: 7, password, kdf });
const recoverySlot = sealRecoverySlot({ userId, slotId, amk, amkGeneration: 7, code });

/** The slot with fields overwritten, sealed again by somebody who knows the password. */
async function resealed(slot: Bytes, at: number, value: Uint8Array): Promise<Bytes> {
  const header = slot.slice(0, 68);
  header.set(value, at);
  const parsed = parseSlot(concat(header, slot.subarray(68)));
  const kek = await kdf(utf8(password), parsed.salt, parsed.cost);
  return concat(header, cseal(kek, "wrap", header, amk));
}

describe("a passphrase slot", () => {
  it("opens with the password it was sealed with, composed in any way", async () => {
    expect(passphraseSlot.length).toBe(180);
    const expected = { amk, amkGeneration: 7, slotId };
    expect(await openPassphraseSlot(passphraseSlot, userId, password, kdf)).toEqual(expected);
    const composed = await sealPassphraseSlot({ userId, slotId, amk, amkGeneration: 7, password: "e\u0301", kdf });
    expect(await openPassphraseSlot(composed, userId, "\u00e9", kdf)).toEqual(expected);
  });
  it("opens with the real password hash, the default of both directions", async () => {
    const slot = await sealPassphraseSlot({ userId, slotId, amk, amkGeneration: 1, password });
    expect(parseSlot(slot)).toMatchObject({ kind: 1, kdf: 1, cost: { mKib: 65_536, t: 3, p: 1 }, userId, slotId });
    expect((await openPassphraseSlot(slot, userId, password)).amk).toEqual(amk);
  });
  it("A01: is E_COMMIT for a wrong password, each time", async () => {
    for (let i = 0; i < 20; i++) {
      const wrong = openPassphraseSlot(passphraseSlot, userId, `${password}${i}`, kdf);
      expect(await codeWhenSettled(wrong)).toBe("E_COMMIT");
    }
  });
  it.each([
    ["1 MiB", 44, u32(1024)],
    ["just below the lower bound", 44, u32(47_103)],
    ["just above the upper bound", 44, u32(262_145)],
    ["4 GiB", 44, u32(4 * 1024 * 1024)],
    ["no pass", 48, u32(0)],
    ["11 passes", 48, u32(11)],
    ["1000 passes", 48, u32(1000)],
    ["no lane", 7, Uint8Array.of(0)],
    ["two lanes", 7, Uint8Array.of(2)],
    ["no hash", 6, Uint8Array.of(0)],
    ["an unknown hash", 6, Uint8Array.of(2)],
  ])("S12: with %s is E_KDF_PARAMS in no time, and the hash does not run", async (_name, at, value) => {
    const hostile = await resealed(passphraseSlot, at, value);
    const counting = quickKdf();
    const start = performance.now();
    expect(await codeWhenSettled(openPassphraseSlot(hostile, userId, password, counting.kdf))).toBe("E_KDF_PARAMS");
    expect(performance.now() - start).toBeLessThan(50);
    expect(counting.calls).toEqual([]);
  });
  it("opens at every stored cost within bounds, and hashes at that cost", async () => {
    for (const [mKib, t] of [
      [47_104, 1],
      [262_144, 10],
    ] as const) {
      const slot = await resealed(await resealed(passphraseSlot, 44, u32(mKib)), 48, u32(t));
      const counting = quickKdf();
      expect((await openPassphraseSlot(slot, userId, password, counting.kdf)).amk).toEqual(amk);
      expect(counting.calls).toEqual([{ mKib, t, p: 1 }]);
    }
  });
  it("S14: of another user is E_USER, even with bad parameters, and the hash does not run", async () => {
    const counting = quickKdf();
    for (const slot of [passphraseSlot, await resealed(passphraseSlot, 44, u32(1024))]) {
      expect(await codeWhenSettled(openPassphraseSlot(slot, random(16), password, counting.kdf))).toBe("E_USER");
    }
    expect(counting.calls).toEqual([]);
  });
  it("is bound to its slot id, generation and salt", async () => {
    for (const at of [24, 40, 52, 67]) {
      const moved = flipBit(passphraseSlot, at * 8);
      expect(await codeWhenSettled(openPassphraseSlot(moved, userId, password, kdf))).toBe("E_COMMIT");
    }
  });
  it("does not open as a recovery slot, nor the reverse", async () => {
    expect(codeWhen(() => openRecoverySlot(passphraseSlot, userId, code))).toBe("E_FORMAT");
    expect(await codeWhenSettled(openPassphraseSlot(recoverySlot, userId, password, kdf))).toBe("E_FORMAT");
  });
  it("is not made for an empty password, a key or ids of a wrong size, or a generation out of range", async () => {
    const fields = { userId, slotId, amk, amkGeneration: 1, password, kdf };
    const seal = (change: Partial<typeof fields>) => codeWhenSettled(sealPassphraseSlot({ ...fields, ...change }));
    const { kdf: _quick, ...withRealHash } = fields;
    expect(await codeWhenSettled(sealPassphraseSlot({ ...withRealHash, password: "" }))).toBe("E_INPUT");
    expect(await seal({ amk: random(31) })).toBe("E_KEY");
    expect(await seal({ userId: random(15) })).toBe("E_FORMAT");
    expect(await seal({ slotId: random(17) })).toBe("E_FORMAT");
    expect(await seal({ amkGeneration: 2 ** 32 })).toBe("E_RANGE");
  });
  it("PT-6: never repeats a salt or a seal", async () => {
    const seal = () => sealPassphraseSlot({ userId, slotId, amk, amkGeneration: 7, password, kdf });
    const slots = await Promise.all(Array.from({ length: 20 }, seal));
    expect(new Set(slots.map((slot) => toHex(slot.subarray(52, 68)))).size).toBe(20);
    expect(new Set(slots.map((slot) => toHex(slot.subarray(68)))).size).toBe(20);
  });
});

describe("a recovery slot", () => {
  it("opens with its code; its key is the extract of salt and code", () => {
    expect(openRecoverySlot(recoverySlot, userId, code)).toEqual({ amk, amkGeneration: 7, slotId });
    const { salt, header } = parseSlot(recoverySlot);
    const same = concat(header, cseal(hkdfExtract(salt, code), "wrap", header, amk));
    expect(openRecoverySlot(same, userId, code).amk).toEqual(amk);
    expect(toHex(header.subarray(0, 8))).toBe("4557303101020000");
    expect(toHex(header.subarray(44, 52))).toBe("0000000000000000");
  });
  it("takes its salt first, then the seal's salt", () => {
    const slot = sealRecoverySlot({ userId, slotId, amk, amkGeneration: 1, code, source: vectorRandom(10) });
    expect(toHex(slot.subarray(52, 68))).toBe(vectors.wrap_detail.salt);
    expect(toHex(slot.subarray(68, 100))).toBe(vectors.rng_requests[11]?.out);
  });
  it("A02: refuses an old code after a new one, another code and another user", () => {
    expect(codeWhen(() => openRecoverySlot(recoverySlot, userId, random(16)))).toBe("E_COMMIT");
    expect(codeWhen(() => openRecoverySlot(recoverySlot, random(16), code))).toBe("E_USER");
  });
  it.each([
    [6, 1],
    [7, 1],
    [44, 1],
    [47, 1],
    [48, 1],
    [51, 1],
  ])("has no parameters: byte %i set is E_KDF_PARAMS", (at, value) => {
    const changed = recoverySlot.slice();
    changed[at] = value;
    expect(codeWhen(() => openRecoverySlot(changed, userId, code))).toBe("E_KDF_PARAMS");
    expect(codeWhen(() => openRecoverySlot(changed, random(16), code))).toBe("E_USER");
  });
  it("is not made with a code of another length", () => {
    for (const length of [0, 15, 17]) {
      const seal = () => sealRecoverySlot({ userId, slotId, amk, amkGeneration: 1, code: random(length) });
      expect(codeWhen(seal)).toBe("E_RECOVERY");
    }
    expect(codeWhen(() => sealRecoverySlot({ userId, slotId, amk: random(33), amkGeneration: 1, code }))).toBe("E_KEY");
  });
});

describe("the bytes of a slot", () => {
  it("refuses wrong lengths, magic, suite and kinds as E_FORMAT, also before the user is compared", async () => {
    const wrong = [
      new Uint8Array(0),
      passphraseSlot.subarray(0, 179),
      concat(passphraseSlot, Uint8Array.of(0)),
      ...[0, 3, 4].map((at) => flipBit(passphraseSlot, at * 8)),
      ...[0, 3, 255].map((kind) => Uint8Array.from(passphraseSlot, (byte, i) => (i === 5 ? kind : byte))),
    ];
    for (const bytes of wrong) {
      expect(codeWhen(() => parseSlot(bytes))).toBe("E_FORMAT");
      expect(await codeWhenSettled(openPassphraseSlot(bytes, random(16), password, kdf))).toBe("E_FORMAT");
      expect(codeWhen(() => openRecoverySlot(bytes, random(16), code))).toBe("E_FORMAT");
    }
  });
  it("reads the published slot field by field", () => {
    const { slot_id, amk_gen, m_kib, t, p, salt } = vectors.wrap_detail;
    expect(parseSlot(fromHex(vectors.wrap.slot))).toEqual({
      kind: 1,
      kdf: 1,
      cost: { mKib: m_kib, t, p },
      userId: fromHex(vectors.names.alice),
      slotId: fromHex(slot_id),
      amkGeneration: amk_gen,
      salt: fromHex(salt),
      header: fromHex(vectors.wrap.slot.slice(0, 136)),
      sealed: fromHex(vectors.wrap.slot.slice(136)),
    });
  });
  it("PT-2: refuses every one-bit change with a typed error", async () => {
    const codes = ["E_FORMAT", "E_USER", "E_KDF_PARAMS", "E_COMMIT", "E_OPEN"];
    for (let bit = 0; bit < 180 * 8; bit++) {
      const changed = openPassphraseSlot(flipBit(passphraseSlot, bit), userId, password, kdf);
      expect(codes).toContain(await codeWhenSettled(changed));
      expect(codes).toContain(codeWhen(() => openRecoverySlot(flipBit(recoverySlot, bit), userId, code)));
    }
  });
  it("PT-3: random bytes behind a valid magic raise only typed errors", () => {
    const start = concat(utf8("EW01"), Uint8Array.of(1));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (rest, exact) => {
        const filled = exact ? concat(rest, new Uint8Array(175)).subarray(0, 175) : rest;
        expect(["E_FORMAT", "none"]).toContain(codeWhen(() => parseSlot(concat(start, filled))));
        expect(["E_FORMAT", "E_USER"]).toContain(codeWhen(() => openRecoverySlot(concat(start, filled), userId, code)));
      }),
      { numRuns: 3000 },
    );
  });
});
