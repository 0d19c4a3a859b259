/** Owns the wrappers of protocol section "Notation and primitive wrappers": labels, hashes, signatures, key agreement, seals. */
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as nobleSha256, sha512 as nobleSha512 } from "@noble/hashes/sha2.js";
import nacl from "tweetnacl";
import { type Bytes, concat, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";

/** Fixed constant of the format; not the product's name. */
const prefix = "chat-e2ee/v1/";
const suite = 1;
const sealMagic = utf8("EB01");

/** Fresh random bytes. Everything random in the protocol takes its source as an argument and gets this one by default. */
export type Random = (length: number) => Bytes;
export const random: Random = (length) => new Uint8Array(nacl.randomBytes(length));

/** Length-prefixed label: `u8(len) || "chat-e2ee/v1/" + label`. */
export function D(label: string): Bytes {
  const text = utf8(prefix + label);
  return concat(Uint8Array.of(text.length), text);
}

/** Plain SHA-256, 32 bytes. Only where the protocol names it. */
export function sha256(bytes: Uint8Array): Bytes {
  return new Uint8Array(nobleSha256(bytes));
}

/** Plain SHA-512, 64 bytes. Only for safety numbers. */
export function sha512(bytes: Uint8Array): Bytes {
  return new Uint8Array(nobleSha512(bytes));
}

/** Labelled SHA-256, 32 bytes. All parts but the last have fixed lengths. */
export function H(label: string, ...parts: readonly Uint8Array[]): Bytes {
  return sha256(concat(D(label), ...parts));
}

/** HKDF-SHA256 extract (RFC 5869), 32 bytes. */
export function hkdfExtract(salt: Uint8Array, ikm: Uint8Array): Bytes {
  return new Uint8Array(extract(nobleSha256, ikm, salt));
}

/** HKDF-SHA256 expand (RFC 5869). */
export function hkdfExpand(prk: Uint8Array, info: Uint8Array, length: number): Bytes {
  return new Uint8Array(expand(nobleSha256, prk, info, length));
}

/** HMAC-SHA256, 32 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Bytes {
  return new Uint8Array(hmac(nobleSha256, key, message));
}

/** Constant-time equality; false for different lengths and for empty input. */
export function constantTimeEqual(a: Uint8Array, b: Uint8Array): boolean {
  return nacl.verify(a, b);
}

/** Ed25519 signature (64 bytes, RFC 8032) over `D(label) || bytes` by a 32-byte seed. @throws E_KEY for a wrong length */
export function sign(label: string, bytes: Uint8Array, seed: Uint8Array): Bytes {
  if (seed.length !== 32) throw new CodedError("E_KEY");
  return new Uint8Array(ed25519.sign(concat(D(label), bytes), seed));
}

/** Strict Ed25519 verification. Never throws; false for wrong lengths, S >= L, non-canonical or small-order input. */
export function verify(label: string, bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const message = concat(D(label), bytes);
  try {
    // Throws unless S < L, whatever another implementation may have accepted.
    ed25519.Point.Fn.fromBytes(signature.subarray(32));
    if (proven.size > 0 && acceptance(message, signature, publicKey).take()) return true;
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** Signatures found good ahead of time; see [Note: Native first, ours decides]. */
const proven = new Set<string>();
/** Far more than one batch brings. */
const provenMax = 4_096;

/**
 * What is remembered of one exact triple of signature, key and labelled message: whether it was found good ahead of time,
 * using that up for one check, and noting it. Nothing else reaches what is remembered.
 */
export function acceptance(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) {
  const name = String.fromCharCode(...sha256(concat(signature, publicKey, message)));
  return {
    known: () => proven.has(name),
    take: () => proven.delete(name),
    note() {
      if (proven.size >= provenMax) proven.clear();
      proven.add(name);
    },
  };
}

/** X25519 (RFC 7748). @throws E_KEY for a wrong length, E_LOW_ORDER for an all-zero result. */
export function dh(secretKey: Uint8Array, publicKey: Uint8Array): Bytes {
  if (secretKey.length !== 32 || publicKey.length !== 32) throw new CodedError("E_KEY");
  const shared = new Uint8Array(nacl.scalarMult(secretKey, publicKey));
  if (shared.every((byte) => byte === 0)) throw new CodedError("E_LOW_ORDER");
  return shared;
}

/** True if 32 bytes are a canonical encoding of a point on Ed25519 that is not of small order. Never throws. */
export function isEdPublicKey(publicKey: Uint8Array): boolean {
  try {
    return !ed25519.Point.fromBytes(publicKey, false).isSmallOrder();
  } catch {
    return false;
  }
}

/** Ed25519 public key of a 32-byte seed. @throws E_KEY for a wrong length */
export function edPublicKey(seed: Uint8Array): Bytes {
  if (seed.length !== 32) throw new CodedError("E_KEY");
  // Both are the same function; this one needs no table of points, which takes longer to make than the key.
  return new Uint8Array(nacl.sign.keyPair.fromSeed(new Uint8Array(seed)).publicKey);
}

/** X25519 public key of a 32-byte secret. @throws E_KEY for a wrong length */
export function xPublicKey(secretKey: Uint8Array): Bytes {
  if (secretKey.length !== 32) throw new CodedError("E_KEY");
  return new Uint8Array(x25519.getPublicKey(secretKey));
}

/** XSalsa20-Poly1305 under a key and nonce that are used once; callers derive both, never choose them. */
export function secretbox(plaintext: Uint8Array, nonce: Uint8Array, key: Uint8Array): Bytes {
  return new Uint8Array(nacl.secretbox(plaintext, nonce, key));
}

/** Opens a secretbox. @throws E_OPEN */
export function secretboxOpen(box: Uint8Array, nonce: Uint8Array, key: Uint8Array): Bytes {
  const plaintext = nacl.secretbox.open(box, nonce, key);
  if (!plaintext) throw new CodedError("E_OPEN");
  return new Uint8Array(plaintext);
}

function csealKeys(key: Uint8Array, label: string, aad: Uint8Array, salt: Uint8Array) {
  const prk = hkdfExtract(salt, key);
  const context = H("aad", aad);
  const derive = (part: string, length: number) => hkdfExpand(prk, concat(D(`${label}/${part}`), context), length);
  return { commitment: derive("com", 32), enc: derive("enc", 32), nonce: derive("nonce", 24) };
}

/** Committing authenticated encryption with associated data; `plaintext.length + 80` bytes. */
export function cseal(
  key: Uint8Array,
  label: string,
  aad: Uint8Array,
  plaintext: Uint8Array,
  source: Random = random,
): Bytes {
  const salt = source(32);
  const { commitment, enc, nonce } = csealKeys(key, label, aad, salt);
  return concat(salt, commitment, secretbox(plaintext, nonce, enc));
}

/** Opens a cseal. @throws E_SHORT, E_COMMIT (wrong key, label or associated data; compared first), E_OPEN */
export function copen(key: Uint8Array, label: string, aad: Uint8Array, box: Uint8Array): Bytes {
  if (box.length < 80) throw new CodedError("E_SHORT");
  const { commitment, enc, nonce } = csealKeys(key, label, aad, box.subarray(0, 32));
  if (!constantTimeEqual(commitment, box.subarray(32, 64))) throw new CodedError("E_COMMIT");
  return secretboxOpen(box.subarray(64), nonce, enc);
}

function pksealKeys(label: string, ctx: Uint8Array, shared: Uint8Array, ephemeral: Uint8Array, recipient: Uint8Array) {
  const info = concat(D(label), ephemeral, recipient, H("ctx", ctx));
  const okm = hkdfExpand(hkdfExtract(D(label), shared), info, 56);
  return { key: okm.subarray(0, 32), nonce: okm.subarray(32) };
}

/** Anonymous sealing to an X25519 key (`EB01`), `plaintext.length + 53` bytes. `ephemeralSecret` only for verifiable disclosure. */
export function pkseal(
  label: string,
  ctx: Uint8Array,
  recipient: Uint8Array,
  plaintext: Uint8Array,
  ephemeralSecret: Uint8Array = random(32),
): Bytes {
  const ephemeral = xPublicKey(ephemeralSecret);
  const { key, nonce } = pksealKeys(label, ctx, dh(ephemeralSecret, recipient), ephemeral, recipient);
  return concat(sealMagic, Uint8Array.of(suite), ephemeral, secretbox(plaintext, nonce, key));
}

/** Opens a pkseal. @throws E_FORMAT, E_LOW_ORDER, E_OPEN */
export function pkopen(label: string, ctx: Uint8Array, recipientSecret: Uint8Array, box: Uint8Array): Bytes {
  const wellFormed = box.length >= 53 && sealMagic.every((byte, i) => box[i] === byte) && box[4] === suite;
  if (!wellFormed) throw new CodedError("E_FORMAT");
  const ephemeral = box.subarray(5, 37);
  const recipient = xPublicKey(recipientSecret);
  const { key, nonce } = pksealKeys(label, ctx, dh(recipientSecret, ephemeral), ephemeral, recipient);
  return secretboxOpen(box.subarray(37), nonce, key);
}
