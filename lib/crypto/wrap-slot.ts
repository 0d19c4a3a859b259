/** Owns wrap slots (`EW01`): the account master key sealed under a password or a recovery code. */
import { type Bytes, concat, equal, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer } from "@/lib/protocol/layout";
import { argon2id, checkCost, type Kdf, type KdfCost, standardCost } from "./kdf";
import { normalizePassword } from "./password";
import { copen, cseal, hkdfExtract, type Random, random } from "./primitives";

/** 1 passphrase, 2 recovery code. */
export type SlotKind = 1 | 2;

/** A slot whose format is right; its parameters are checked when it is opened. */
export interface Slot {
  readonly kind: SlotKind;
  /** 1 Argon2id, 0 none. */
  readonly kdf: number;
  readonly cost: KdfCost;
  /** 16 bytes. */
  readonly userId: Bytes;
  /** 16 bytes. */
  readonly slotId: Bytes;
  readonly amkGeneration: number;
  /** 16 bytes. */
  readonly salt: Bytes;
  /** Bytes 0..68, bound to the seal. */
  readonly header: Bytes;
  /** The seal, 112 bytes. */
  readonly sealed: Bytes;
}

export interface OpenedSlot {
  /** Account master key, 32 bytes. */
  readonly amk: Bytes;
  readonly amkGeneration: number;
  /** 16 bytes. */
  readonly slotId: Bytes;
}

/** What every new slot holds: ids of 16 bytes, a key of 32. */
export interface NewSlot {
  readonly userId: Uint8Array;
  readonly slotId: Uint8Array;
  readonly amk: Uint8Array;
  readonly amkGeneration: number;
  readonly source?: Random;
}

const size = 180;
const headerSize = 68;
const noCost: KdfCost = { mKib: 0, t: 0, p: 0 };

/** Reads a slot. @throws E_FORMAT for a wrong length, magic, suite or kind */
export function parseSlot(source: Uint8Array): Slot {
  const bytes = new Uint8Array(source);
  if (bytes.length !== size) throw new CodedError("E_FORMAT", "wrap slot");
  const reader = new Reader(bytes);
  reader.frame("EW01");
  const kind = reader.u8();
  if (kind !== 1 && kind !== 2) throw new CodedError("E_FORMAT", "kind of wrap slot");
  const [kdf, p] = [reader.u8(), reader.u8()];
  const [userId, slotId, amkGeneration] = [reader.bytes(16), reader.bytes(16), reader.u32()];
  const cost = { mKib: reader.u32(), t: reader.u32(), p };
  const salt = reader.bytes(16);
  const sealed = reader.bytes(112);
  return { kind, kdf, cost, userId, slotId, amkGeneration, salt, header: bytes.slice(0, headerSize), sealed };
}

function slotHeader(kind: SlotKind, kdf: number, cost: KdfCost, fields: NewSlot, salt: Bytes): Bytes {
  if (fields.amk.length !== 32) throw new CodedError("E_KEY");
  return new Writer()
    .frame("EW01")
    .u8(kind)
    .u8(kdf)
    .u8(cost.p)
    .bytes(fields.userId, 16)
    .bytes(fields.slotId, 16)
    .u32(fields.amkGeneration)
    .u32(cost.mKib)
    .u32(cost.t)
    .bytes(salt, 16)
    .finish();
}

/** The slot if it is of this kind and belongs to this user, before anything about its parameters. */
function slotOf(bytes: Uint8Array, kind: SlotKind, userId: Uint8Array): Slot {
  const slot = parseSlot(bytes);
  if (slot.kind !== kind) throw new CodedError("E_FORMAT", "kind of wrap slot");
  if (!equal(slot.userId, userId)) throw new CodedError("E_USER");
  return slot;
}

function openUnder(kek: Uint8Array, slot: Slot): OpenedSlot {
  const amk = copen(kek, "wrap", slot.header, slot.sealed);
  return { amk, amkGeneration: slot.amkGeneration, slotId: slot.slotId };
}

/**
 * Seals the account master key under a password, 180 bytes. Requests the salt (16), then the seal's salt (32).
 * @throws E_FORMAT, E_KEY, E_RANGE for fields of a wrong size, E_INPUT for an empty password
 */
export async function sealPassphraseSlot(
  fields: NewSlot & { readonly password: string; readonly kdf?: Kdf },
): Promise<Bytes> {
  const { password, amk, kdf = argon2id, source = random } = fields;
  const salt = source(16);
  const header = slotHeader(1, 1, standardCost, fields, salt);
  const kek = await kdf(utf8(normalizePassword(password)), salt, standardCost);
  return concat(header, cseal(kek, "wrap", header, amk, source));
}

/** Opens a passphrase slot of this user. @throws E_FORMAT, E_USER, E_KDF_PARAMS (all before the KDF runs), E_COMMIT */
export async function openPassphraseSlot(
  bytes: Uint8Array,
  userId: Uint8Array,
  password: string,
  kdf: Kdf = argon2id,
): Promise<OpenedSlot> {
  const slot = slotOf(bytes, 1, userId);
  if (slot.kdf !== 1) throw new CodedError("E_KDF_PARAMS");
  checkCost(slot.cost);
  return openUnder(await kdf(utf8(normalizePassword(password)), slot.salt, slot.cost), slot);
}

/**
 * Seals the account master key under the 16 bytes of a recovery code, 180 bytes. Requests the salt (16), then the seal's
 * salt (32). @throws E_RECOVERY for a code of another length; E_FORMAT, E_KEY, E_RANGE
 */
export function sealRecoverySlot(fields: NewSlot & { readonly code: Uint8Array }): Bytes {
  const { code, amk, source = random } = fields;
  if (code.length !== 16) throw new CodedError("E_RECOVERY");
  const salt = source(16);
  const header = slotHeader(2, 0, noCost, fields, salt);
  return concat(header, cseal(hkdfExtract(salt, code), "wrap", header, amk, source));
}

/** Opens a recovery slot of this user. @throws E_FORMAT, E_USER, E_KDF_PARAMS, E_COMMIT */
export function openRecoverySlot(bytes: Uint8Array, userId: Uint8Array, code: Uint8Array): OpenedSlot {
  const slot = slotOf(bytes, 2, userId);
  const { mKib, t, p } = slot.cost;
  if (slot.kdf !== 0 || mKib !== 0 || t !== 0 || p !== 0) throw new CodedError("E_KDF_PARAMS");
  return openUnder(hkdfExtract(slot.salt, code), slot);
}
