import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, fromHex, utf8 } from "@/lib/base/bytes";
import { codeWhen, flipBit } from "./code-when";
import {
  chainClaims,
  createStatement,
  type NewStatement,
  parseStatement,
  type Statement,
  verifyChain,
  verifyStatement,
} from "./identity";
import { generateIdentityKeys } from "./keys";
import { isSound } from "./native-verify";
import { edPublicKey, random, sign, xPublicKey } from "./primitives";

const userId = random(16);
const time = 1_760_000_000_000;
const firstKeys = generateIdentityKeys();
const secondKeys = generateIdentityKeys();
const thirdKeys = generateIdentityKeys();

const make = (fields: Partial<NewStatement> & Pick<NewStatement, "edSeed" | "xSecret">): Bytes =>
  createStatement({ userId, generation: 1, flags: 0, time, ...fields });
const previousOf = (bytes: Bytes, edSeed?: Bytes) => {
  const { hash } = parseStatement(bytes);
  return { previous: edSeed ? { hash, edSeed } : { hash } };
};

const initial = make(firstKeys);
const rotation = make({ ...secondKeys, generation: 2, flags: 1, ...previousOf(initial, firstKeys.edSeed) });
const reset = make({ ...thirdKeys, generation: 3, flags: 2, ...previousOf(rotation) });

const zeros = new Uint8Array(64);

/** Overwrites bytes and signs again with `edSeed`; the endorsement is the given one. */
const altered = (
  bytes: Bytes,
  at: number,
  value: Uint8Array,
  edSeed: Bytes,
  endorsement: Uint8Array = zeros,
): Bytes => {
  const signed = bytes.slice(0, 132);
  signed.set(value, at);
  return concat(signed, sign("id-sig", signed, edSeed), endorsement);
};
const chainCode = (...list: readonly Bytes[]) => codeWhen(() => verifyChain(list));

