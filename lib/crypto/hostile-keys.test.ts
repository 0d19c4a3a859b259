import { ed25519 } from "@noble/curves/ed25519.js";
import nacl from "tweetnacl";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, fromHex, utf8 } from "@/lib/base/bytes";
import { codeWhen, flipBit } from "./code-when";
import { validEd, validX } from "./keys";
import { acceptance, D, dh, edPublicKey, random, sign, verify, xPublicKey } from "./primitives";

const order = 2n ** 252n + 27742317777372353535851937790883648493n;

const smallOrderPoints = [
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];
const otherNamesOfSmallOrderPoints = [
  "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];
const lowOrderCoordinates = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

const littleEndian = (value: bigint): Bytes =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
const numberOf = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
describe("Ed25519 keys and signatures made to deceive", () => {
  const message = utf8("any message at all");
  const seed = random(32);
  const key = edPublicKey(seed);
  const signature = sign("test", message, seed);

  it.each([...smallOrderPoints, ...otherNamesOfSmallOrderPoints])("no signature verifies under %s", (point) => {
    const publicKey = fromHex(point);
    expect(validEd(publicKey)).toBe(false);
    for (const r of [...smallOrderPoints, ...otherNamesOfSmallOrderPoints]) {
      expect(verify("test", message, concat(fromHex(r), new Uint8Array(32)), publicKey)).toBe(false);
    }
  });
  it("TweetNaCl takes one constant signature for every message under the identity point; we do not", () => {
    const identity = fromHex(smallOrderPoints[0] ?? "");
    const constant = concat(identity, new Uint8Array(32));
    for (let i = 0; i < 8; i++) {
      const text = random(40);
      expect(nacl.sign.detached.verify(concat(D("test"), text), constant, identity)).toBe(true);
      expect(verify("test", text, constant, identity)).toBe(false);
    }
  });
  it("S11: refuses S + L, which TweetNaCl takes", () => {
    const s = numberOf(signature.subarray(32));
    const variant = concat(signature.subarray(0, 32), littleEndian(s + order));
    expect(nacl.sign.detached.verify(concat(D("test"), message), variant, key)).toBe(true);
    expect(verify("test", message, variant, key)).toBe(false);
    for (const multiple of [2n, 7n, 8n]) {
      const other = concat(signature.subarray(0, 32), littleEndian(s + multiple * order));
      expect(verify("test", message, other, key)).toBe(false);
    }
  });
  it("S11: refuses S + L even if the platform's own check had accepted it", () => {
    const s = numberOf(signature.subarray(32));
    const variant = concat(signature.subarray(0, 32), littleEndian(s + order));
    const ahead = acceptance(concat(D("test"), message), variant, key);
    ahead.note();
    expect(verify("test", message, variant, key)).toBe(false);
    ahead.take();
  });
  it("takes no acceptance of one signature and key for another cut of the same bytes", () => {
    const ahead = acceptance(concat(D("test"), message), signature, key);
    ahead.note();
    expect(verify("test", message, concat(signature, key.subarray(0, 1)), key.subarray(1))).toBe(false);
    expect(verify("test", message, signature.subarray(0, 63), concat(signature.subarray(63), key))).toBe(false);
    expect(ahead.take()).toBe(true);
  });
  it("accepts S just below L and refuses L itself, as far as the scalar alone decides", () => {
    const accepts = (s: bigint) => {
      const made = concat(signature.subarray(0, 32), littleEndian(s));
      const ahead = acceptance(concat(D("test"), message), made, key);
      ahead.note();
      const accepted = verify("test", message, made, key);
      ahead.take();
      return accepted;
    };
    const below = [0n, 1n, 255n, 2n ** 252n - 1n, 2n ** 252n, order - 256n, order - 1n];
    expect(below.map(accepts)).toEqual(below.map(() => true));
    const above = [order, order + 1n, order + 256n, 2n ** 252n + 2n ** 125n, 2n ** 253n, 2n ** 256n - 1n];
    expect(above.map(accepts)).toEqual(above.map(() => false));
  });
  it("refuses S = L, S = 0 and S = 2^256 - 1", () => {
    for (const s of [order, 0n, 2n ** 256n - 1n]) {
      expect(verify("test", message, concat(signature.subarray(0, 32), littleEndian(s)), key)).toBe(false);
    }
  });
  it("refuses points off the curve and coordinates that are not canonical, as key and as R", () => {
    const offCurve = Array.from({ length: 40 }, (_, i) => littleEndian(BigInt(i) + 2n)).filter(
      (bytes) => codeWhen(() => ed25519.Point.fromBytes(bytes, true)) !== "none",
    );
    const notCanonical = Array.from({ length: 19 }, (_, i) => littleEndian(2n ** 255n - 19n + BigInt(i)));
    expect(offCurve.length).toBeGreaterThan(10);
    for (const bytes of [...offCurve, ...notCanonical]) {
      expect(validEd(bytes)).toBe(false);
      expect(verify("test", message, signature, bytes)).toBe(false);
      expect(verify("test", message, concat(bytes, signature.subarray(32)), key)).toBe(false);
    }
  });
  it("refuses every one-byte change of signature, key and message", () => {
    for (let at = 0; at < 64; at++) {
      const changed = flipBit(signature, at * 8 + (at % 8));
      expect(verify("test", message, changed, key)).toBe(false);
    }
    for (let at = 0; at < 32; at += 3) {
      const changed = flipBit(key, at * 8 + (at % 8));
      expect(verify("test", message, signature, changed)).toBe(false);
    }
    expect(verify("test", message.subarray(1), signature, key)).toBe(false);
    expect(verify("test", message, sign("test", message, random(32)), key)).toBe(false);
  });
  it("accepts honest keys, again from memory", () => {
    expect([validEd(key), validEd(key), validEd(key.slice())]).toEqual([true, true, true]);
    expect(validEd(key.subarray(1))).toBe(false);
  });
});

describe("X25519 keys made to deceive", () => {
  it.each(lowOrderCoordinates)("%s gives E_LOW_ORDER, with the ignored top bit set too", (coordinate) => {
    const plain = fromHex(coordinate);
    const topBit = plain.slice();
    topBit[31] = (topBit[31] ?? 0) | 0x80;
    for (const publicKey of [plain, topBit]) {
      expect(codeWhen(() => dh(random(32), publicKey))).toBe("E_LOW_ORDER");
      expect(validX(publicKey)).toBe(false);
    }
  });
  it("accepts honest keys, again from memory, and refuses wrong lengths", () => {
    const key = xPublicKey(random(32));
    expect([validX(key), validX(key), validX(key.slice())]).toEqual([true, true, true]);
    expect([validX(key.subarray(1)), validX(concat(key, Uint8Array.of(0))), validX(new Uint8Array(0))]).toEqual([
      false,
      false,
      false,
    ]);
  });
  it("remembers what it has accepted: checking a roster again costs next to nothing", () => {
    const keys = Array.from({ length: 4 }, () => xPublicKey(random(32)));
    const checkAll = () => expect(keys.every(validX)).toBe(true);
    checkAll();
    const start = performance.now();
    for (let i = 0; i < 300; i++) checkAll();
    expect(performance.now() - start).toBeLessThan(250);
  });
  it("goes on judging rightly when more keys have come than it remembers", () => {
    const points = Array.from({ length: 2300 }, (_, i) => littleEndian(BigInt(i)));
    const valid = points.filter((point) => validEd(point));
    expect(valid.length).toBeGreaterThan(1030);
    expect(valid.filter((_, i) => i % 100 === 0).every(validEd)).toBe(true);
    expect(validEd(littleEndian(1n))).toBe(false);
  });
  it("judges X25519 and Ed25519 keys apart: a coordinate known as one is not taken for the other", () => {
    const xOnly = Array.from({ length: 40 }, () => xPublicKey(random(32))).find((key) => !validEd(key));
    expect(xOnly && validX(xOnly)).toBe(true);
    expect(xOnly && validEd(xOnly)).toBe(false);
  });
});
