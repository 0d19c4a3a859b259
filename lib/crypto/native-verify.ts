/**
 * Owns verification ahead of time by the platform's own Ed25519, some ten times faster than ours but asynchronous.
 *
 * [Note: Native first, ours decides]
 * The normative check is `verify` of primitives.ts. What the platform accepts under a key
 * that passed `validEd`, the normative check accepts too: platforms check the equation without the cofactor, which implies
 * the one with it, compare the encoding of R, and refuse S >= L. So an acceptance is remembered and used once; a refusal, or
 * a platform without Ed25519, means nothing and leaves the decision to the normative check.
 */
import { type Bytes, concat } from "@/lib/base/bytes";
import { validEd } from "./keys";
import { acceptance, D, verify } from "./primitives";

export interface Claim {
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKey: Uint8Array;
}

const importedKeys = new Map<string, Promise<CryptoKey>>();
const keptKeys = 512;
let available = typeof crypto !== "undefined" && crypto.subtle !== undefined;

function imported(publicKey: Bytes): Promise<CryptoKey> {
  const name = String.fromCharCode(...publicKey);
  const known = importedKeys.get(name);
  if (known) return known;
  if (importedKeys.size >= keptKeys) importedKeys.clear();
  const key = crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  importedKeys.set(name, key);
  return key;
}

/** Lets the platform check signatures; `verify` is quick for those it accepts. Never throws. */
export async function proveAhead(claims: readonly Claim[]): Promise<void> {
  if (!available) return;
  await Promise.all(claims.map((claim) => proveOne(claim)));
}

/** True for a signature proven ahead, or else good by the normative check. A proof stays for the check that follows. */
export function isSound({ label, bytes, signature, publicKey }: Claim): boolean {
  return (
    acceptance(concat(D(label), bytes), signature, publicKey).known() || verify(label, bytes, signature, publicKey)
  );
}

async function proveOne({ label, bytes, signature, publicKey }: Claim): Promise<void> {
  if (signature.length !== 64 || !validEd(publicKey)) return;
  const message = concat(D(label), bytes);
  const ahead = acceptance(message, signature, publicKey);
  if (ahead.known()) return;
  try {
    const key = await imported(publicKey.slice() as Bytes);
    const accepted = await crypto.subtle.verify("Ed25519", key, signature.slice() as Bytes, message);
    if (accepted) ahead.note();
  } catch {
    // No Ed25519 on this platform: ours does all the work from now on.
    available = false;
  }
}
