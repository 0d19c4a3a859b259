/** Owns the attack on ciphertexts that do not commit to their key: one secretbox that opens under two keys. */
import nacl from "tweetnacl";
import { type Bytes, concat } from "@/lib/base/bytes";
import { D, H, hkdfExpand, hkdfExtract, random } from "./primitives";

const p = 2n ** 130n - 5n;
const blockTop = 2n ** 128n;

interface Lowlevel {
  crypto_stream(out: Uint8Array, at: number, length: number, nonce: Uint8Array, key: Uint8Array): number;
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function toLittleEndian(value: bigint): Bytes {
  return Uint8Array.from({ length: 16 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

function mod(value: bigint): bigint {
  return ((value % p) + p) % p;
}

function inverse(value: bigint): bigint {
  let result = 1n;
  for (let base = mod(value), exponent = p - 2n; exponent > 0n; exponent >>= 1n, base = mod(base * base)) {
    if (exponent & 1n) result = mod(result * base);
  }
  return result;
}

/** The one-time Poly1305 key (r clamped, s) that secretbox takes from the start of its key stream. */
function poly1305Key(enc: Uint8Array, nonce: Uint8Array): { r: bigint; s: bigint } {
  const stream = new Uint8Array(32);
  (nacl as unknown as { lowlevel: Lowlevel }).lowlevel.crypto_stream(stream, 0, 32, nonce, enc);
  const r = fromLittleEndian(stream.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  return { r, s: fromLittleEndian(stream.subarray(16)) };
}

/** The three keys of a cseal, computed as the protocol's text says. */
export function csealKeysOf(key: Uint8Array, label: string, aad: Uint8Array, salt: Uint8Array) {
  const prk = hkdfExtract(salt, key);
  const context = H("aad", aad);
  return {
    commitment: hkdfExpand(prk, concat(D(`${label}/com`), context), 32),
    enc: hkdfExpand(prk, concat(D(`${label}/enc`), context), 32),
    nonce: hkdfExpand(prk, concat(D(`${label}/nonce`), context), 24),
  };
}

/**
 * A secretbox of 32 bytes that opens under the keys that `one` and `other` derive from the same salt. Solves for two
 * ciphertext blocks whose Poly1305 tags agree: two linear equations modulo 2^130 - 5 per guessed tag.
 */
export function collidingBox(one: Bytes, other: Bytes, label: string, aad: Bytes): { box: Bytes; salt: Bytes } {
  const salt = random(32);
  const [a, b] = [one, other].map((key) => {
    const { enc, nonce } = csealKeysOf(key, label, aad, salt);
    return poly1305Key(enc, nonce);
  });
  if (!a || !b) throw new Error("two keys");
  for (;;) {
    const tag = fromLittleEndian(random(16));
    const [x, y] = [mod(tag - a.s + blockTop), mod(tag - b.s + blockTop)];
    // c1·r² + c2·r = x under a, = y under b
    const determinant = inverse(a.r * a.r * b.r - b.r * b.r * a.r);
    const first = mod((x * b.r - y * a.r) * determinant);
    const second = mod((a.r * a.r * y - b.r * b.r * x) * determinant);
    const blocks = [first - blockTop, second - blockTop];
    const fits = blocks.every((block) => block >= 0n && block < blockTop);
    const tags = [a, b].map(({ r, s }) => (mod(first * r * r + second * r) + s) % blockTop);
    if (fits && tags.every((value) => value === tag)) {
      return { box: concat(toLittleEndian(tag), ...blocks.map(toLittleEndian)), salt };
    }
  }
}
