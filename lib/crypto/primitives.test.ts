import { ed25519 } from "@noble/curves/ed25519.js";
import nacl from "tweetnacl";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, equal, fromHex, toHex, utf8 } from "@/lib/base/bytes";
import {
  constantTimeEqual,
  copen,
  cseal,
  D,
  dh,
  edPublicKey,
  H,
  isEdPublicKey,
  pkopen,
  pkseal,
  random,
  secretboxOpen,
  sha256,
  sha512,
  sign,
  verify,
  xPublicKey,
} from "./primitives";
import { codeWhen, flipBit } from "./code-when";
import { collidingBox, csealKeysOf } from "./colliding-box";
import { vectorRandom } from "./vector-random";
import vectors from "./vectors/vectors.json";

const bytes = (max: number, min = 0) =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((value): Bytes => new Uint8Array(value));

describe("the published vectors", () => {
  it("KA-1: labels and labelled hashes", () => {
    expect(toHex(D(vectors.D.label))).toBe(vectors.D.out);
    expect(toHex(H(vectors.H.label))).toBe(vectors.H.out);
  });
  it("the random stream of the vectors gives the listed outputs", () => {
    for (const { block, len, out } of vectors.rng_requests) expect(toHex(vectorRandom(block)(len))).toBe(out);
  });
  it("KA-3: cseal gives and opens the published bytes", () => {
    const { key, label, aad, pt, out } = vectors.cseal;
    expect(toHex(cseal(fromHex(key), label, fromHex(aad), fromHex(pt), vectorRandom(4)))).toBe(out);
    expect(toHex(copen(fromHex(key), label, fromHex(aad), fromHex(out)))).toBe(pt);
  });
  it("KA-4: pkseal gives and opens the published bytes", () => {
    const { rcpt_sk, ctx, out } = vectors.pkseal;
    const plaintext = pkopen("test", fromHex(ctx), fromHex(rcpt_sk), fromHex(out));
    const again = pkseal("test", fromHex(ctx), xPublicKey(fromHex(rcpt_sk)), plaintext, vectorRandom(5)(32));
    expect(toHex(again)).toBe(out);
  });
});

describe("hashes and comparison", () => {
  it("H hashes the label, then all parts in order", () => {
    expect(H("test", utf8("a"), utf8("bc"))).toEqual(sha256(concat(D("test"), utf8("abc"))));
    expect(sha512(utf8("abc")).length).toBe(64);
  });
  it("compares equal bytes, unequal bytes, unequal lengths and nothing", () => {
    const a = Uint8Array.of(1, 2, 3);
    expect(constantTimeEqual(a, Uint8Array.of(1, 2, 3))).toBe(true);
    expect(constantTimeEqual(a, Uint8Array.of(1, 2, 4))).toBe(false);
    expect(constantTimeEqual(a, Uint8Array.of(1, 2))).toBe(false);
    expect(constantTimeEqual(new Uint8Array(0), new Uint8Array(0))).toBe(false);
  });
  it("draws fresh random bytes of the length asked for", () => {
    expect(random(17).length).toBe(17);
    expect(equal(random(32), random(32))).toBe(false);
  });
});

