/** Owns signed objects for tests, written from the byte tables of the protocol and independent of lib/protocol. */
import { type Bytes, concat, utf8, uuidToBytes } from "@/lib/base/bytes";
import { D, H, edPublicKey, random, sha256, sign, xPublicKey } from "@/lib/crypto/primitives";

export const zeros = (length: number): Bytes => new Uint8Array(length);
export const u8 = (value: number): Bytes => Uint8Array.of(value);
export const u16 = (value: number): Bytes => Uint8Array.of(value >> 8, value & 255);

export function u32(value: number): Bytes {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

export function u64(value: number | bigint): Bytes {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value));
  return out;
}

export interface Keys {
  readonly edSeed: Bytes;
  readonly edPk: Bytes;
  readonly xPk: Bytes;
}

export function newKeys(): Keys {
  const edSeed = random(32);
  return { edSeed, edPk: edPublicKey(edSeed), xPk: xPublicKey(random(32)) };
}

/** EI01. `before`: the previous statement's hash and, for a rotation, its keys. */
export function statement(
  userId: string,
  keys: Keys,
  chain: { generation: number; flags: number; previous: Bytes; signer?: Keys } = {
    generation: 1,
    flags: 0,
    previous: zeros(32),
  },
): Bytes {
  const { generation, flags, previous, signer } = chain;
  const head = concat(utf8("EI01"), u8(1), u8(flags), u16(0), uuidToBytes(userId), u32(generation), previous);
  const signed = concat(head, keys.edPk, keys.xPk, u64(Date.now()));
  return concat(
    signed,
    sign("id-sig", signed, keys.edSeed),
    signer ? sign("id-sig", signed, signer.edSeed) : zeros(64),
  );
}

export const statementHash = (body: Bytes): Bytes => H("id-hash", body.subarray(0, 132));

/** EW01 of kind 1 (passphrase) or 2 (recovery); the seal inside is random. */
export function slot(userId: string, kind: 1 | 2, slotId: Bytes = random(16), generation = 1): Bytes {
  const kdf = kind === 1 ? [u8(1), u8(1)] : [u8(0), u8(0)];
  const cost = kind === 1 ? [u32(65_536), u32(3)] : [u32(0), u32(0)];
  const head = concat(utf8("EW01"), u8(1), u8(kind), ...kdf, uuidToBytes(userId), slotId, u32(generation), ...cost);
  return concat(head, random(16), random(112));
}

export interface RosterEntry {
  readonly userId: string;
  readonly role: number;
  readonly stmtHash: Bytes;
  readonly keys: Keys;
}

export interface CommitFields {
  reason: number;
  conv: string;
  epoch: number;
  previous: Bytes;
  seenSeq: number | bigint;
  seenT: Bytes;
  author: string;
  time: number;
  policyType: number;
  policyAdd: number;
  retentionDays: number;
  caseId: Bytes;
  contextHash: Bytes;
  modRoot: Bytes;
  roster: readonly RosterEntry[];
  disclosures: Bytes | null;
  metadata: Bytes | null;
  /** Instead of one random box per entry. */
  boxes?: Bytes;
}

export interface Commit {
  readonly body: Bytes;
  readonly sig: Bytes;
  readonly boxes: Bytes;
  readonly disclosures: Bytes | null;
  readonly metadata: Bytes | null;
  readonly hash: Bytes;
}

/** EC01 with the roster in the order as given, and hashes over whatever boxes, disclosures and metadata it is given. */
export function commit(f: CommitFields, edSeed: Bytes): Commit {
  const boxes = f.boxes ?? concat(...f.roster.map(() => concat(utf8("EB01"), u8(1), random(80))));
  const body = concat(
    ...[utf8("EC01"), u8(1), u8(f.reason), u16(0), uuidToBytes(f.conv), u32(f.epoch), f.previous],
    ...[u64(f.seenSeq), f.seenT, uuidToBytes(f.author), u64(f.time), u8(f.policyType), u8(f.policyAdd), u16(0)],
    ...[u32(f.retentionDays), f.caseId, f.contextHash, f.modRoot, random(32), H("boxes", boxes)],
    f.disclosures ? H("disclosures", f.disclosures) : zeros(32),
    f.metadata ? H("meta-hash", f.metadata) : zeros(32),
    u16(f.roster.length),
    ...f.roster.map((r) => concat(uuidToBytes(r.userId), u8(r.role), r.stmtHash, r.keys.edPk, r.keys.xPk)),
  );
  const sig = sign("commit-sig", body, edSeed);
  return { body, sig, boxes, disclosures: f.disclosures, metadata: f.metadata, hash: H("commit-hash", body) };
}

/** ED01 that discloses `epochs` to one moderator. */
export function disclosures(caseId: Bytes, moderator: string, epochs: readonly number[]): Bytes {
  const entries = epochs.map((epoch) =>
    concat(u32(epoch), uuidToBytes(moderator), concat(utf8("EB01"), u8(1), random(80))),
  );
  return concat(utf8("ED01"), u8(1), u8(0), u16(entries.length), caseId, ...entries);
}

export interface MessageFields {
  conv: string;
  msgId: Bytes;
  epoch: number;
  commitHash: Bytes;
  sender: string;
  chain: Bytes;
  counter: number;
  prev: Bytes;
  seenSeq: number | bigint;
  seenT: Bytes;
  size: number;
  /** Whether the header says that its author leaves. */
  leaves?: boolean;
}

export interface Message {
  readonly hdr: Bytes;
  readonly sig: Bytes;
  readonly ct: Bytes;
  readonly hash: Bytes;
}

/** EM01 with a random ciphertext of `size` bytes. */
export function message(f: MessageFields, edSeed: Bytes): Message {
  const ct = random(f.size);
  const hdr = concat(
    ...[utf8("EM01"), u8(1), u8(f.leaves ? 1 : 0), u16(0), uuidToBytes(f.conv), f.msgId, u32(f.epoch), f.commitHash],
    ...[uuidToBytes(f.sender), f.chain, u32(f.counter), f.prev, u64(f.seenSeq), f.seenT, random(32), random(32)],
    ...[u32(ct.length), sha256(ct)],
  );
  return { hdr, sig: sign("msg-sig", hdr, edSeed), ct, hash: H("msg-hash", hdr) };
}

/** ER01 (read) or EV01 (view). */
export function pointer(
  kind: "read" | "view",
  f: { conv: string; user: string; seq: number | bigint; transcript: Bytes; time?: number },
  edSeed: Bytes,
): Bytes {
  const place = concat(uuidToBytes(f.conv), uuidToBytes(f.user), u64(f.seq), f.transcript, u64(f.time ?? Date.now()));
  const signed = concat(utf8(kind === "read" ? "ER01" : "EV01"), u8(1), u8(0), u16(0), place);
  return concat(signed, sign(kind === "read" ? "read-sig" : "view-sig", signed, edSeed));
}

/** T_0 of a conversation. */
export const firstTranscript = (conv: string): Bytes => H("t0", uuidToBytes(conv));

/** T_n from T_(n-1). */
export const nextTranscript = (t: Bytes, n: number, kind: 1 | 2, hash: Bytes): Bytes =>
  sha256(concat(D("t"), t, u64(n), u8(kind), hash));

/** The signed hash of what a conversation is about. */
export const contextHash = (kind: string, externalId: string): Bytes =>
  H("conv-context", utf8(`${kind}:${externalId}`));