describe("the chain of a user's identity statements", () => {
  it("verifies from the first statement through rotation and reset", () => {
    const chain = verifyChain([initial, rotation, reset]);
    expect(chain.map(({ generation, flags }) => [generation, flags])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
    const [first] = chain;
    expect(first?.userId).toEqual(userId);
    expect(first?.edPk).toEqual(edPublicKey(firstKeys.edSeed));
    expect(first?.xPk).toEqual(xPublicKey(firstKeys.xSecret));
    expect(first?.time).toBe(time);
    expect(first?.bytes).toEqual(initial);
    expect(chain[1]?.previousHash).toEqual(first?.hash);
  });
  it("continues from a pinned statement, also when nothing is new", () => {
    const [, pinned] = verifyChain([initial, rotation]);
    expect(pinned && verifyChain([reset], pinned).map(({ generation }) => generation)).toEqual([3]);
    expect(pinned && verifyChain([], pinned)).toEqual([]);
    expect(codeWhen(() => verifyChain([rotation], pinned))).toBe("E_CHAIN");
    expect(codeWhen(() => verifyChain([initial], pinned))).toBe("E_CHAIN");
  });
  it("is never empty", () => expect(chainCode()).toBe("E_CHAIN"));
  it("does not begin with a rotation or a reset", () => {
    expect(chainCode(rotation)).toBe("E_CHAIN");
    expect(chainCode(make({ ...firstKeys, flags: 2 }))).toBe("E_CHAIN");
  });
  it("has one initial statement only", () => expect(chainCode(initial, initial)).toBe("E_CHAIN"));
  it("refuses a wrong predecessor", () => {
    const stranger = make(thirdKeys);
    expect(chainCode(stranger, rotation)).toBe("E_CHAIN");
    const other = make({ ...secondKeys, generation: 2, flags: 1, previous: { hash: random(32), ...firstKeys } });
    expect(chainCode(initial, other)).toBe("E_CHAIN");
  });
  it("refuses a skipped or repeated generation", () => {
    for (const generation of [0, 1, 3, 2 ** 32 - 1]) {
      const skipped = make({ ...secondKeys, generation, flags: 1, ...previousOf(initial, firstKeys.edSeed) });
      expect(chainCode(initial, skipped)).toBe("E_CHAIN");
      const resetSkipped = make({ ...secondKeys, generation, flags: 2, ...previousOf(initial) });
      expect(chainCode(initial, resetSkipped)).toBe("E_CHAIN");
    }
  });
  it("refuses another user's successor", () => {
    const fields = { ...secondKeys, generation: 2, userId: random(16) };
    expect(chainCode(initial, make({ ...fields, flags: 1, ...previousOf(initial, firstKeys.edSeed) }))).toBe("E_CHAIN");
    expect(chainCode(initial, make({ ...fields, flags: 2, ...previousOf(initial) }))).toBe("E_CHAIN");
  });
  it("refuses a first statement of a later generation, with a predecessor, or endorsed", () => {
    expect(chainCode(make({ ...firstKeys, generation: 2 }))).toBe("E_CHAIN");
    expect(chainCode(altered(initial, 28, random(32), firstKeys.edSeed))).toBe("E_CHAIN");
    expect(chainCode(concat(initial.subarray(0, 196), random(64)))).toBe("E_CHAIN");
  });
  it("refuses a rotation that a wrong old key signed", () => {
    const forged = make({ ...secondKeys, generation: 2, flags: 1, ...previousOf(initial, thirdKeys.edSeed) });
    expect(chainCode(initial, forged)).toBe("E_SIG");
  });
  it("S10: refuses a reset labelled as rotation, without or with a garbage old signature", () => {
    const signed = reset.slice();
    expect(chainCode(initial, rotation, altered(signed, 5, Uint8Array.of(1), thirdKeys.edSeed))).toBe("E_SIG");
    const garbage = altered(signed, 5, Uint8Array.of(1), thirdKeys.edSeed, random(64));
    expect(chainCode(initial, rotation, garbage)).toBe("E_SIG");
  });
  it("refuses a reset that carries an old signature", () => {
    const body = altered(rotation, 5, Uint8Array.of(2), secondKeys.edSeed).subarray(0, 196);
    const endorsed = concat(body, sign("id-sig", body.subarray(0, 132), firstKeys.edSeed));
    expect(chainCode(initial, endorsed)).toBe("E_SIG");
  });
  it("endorses a rotation only: a reset stays without, even with the old key at hand", () => {
    const made = make({ ...secondKeys, generation: 2, flags: 2, ...previousOf(initial, firstKeys.edSeed) });
    expect(made.subarray(196)).toEqual(zeros);
    expect(chainCode(initial, made)).toBe("none");
  });
  it("refuses a statement not signed by its own key, before anything else", () => {
    expect(
      chainCode(concat(initial.subarray(0, 132), sign("id-sig", initial.subarray(0, 132), secondKeys.edSeed), zeros)),
    ).toBe("E_SIG");
    expect(
      chainCode(concat(initial.subarray(0, 132), sign("test", initial.subarray(0, 132), firstKeys.edSeed), zeros)),
    ).toBe("E_SIG");
    const smallOrder = concat(Uint8Array.of(1), new Uint8Array(31));
    const constant = concat(
      initial.subarray(0, 60),
      smallOrder,
      initial.subarray(92, 132),
      smallOrder,
      new Uint8Array(96),
    );
    expect(chainCode(constant)).toBe("E_SIG");
    const lowOrderAndUnsigned = initial.slice();
    lowOrderAndUnsigned.set(new Uint8Array(32), 92);
    expect(chainCode(lowOrderAndUnsigned)).toBe("E_SIG");
  });
  it("refuses an X25519 key of low order even if it is signed, before the chain is looked at", () => {
    expect(chainCode(altered(initial, 92, new Uint8Array(32), firstKeys.edSeed))).toBe("E_LOW_ORDER");
    const rotated = altered(rotation, 92, fromHex(`ec${"ff".repeat(30)}7f`), secondKeys.edSeed);
    expect(chainCode(rotated)).toBe("E_LOW_ORDER");
  });
  it("verifies a single statement against its predecessor", () => {
    const [first, second] = [parseStatement(initial), parseStatement(rotation)];
    expect(codeWhen(() => verifyStatement(first, null))).toBe("none");
    expect(codeWhen(() => verifyStatement(second, first))).toBe("none");
    expect(codeWhen(() => verifyStatement(second, null))).toBe("E_CHAIN");
    expect(codeWhen(() => verifyStatement(first, second))).toBe("E_CHAIN");
  });
});

describe("the bytes of an identity statement", () => {
  it("refuses wrong lengths, magic, suite, flags and reserved bytes as E_FORMAT", () => {
    const wrong = [
      new Uint8Array(0),
      initial.subarray(0, 259),
      concat(initial, Uint8Array.of(0)),
      ...[0, 3, 4, 6, 7].map((at) => flipBit(initial, at * 8)),
      altered(initial, 5, Uint8Array.of(3), firstKeys.edSeed),
    ];
    for (const bytes of wrong) expect(codeWhen(() => parseStatement(bytes))).toBe("E_FORMAT");
  });
  it("refuses a time beyond 2^53 - 1 as E_RANGE", () => {
    expect(codeWhen(() => parseStatement(altered(initial, 124, Uint8Array.of(0, 32), firstKeys.edSeed)))).toBe(
      "E_RANGE",
    );
  });
  it("keeps a copy: changing the source later changes nothing", () => {
    const source = initial.slice();
    const statement: Statement = parseStatement(source);
    source.fill(0);
    expect(statement.bytes).toEqual(initial);
  });
  it("is not made with keys or ids of a wrong size, or as a rotation without the old key", () => {
    const base = { userId, generation: 2, flags: 1, time, ...secondKeys } as const;
    expect(codeWhen(() => createStatement({ ...base, previous: { hash: random(32) } }))).toBe("E_CHAIN");
    expect(codeWhen(() => createStatement(base))).toBe("E_CHAIN");
    expect(codeWhen(() => make({ ...firstKeys, userId: random(15) }))).toBe("E_FORMAT");
    expect(codeWhen(() => make({ ...firstKeys, edSeed: random(31) }))).toBe("E_KEY");
    expect(codeWhen(() => make({ ...firstKeys, generation: -1 }))).toBe("E_RANGE");
  });
  it("PT-2: any one-bit change is refused with a typed error", () => {
    const chain = [initial, rotation];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 * 260 * 8 - 1 }), (bit) => {
        const at = bit < 260 * 8 ? 0 : 1;
        const list = chain.map((bytes, i) => (i === at ? flipBit(bytes, bit % (260 * 8)) : bytes));
        expect(["E_FORMAT", "E_RANGE", "E_SIG", "E_LOW_ORDER", "E_CHAIN"]).toContain(chainCode(...list));
      }),
      { numRuns: 200 },
    );
  });
  it("PT-3: random bytes behind a valid magic raise only typed errors", () => {
    const start = concat(utf8("EI01"), Uint8Array.of(1));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 300 }), fc.boolean(), (rest, exact) => {
        const filled = exact ? concat(rest, new Uint8Array(300)).subarray(0, 255) : rest;
        expect(["E_FORMAT", "E_RANGE", "none"]).toContain(codeWhen(() => parseStatement(concat(start, filled))));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("the claims of a chain, for the platform to check ahead", () => {
  const soundness = (...list: readonly Bytes[]) => chainClaims(list.map((one) => parseStatement(one))).map(isSound);

  it("are the signatures of every statement, and the endorsement of a rotation", () => {
    expect(soundness(initial, rotation, reset)).toEqual([true, true, true, true]);
  });
  it("tell which one is not good", () => {
    const unsigned = flipBit(initial, 140 * 8);
    const unendorsed = flipBit(rotation, 200 * 8);
    expect(soundness(unsigned, rotation)).toEqual([false, true, true]);
    expect(soundness(initial, unendorsed)).toEqual([true, true, false]);
  });
});
