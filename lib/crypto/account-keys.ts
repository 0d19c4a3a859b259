/** Owns what hangs on the account master key: its sub-keys and the blobs sealed under them. */
import { type Bytes, concat, equal, fromUtf8, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer } from "@/lib/protocol/layout";
import type { Statement } from "./identity";
import type { IdentityKeys } from "./keys";
import { copen, cseal, D, dh, edPublicKey, hkdfExpand, type Random, random } from "./primitives";

/** Sub-keys of the account master key, 32 bytes each. */
export interface AccountKeys {
  /** Seals the private keys. */
  readonly bundle: Bytes;
  /** Seals pins and settings. */
  readonly store: Bytes;
  /** Seals the search index. */
  readonly search: Bytes;
  /** Seals what this device keeps. */
  readonly cache: Bytes;
}

/** The private keys of one identity generation. */
export interface BundleEntry extends IdentityKeys {
  readonly generation: number;
}

/** Whose blob it is, and which version of it; both bound to the seal. */
export interface BlobPlace {
  /** 16 bytes. */
  readonly userId: Uint8Array;
  /** As the server counts it by compare-and-swap. */
  readonly version: number;
}

/** Derives the sub-keys. @throws E_KEY unless the account master key is 32 bytes */
export function deriveAccountKeys(amk: Uint8Array): AccountKeys {
  if (amk.length !== 32) throw new CodedError("E_KEY");
  return {
    bundle: hkdfExpand(amk, D("amk/bundle"), 32),
    store: hkdfExpand(amk, D("amk/store"), 32),
    search: hkdfExpand(amk, D("amk/search"), 32),
    cache: hkdfExpand(amk, D("amk/cache"), 32),
  };
}

function placeBytes({ userId, version }: BlobPlace): Bytes {
  return new Writer().bytes(userId, 16).u64(version).finish();
}

/** At least one entry, generations 1 or higher and ascending. */
function checkEntries(entries: readonly BundleEntry[]): void {
  const ascending = entries.every((entry, i) => entry.generation > (entries[i - 1]?.generation ?? 0));
  if (entries.length === 0 || !ascending) throw new CodedError("E_FORMAT", "bundle");
}

/** The base point of X25519: with it, a shared secret is the public key. */
const xBase = Uint8Array.of(9, ...new Uint8Array(31));

/**
 * Seals the private keys of all generations, 80 + 68 bytes each. @throws E_FORMAT unless generations ascend and keys are
 * 32 bytes, E_RANGE
 */
export function sealBundle(
  key: Uint8Array,
  place: BlobPlace,
  entries: readonly BundleEntry[],
  source: Random = random,
): Bytes {
  checkEntries(entries);
  const writer = new Writer();
  for (const { generation, edSeed, xSecret } of entries) writer.u32(generation).bytes(edSeed, 32).bytes(xSecret, 32);
  return cseal(key, "bundle", placeBytes(place), writer.finish(), source);
}

/** Opens a bundle; generations ascend. @throws E_SHORT, E_COMMIT (wrong key, user or version), E_OPEN, E_FORMAT */
export function openBundle(key: Uint8Array, place: BlobPlace, blob: Uint8Array): BundleEntry[] {
  const reader = new Reader(copen(key, "bundle", placeBytes(place), blob));
  const entries: BundleEntry[] = [];
  while (reader.left > 0) {
    entries.push({ generation: reader.u32(), edSeed: reader.bytes(32), xSecret: reader.bytes(32) });
  }
  checkEntries(entries);
  return entries;
}

/**
 * Compares the keys of the bundle's latest generation with the account's latest verified statement and returns them.
 * @throws E_KEY if generation or public keys differ: the account must not be used
 */
export function checkBundle(entries: readonly BundleEntry[], statement: Statement | undefined): BundleEntry {
  const latest = entries.at(-1);
  const same =
    statement !== undefined &&
    latest?.generation === statement.generation &&
    equal(edPublicKey(latest.edSeed), statement.edPk) &&
    // By the way of secrets that are shared, which is warm sooner: an account is opened once, and somebody waits for it.
    equal(dh(latest.xSecret, xBase), statement.xPk);
  if (!latest || !same) throw new CodedError("E_KEY", "bundle differs from the statement");
  return latest;
}

/** Seals the synced store, JSON text; 80 bytes longer than its UTF-8. @throws E_FORMAT, E_RANGE */
export function sealStore(key: Uint8Array, place: BlobPlace, json: string, source: Random = random): Bytes {
  return cseal(key, "store", placeBytes(place), utf8(json), source);
}

/** Opens the synced store. @throws E_SHORT, E_COMMIT (wrong key, user or version), E_OPEN, E_FORMAT */
export function openStore(key: Uint8Array, place: BlobPlace, blob: Uint8Array): string {
  return fromUtf8(copen(key, "store", placeBytes(place), blob));
}

function recordBytes(userId: Uint8Array, record: string): Bytes {
  if (userId.length !== 16) throw new CodedError("E_FORMAT", "user id");
  return concat(userId, utf8(record));
}

/** Seals a record of this device's cache under its user and name; 80 bytes longer. @throws E_FORMAT */
export function sealCache(
  key: Uint8Array,
  userId: Uint8Array,
  record: string,
  plaintext: Uint8Array,
  source: Random = random,
): Bytes {
  return cseal(key, "cache", recordBytes(userId, record), plaintext, source);
}

/** Opens a record of this device's cache. @throws E_SHORT, E_COMMIT (wrong key, user or name), E_OPEN, E_FORMAT */
export function openCache(key: Uint8Array, userId: Uint8Array, record: string, blob: Uint8Array): Bytes {
  return copen(key, "cache", recordBytes(userId, record), blob);
}
