import { ed25519 } from "@noble/curves/ed25519.js";
import { beforeEach, describe, expect, it } from "vitest";
import { concat, equal, utf8 } from "@/lib/base/bytes";
import { generateIdentityKeys } from "./keys";
import { proveAhead } from "./native-verify";
import { acceptance, D, edPublicKey, random, sign, verify } from "./primitives";

const { edSeed } = generateIdentityKeys();
const publicKey = edPublicKey(edSeed);
const bytes = utf8("exact bytes");
const signature = sign("msg-sig", bytes, edSeed);
const claim = { label: "msg-sig", bytes, signature, publicKey };

const ofClaim = (one: { label: string; bytes: Uint8Array; signature: Uint8Array; publicKey: Uint8Array }) =>
  acceptance(concat(D(one.label), one.bytes), one.signature, one.publicKey);

beforeEach(() => void ofClaim(claim).take());

describe("verification ahead of time", () => {
  it("remembers a good signature for exactly one check", async () => {
    await proveAhead([claim]);
    expect(ofClaim(claim).known()).toBe(true);
    expect(verify("msg-sig", bytes, signature, publicKey)).toBe(true);
    expect(ofClaim(claim).known()).toBe(false);
    expect(verify("msg-sig", bytes, signature, publicKey)).toBe(true);
  });

  it("is good for nothing but the same label, bytes, signature and key", async () => {
    await proveAhead([claim]);
    const otherKey = edPublicKey(generateIdentityKeys().edSeed);
    expect(verify("commit-sig", bytes, signature, publicKey)).toBe(false);
    expect(verify("msg-sig", utf8("exact byteS"), signature, publicKey)).toBe(false);
    expect(verify("msg-sig", bytes, sign("msg-sig", utf8("x"), edSeed), publicKey)).toBe(false);
    expect(verify("msg-sig", bytes, signature, otherKey)).toBe(false);
    expect(ofClaim(claim).known()).toBe(true);
  });

  it("never remembers what the normative check refuses: changed bits, S + L, keys of small order, wrong lengths", async () => {
    const flipped = Array.from({ length: 64 }, (_, i) => {
      const bad = signature.slice();
      bad[i] = (bad[i] ?? 0) ^ 1;
      return { ...claim, signature: bad };
    });
    const order = ed25519.Point.Fn.ORDER;
    let s = 0n;
    for (const byte of signature.subarray(32).toReversed()) s = (s << 8n) | BigInt(byte);
    const sPlusL = signature.slice();
    for (let i = 0, rest = s + order; i < 32; i++, rest >>= 8n) sPlusL[32 + i] = Number(rest & 255n);
    const identityPoint = new Uint8Array(32);
    identityPoint[0] = 1;
    const underIdentity = { ...claim, publicKey: identityPoint, signature: concat(identityPoint, new Uint8Array(32)) };
    const hostile = [...flipped, { ...claim, signature: sPlusL }, underIdentity, { ...claim, signature: random(63) }];
    await proveAhead(hostile);
    expect(hostile.filter((one) => ofClaim(one).known())).toEqual([]);
    for (const { label, signature: bad, publicKey: key } of hostile) expect(verify(label, bytes, bad, key)).toBe(false);
  });

  it("agrees with the normative check on signatures built by hand over mixed-order points", async () => {
    // A = a·B + T with T of order eight: the two equations differ exactly here, and only the normative one may decide.
    const torsion = ed25519.Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    const { scalar, prefix } = ed25519.utils.getExtendedPublicKey(edSeed);
    for (let i = 0; i < 16; i++) {
      const key = new Uint8Array(ed25519.Point.BASE.multiply(scalar).add(torsion).toBytes());
      const message = concat(D("msg-sig"), utf8(`mixed ${i}`));
      const r = BigInt(`0x${Buffer.from(concat(prefix, Uint8Array.of(i))).toString("hex")}`) % ed25519.Point.Fn.ORDER;
      const R = new Uint8Array(ed25519.Point.BASE.multiply(r).toBytes());
      const k =
        BigInt(
          `0x${Buffer.from(await sha512(concat(R, key, message)))
            .reverse()
            .toString("hex")}`,
        ) % ed25519.Point.Fn.ORDER;
      const sum = (r + k * scalar) % ed25519.Point.Fn.ORDER;
      const S = Uint8Array.from({ length: 32 }, (_, at) => Number((sum >> BigInt(8 * at)) & 255n));
      const mixed = { label: "msg-sig", bytes: utf8(`mixed ${i}`), signature: concat(R, S), publicKey: key };
      const before = verify(mixed.label, mixed.bytes, mixed.signature, key);
      await proveAhead([mixed]);
      expect(verify(mixed.label, mixed.bytes, mixed.signature, key)).toBe(before);
      expect(equal(key, publicKey)).toBe(false);
    }
  });
});

async function sha512(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", data));
}
