/** Owns the key of an epoch: what is derived from it, how it is sealed to each member, and the metadata under it. */
import { type Bytes, concat, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import type { RosterEntry } from "@/lib/protocol/commit";
import { expected } from "./expected";
import { u32 } from "./integers";
import { copen, cseal, D, hkdfExpand, pkopen, pkseal, type Random, random } from "./primitives";

/** Size of one sealed epoch key. */
export const boxSize = 85;

export interface EpochKeys {
  /** K_msg: every message key of the epoch comes from it. */
  readonly msg: Bytes;
  /** K_meta: title and picture. */
  readonly meta: Bytes;
  /** In the signed commit: proves that all members were given the same key. */
  readonly commitment: Bytes;
}

/** Derives the three 32-byte values of an epoch key. */
export function deriveEpochKeys(key: Uint8Array, conv: Uint8Array, epoch: number): EpochKeys {
  const derive = (part: string) => hkdfExpand(key, concat(D(`epoch/${part}`), conv, u32(epoch)), 32);
  return { msg: derive("msg"), meta: derive("meta"), commitment: derive("commit") };
}

/** What a box is bound to: the commit that carries it. */
export interface EpochBoxContext {
  readonly conv: Bytes;
  readonly epoch: number;
  readonly previousHash: Bytes;
  readonly author: Bytes;
}

function contextOf({ conv, epoch, previousHash, author }: EpochBoxContext, userId: Uint8Array): Bytes {
  return concat(conv, u32(epoch), previousHash, author, userId);
}

/** Seals the epoch key to one member, 85 bytes. @throws E_LOW_ORDER */
export function sealEpochKey(
  context: EpochBoxContext,
  member: RosterEntry,
  key: Uint8Array,
  source: Random = random,
): Bytes {
  return pkseal("epoch-key", contextOf(context, member.userId), member.xPk, key, source(32));
}

/**
 * Opens a member's box with one of the account's X25519 secrets, newest first, and checks it against the commitment.
 * @throws E_OPEN if no secret opens it, E_EPOCH_KEY if it holds another key than the commit says
 */
export function openEpochKey(
  context: EpochBoxContext,
  userId: Uint8Array,
  xSecrets: readonly Uint8Array[],
  box: Uint8Array,
  commitment: Uint8Array,
): Bytes {
  const key = openWithAny("epoch-key", contextOf(context, userId), xSecrets, box);
  if (!equal(deriveEpochKeys(key, context.conv, context.epoch).commitment, commitment))
    throw new CodedError("E_EPOCH_KEY");
  return key;
}

/** Opens a pkseal with the first secret that fits. @throws E_OPEN if none does */
export function openWithAny(
  label: string,
  context: Uint8Array,
  xSecrets: readonly Uint8Array[],
  box: Uint8Array,
): Bytes {
  for (const secret of xSecrets) {
    try {
      return pkopen(label, context, secret, box);
    } catch (thrown) {
      expected(thrown);
    }
  }
  throw new CodedError("E_OPEN");
}

/** Seals title and picture (JSON bytes) under the epoch. */
export function sealMetadata(
  metaKey: Uint8Array,
  conv: Uint8Array,
  epoch: number,
  json: Uint8Array,
  source: Random = random,
): Bytes {
  return cseal(metaKey, "meta", concat(conv, u32(epoch)), json, source);
}

/** Opens a metadata blob. @throws E_SHORT, E_COMMIT, E_OPEN */
export function openMetadata(metaKey: Uint8Array, conv: Uint8Array, epoch: number, blob: Uint8Array): Bytes {
  return copen(metaKey, "meta", concat(conv, u32(epoch)), blob);
}
