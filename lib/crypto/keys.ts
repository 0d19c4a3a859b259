/** Owns the account's key pairs and the check of every public key before its first use. */
import { type Bytes, toHex } from "@/lib/base/bytes";
import { dh, isEdPublicKey, type Random, random } from "./primitives";

/** Both private keys of one identity generation: Ed25519 seed and X25519 secret, 32 bytes each, independent of each other. */
export interface IdentityKeys {
  readonly edSeed: Bytes;
  readonly xSecret: Bytes;
}

const remembered = 1024;
const validXs = new Set<string>();
const validEds = new Set<string>();

/** Any scalar does: after clamping it is a multiple of 8 below 8·L, so exactly the points of low order give zero. */
const probe = new Uint8Array(32);

function memoised(known: Set<string>, publicKey: Uint8Array, check: () => boolean): boolean {
  const name = toHex(publicKey);
  if (known.has(name)) return true;
  if (!check()) return false;
  if (known.size >= remembered) known.clear();
  known.add(name);
  return true;
}

function hasFullOrder(publicKey: Uint8Array): boolean {
  try {
    return dh(probe, publicKey).length === 32;
  } catch {
    return false;
  }
}

/** True if `publicKey` is 32 bytes and not an X25519 point of low order. Never throws; valid keys are remembered. */
export function validX(publicKey: Uint8Array): boolean {
  return memoised(validXs, publicKey, () => hasFullOrder(publicKey));
}

/** True if `publicKey` is a canonical Ed25519 point on the curve, not of small order. Never throws; valid keys are remembered. */
export function validEd(publicKey: Uint8Array): boolean {
  return memoised(validEds, publicKey, () => isEdPublicKey(publicKey));
}

/** New private keys of one identity generation. Requests the Ed25519 seed first, then the X25519 secret, 32 bytes each. */
export function generateIdentityKeys(source: Random = random): IdentityKeys {
  const edSeed = source(32);
  return { edSeed, xSecret: source(32) };
}
