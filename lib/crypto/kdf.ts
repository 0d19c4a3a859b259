/** Owns the password hash: Argon2id with bounds that no server can lower. Sole importer of hash-wasm. */
import { argon2id as wasmArgon2id } from "hash-wasm";
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";

/** What one hash costs: memory in KiB, passes, lanes. */
export interface KdfCost {
  readonly mKib: number;
  readonly t: number;
  readonly p: number;
}

/** A password hash: secret (at least 1 byte) and salt (16 bytes) to 32 bytes. */
export type Kdf = (secret: Bytes, salt: Bytes, cost: KdfCost) => Promise<Bytes>;

/** Cost of everything that is hashed anew. */
export const standardCost: KdfCost = { mKib: 65_536, t: 3, p: 1 };

/** Accepts 47 104 to 262 144 KiB, 1 to 10 passes, one lane. @throws E_KDF_PARAMS */
export function checkCost({ mKib, t, p }: KdfCost): void {
  const whole = Number.isInteger(mKib) && Number.isInteger(t);
  const bounded = mKib >= 47_104 && mKib <= 262_144 && t >= 1 && t <= 10 && p === 1;
  if (!whole || !bounded) throw new CodedError("E_KDF_PARAMS");
}

/**
 * Argon2id (RFC 9106, version 0x13), 32 bytes. Takes a quarter of a second at the standard cost and blocks its thread:
 * call it in a worker whose policy allows WebAssembly.
 * @throws E_KDF_PARAMS, E_INPUT for an empty secret or a salt that is not 16 bytes; both before any work
 */
export const argon2id: Kdf = async (secret, salt, cost) => {
  checkCost(cost);
  if (secret.length === 0 || salt.length !== 16) throw new CodedError("E_INPUT");
  const hash = await wasmArgon2id({
    password: secret,
    salt,
    memorySize: cost.mKib,
    iterations: cost.t,
    parallelism: cost.p,
    hashLength: 32,
    outputType: "binary",
  });
  return new Uint8Array(hash);
};