describe("signatures and key agreement", () => {
  it("PT-13: signs the bytes that TweetNaCl signs, and verifies them strictly", () => {
    fc.assert(
      fc.property(bytes(32, 32), bytes(200), (seed, message) => {
        const pair = nacl.sign.keyPair.fromSeed(seed);
        const signature = sign("test", message, seed);
        expect(edPublicKey(seed)).toEqual(new Uint8Array(ed25519.getPublicKey(seed)));
        expect(signature).toEqual(new Uint8Array(nacl.sign.detached(concat(D("test"), message), pair.secretKey)));
        expect(verify("test", message, signature, pair.publicKey)).toBe(true);
        expect(verify("frank", message, signature, pair.publicKey)).toBe(false);
      }),
      { numRuns: 15 },
    );
  });
  it("derives the X25519 public key that TweetNaCl derives", () => {
    fc.assert(
      fc.property(bytes(32, 32), (secret) => {
        expect(xPublicKey(secret)).toEqual(new Uint8Array(nacl.scalarMult.base(secret)));
        expect(isEdPublicKey(edPublicKey(secret))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
  it("both sides agree", () => {
    const [a, b] = [random(32), random(32)];
    expect(dh(a, xPublicKey(b))).toEqual(dh(b, xPublicKey(a)));
  });
  it("verify is false, not an error, for a wrong length or garbage", () => {
    const seed = random(32);
    const key = edPublicKey(seed);
    const signature = sign("test", key, seed);
    expect(verify("test", key, signature, key)).toBe(true);
    expect(verify("test", key, signature.subarray(1), key)).toBe(false);
    expect(verify("test", key, concat(signature, Uint8Array.of(0)), key)).toBe(false);
    expect(verify("test", key, signature, key.subarray(1))).toBe(false);
    expect(verify("test", key, signature, concat(key, Uint8Array.of(0)))).toBe(false);
    expect(verify("test", key, new Uint8Array(64).fill(255), key)).toBe(false);
    expect(verify("test", key, signature, new Uint8Array(32).fill(255))).toBe(false);
  });
  it("keys of a wrong length are E_KEY", () => {
    for (const wrong of [new Uint8Array(0), new Uint8Array(31), new Uint8Array(33)]) {
      expect(codeWhen(() => sign("test", wrong, wrong))).toBe("E_KEY");
      expect(codeWhen(() => edPublicKey(wrong))).toBe("E_KEY");
      expect(codeWhen(() => xPublicKey(wrong))).toBe("E_KEY");
      expect(codeWhen(() => dh(wrong, new Uint8Array(32).fill(9)))).toBe("E_KEY");
      expect(codeWhen(() => dh(new Uint8Array(32).fill(9), wrong))).toBe("E_KEY");
      expect(isEdPublicKey(wrong)).toBe(false);
    }
  });
});

describe("cseal", () => {
  const key = random(32);
  const aad = utf8("associated");

  it("opens what it sealed, 80 bytes longer", () => {
    fc.assert(
      fc.property(bytes(300), bytes(50), (plaintext, associated) => {
        const box = cseal(key, "test", associated, plaintext);
        expect(box.length).toBe(plaintext.length + 80);
        expect(copen(key, "test", associated, box)).toEqual(plaintext);
      }),
      { numRuns: 100 },
    );
  });
  it("refuses another label, other associated data and another key as E_COMMIT", () => {
    const box = cseal(key, "test", aad, utf8("hello"));
    expect(codeWhen(() => copen(key, "wrap", aad, box))).toBe("E_COMMIT");
    expect(codeWhen(() => copen(key, "test", utf8("associateD"), box))).toBe("E_COMMIT");
    expect(codeWhen(() => copen(random(32), "test", aad, box))).toBe("E_COMMIT");
  });
  it("PT-2: refuses every one-bit change, and says where", () => {
    const box = cseal(key, "test", aad, utf8("hello"));
    for (let bit = 0; bit < box.length * 8; bit++) {
      const changed = flipBit(box, bit);
      expect(codeWhen(() => copen(key, "test", aad, changed))).toBe(bit < 64 * 8 ? "E_COMMIT" : "E_OPEN");
    }
  });
  it("refuses what is shorter than its overhead as E_SHORT, and takes the empty plaintext", () => {
    const box = cseal(key, "test", aad, new Uint8Array(0));
    expect(copen(key, "test", aad, box).length).toBe(0);
    for (const length of [0, 1, 31, 64, 79]) {
      expect(codeWhen(() => copen(key, "test", aad, box.subarray(0, length)))).toBe("E_SHORT");
    }
  });
  it("PT-6: never repeats salt or ciphertext", () => {
    const boxes = Array.from({ length: 50 }, () => cseal(key, "test", aad, utf8("same")));
    expect(new Set(boxes.map((box) => toHex(box.subarray(0, 32)))).size).toBe(50);
    expect(new Set(boxes.map((box) => toHex(box.subarray(64)))).size).toBe(50);
  });
  it("refuses a box that raw secretbox opens under two keys", () => {
    const [one, other] = [random(32), random(32)];
    const { box, salt } = collidingBox(one, other, "test", aad);
    for (const owner of [one, other]) {
      const { enc, nonce, commitment } = csealKeysOf(owner, "test", aad, salt);
      expect(secretboxOpen(box, nonce, enc).length).toBe(32);
      const sealed = concat(salt, commitment, box);
      expect(copen(owner, "test", aad, sealed).length).toBe(32);
      expect(codeWhen(() => copen(owner === one ? other : one, "test", aad, sealed))).toBe("E_COMMIT");
    }
  });
});

describe("pkseal", () => {
  const secret = random(32);
  const publicKey = xPublicKey(secret);

  it("opens what it sealed, 53 bytes longer, only with the right secret, label and context", () => {
    const box = pkseal("test", utf8("ctx"), publicKey, utf8("hello"));
    expect(box.length).toBe(58);
    expect(pkopen("test", utf8("ctx"), secret, box)).toEqual(utf8("hello"));
    expect(codeWhen(() => pkopen("test", utf8("other"), secret, box))).toBe("E_OPEN");
    expect(codeWhen(() => pkopen("report", utf8("ctx"), secret, box))).toBe("E_OPEN");
    expect(codeWhen(() => pkopen("test", utf8("ctx"), random(32), box))).toBe("E_OPEN");
  });
  it("takes the empty plaintext and nothing shorter", () => {
    const box = pkseal("test", utf8("ctx"), publicKey, new Uint8Array(0));
    expect(pkopen("test", utf8("ctx"), secret, box).length).toBe(0);
    expect(codeWhen(() => pkopen("test", utf8("ctx"), secret, box.subarray(0, 52)))).toBe("E_FORMAT");
  });
  it("PT-2: refuses every one-bit change but the ignored top bit of a coordinate, which the key derivation binds", () => {
    const box = pkseal("test", utf8("ctx"), publicKey, utf8("hello"));
    for (let bit = 0; bit < box.length * 8; bit++) {
      const changed = flipBit(box, bit);
      const code = codeWhen(() => pkopen("test", utf8("ctx"), secret, changed));
      expect(code).toBe(bit < 5 * 8 ? "E_FORMAT" : "E_OPEN");
    }
  });
  it("never seals to, or opens from, a point of low order", () => {
    const low = new Uint8Array(32);
    expect(codeWhen(() => pkseal("test", utf8("ctx"), low, utf8("hello")))).toBe("E_LOW_ORDER");
    const forged = pkseal("test", utf8("ctx"), publicKey, utf8("hello"));
    forged.set(low, 5);
    expect(codeWhen(() => pkopen("test", utf8("ctx"), secret, forged))).toBe("E_LOW_ORDER");
  });
  it("uses a fresh ephemeral key each time", () => {
    const boxes = Array.from({ length: 20 }, () => pkseal("test", utf8("ctx"), publicKey, utf8("same")));
    expect(new Set(boxes.map((box) => toHex(box.subarray(5, 37)))).size).toBe(20);
  });
});
