/** Owns identity statements (`EI01`): their bytes, and the check of a user's chain of them. */
import { type Bytes, concat, equal, isZero } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer, zeroHash } from "@/lib/protocol/layout";
import { validX } from "./keys";
import type { Claim } from "./native-verify";
import { edPublicKey, H, sign, verify, xPublicKey } from "./primitives";

/** How a statement follows its predecessor: 0 initial, 1 rotation (signed by the old key too), 2 reset (old key lost). */
export type StatementFlags = 0 | 1 | 2;

/** A statement whose format is right. Trust it only after `verifyStatement`. */
export interface Statement {
  /** All 260 bytes as transmitted. */
  readonly bytes: Bytes;
  /** 16 bytes. */
  readonly userId: Bytes;
  /** 1, 2, … */
  readonly generation: number;
  readonly flags: StatementFlags;
  /** Hash of the previous statement, 32 bytes; zeros in the first. */
  readonly previousHash: Bytes;
  /** Ed25519 public key, 32 bytes. */
  readonly edPk: Bytes;
  /** X25519 public key, 32 bytes. */
  readonly xPk: Bytes;
  /** Milliseconds since 1970 by the author's clock. */
  readonly time: number;
  /** Hash of this statement (signatures not included), 32 bytes. */
  readonly hash: Bytes;
}

export interface NewStatement {
  /** 16 bytes. */
  readonly userId: Uint8Array;
  readonly generation: number;
  readonly flags: StatementFlags;
  /** Left out in the first statement. `edSeed` is the old key's, needed for a rotation only. */
  readonly previous?: { readonly hash: Uint8Array; readonly edSeed?: Uint8Array };
  readonly edSeed: Uint8Array;
  readonly xSecret: Uint8Array;
  /** Milliseconds since 1970. */
  readonly time: number;
}

const size = 260;
const signedSize = 132;

function isFlags(value: number): value is StatementFlags {
  return value === 0 || value === 1 || value === 2;
}

/** Reads a statement without checking its signatures. @throws E_FORMAT, E_RANGE */
export function parseStatement(source: Uint8Array): Statement {
  const bytes = new Uint8Array(source);
  if (bytes.length !== size) throw new CodedError("E_FORMAT", "identity statement");
  const reader = new Reader(bytes);
  reader.frame("EI01");
  const flags = reader.u8();
  if (!isFlags(flags)) throw new CodedError("E_FORMAT", "identity statement");
  reader.zeros(2);
  return {
    bytes,
    flags,
    userId: reader.bytes(16),
    generation: reader.u32(),
    previousHash: reader.bytes(32),
    edPk: reader.bytes(32),
    xPk: reader.bytes(32),
    time: reader.u64(),
    hash: H("id-hash", bytes.subarray(0, signedSize)),
  };
}

/**
 * Makes and signs a statement, 260 bytes. @throws E_KEY for keys of a wrong length, E_CHAIN for a rotation without the
 * old seed, E_FORMAT for ids and hashes of a wrong length, E_RANGE
 */
export function createStatement(fields: NewStatement): Bytes {
  const { userId, generation, flags, previous, edSeed, xSecret, time } = fields;
  const signed = new Writer()
    .frame("EI01")
    .u8(flags)
    .zeros(2)
    .bytes(userId, 16)
    .u32(generation)
    .bytes(previous?.hash ?? zeroHash, 32)
    .bytes(edPublicKey(edSeed), 32)
    .bytes(xPublicKey(xSecret), 32)
    .u64(time)
    .finish();
  if (flags === 1 && !previous?.edSeed) throw new CodedError("E_CHAIN", "rotation without the old key");
  const endorsement = flags === 1 && previous?.edSeed ? sign("id-sig", signed, previous.edSeed) : new Uint8Array(64);
  return concat(signed, sign("id-sig", signed, edSeed), endorsement);
}

function checkSuccession(statement: Statement, predecessor: Statement): void {
  const follows =
    statement.generation === predecessor.generation + 1 &&
    equal(statement.previousHash, predecessor.hash) &&
    equal(statement.userId, predecessor.userId);
  if (!follows) throw new CodedError("E_CHAIN", "identity statement");
}

/**
 * Checks a statement against its predecessor (null for the first): signatures, keys, chain. A true result makes both
 * public keys fit for use; strict verification under its own Ed25519 key implies `validEd`.
 * @throws E_SIG, E_LOW_ORDER, E_CHAIN
 */
export function verifyStatement(statement: Statement, predecessor: Statement | null): void {
  const signed = statement.bytes.subarray(0, signedSize);
  const endorsement = statement.bytes.subarray(196, size);
  if (!verify("id-sig", signed, statement.bytes.subarray(signedSize, 196), statement.edPk)) {
    throw new CodedError("E_SIG", "identity statement");
  }
  if (!validX(statement.xPk)) throw new CodedError("E_LOW_ORDER", "identity statement");
  if (statement.flags === 0) {
    const first = statement.generation === 1 && isZero(statement.previousHash) && isZero(endorsement);
    if (!first || predecessor) throw new CodedError("E_CHAIN", "initial identity statement");
    return;
  }
  if (!predecessor) throw new CodedError("E_CHAIN", "identity statement without its predecessor");
  checkSuccession(statement, predecessor);
  const endorsed =
    statement.flags === 1 ? verify("id-sig", signed, endorsement, predecessor.edPk) : isZero(endorsement);
  if (!endorsed) throw new CodedError("E_SIG", "endorsement of an identity statement");
}

/**
 * Reads and checks a user's statements in the order of generations. `list` starts with generation 1, or with the
 * successor of `from`, a statement already trusted (pinned). Returns the statements of `list`.
 * @throws E_FORMAT, E_RANGE, E_SIG, E_LOW_ORDER, E_CHAIN (also for an empty list without `from`)
 */
export function verifyChain(list: readonly Uint8Array[], from?: Statement): Statement[] {
  if (list.length === 0 && !from) throw new CodedError("E_CHAIN", "no identity statement");
  let predecessor: Statement | null = from ?? null;
  return list.map((bytes) => {
    const statement = parseStatement(bytes);
    verifyStatement(statement, predecessor);
    predecessor = statement;
    return statement;
  });
}

/** The signatures that `verifyChain` is about to check, so that the platform can check them first. */
export function chainClaims(chain: readonly Statement[]): Claim[] {
  return chain.flatMap(({ bytes, flags, edPk }, at) => {
    const signed = { label: "id-sig", bytes: bytes.subarray(0, signedSize) };
    const own = { ...signed, signature: bytes.subarray(signedSize, 196), publicKey: edPk };
    const before = flags === 1 ? chain[at - 1] : undefined;
    return before ? [own, { ...signed, signature: bytes.subarray(196), publicKey: before.edPk }] : [own];
  });
}
