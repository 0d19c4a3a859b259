/** Owns the layout of a message's signed header (`EM01`, 284 bytes). */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer } from "./layout";
import { bodyBuckets, boxOverhead } from "./limits";

export const headerSize = 284;

/** Everything up to and including the salt: what the franking commitment covers. */
export const headerPrefixSize = 216;

/** Everything before the salt: what enters the message key. */
export const keyedPrefixSize = 184;

export interface MessageHeader {
  /** The author wishes to leave: signed and in the clear, so that server and members agree about who is on the way out. */
  readonly leaves?: true;
  readonly conv: Bytes;
  readonly msgId: Bytes;
  readonly epoch: number;
  /** Hash of the commit that made the epoch. */
  readonly commitHash: Bytes;
  readonly sender: Bytes;
  readonly chainId: Bytes;
  /** 0, 1, … within the writer chain. */
  readonly counter: number;
  /** Hash of the chain's previous message, or of its start. */
  readonly previous: Bytes;
  readonly seenSeq: number;
  readonly seenTranscript: Bytes;
  readonly salt: Bytes;
  readonly com: Bytes;
  /** Bytes of the ciphertext, one of nine sizes. */
  readonly ctLength: number;
  readonly ctHash: Bytes;
}

/** The part of a header that is known before the body is encrypted. */
export type HeaderPrefix = Omit<MessageHeader, "com" | "ctLength" | "ctHash">;

function readLeaves(reader: Reader): { leaves?: true } {
  const flag = reader.u8();
  if (flag > 1) throw new CodedError("E_FORMAT", "flags");
  return flag === 1 ? { leaves: true } : {};
}

/** Reads a header. @throws E_FORMAT (length, magic, suite, reserved bytes, ciphertext size), E_RANGE */
export function parseMessageHeader(bytes: Uint8Array): MessageHeader {
  const reader = new Reader(bytes);
  reader.frame("EM01");
  const leaves = readLeaves(reader);
  reader.zeros(2);
  const header = {
    ...leaves,
    conv: reader.bytes(16),
    msgId: reader.bytes(16),
    epoch: reader.u32(),
    commitHash: reader.bytes(32),
    sender: reader.bytes(16),
    chainId: reader.bytes(16),
    counter: reader.u32(),
    previous: reader.bytes(32),
    seenSeq: reader.u64(),
    seenTranscript: reader.bytes(32),
    salt: reader.bytes(32),
    com: reader.bytes(32),
    ctLength: reader.u32(),
    ctHash: reader.bytes(32),
  };
  reader.end();
  if (!bodyBuckets.some((bucket) => bucket + boxOverhead === header.ctLength)) throw new CodedError("E_FORMAT", "size");
  return header;
}

/** Writes the first 216 bytes. @throws E_FORMAT for a field of a wrong length, E_RANGE */
export function encodeHeaderPrefix(prefix: HeaderPrefix): Bytes {
  return new Writer()
    .frame("EM01")
    .u8(prefix.leaves ? 1 : 0)
    .zeros(2)
    .bytes(prefix.conv, 16)
    .bytes(prefix.msgId, 16)
    .u32(prefix.epoch)
    .bytes(prefix.commitHash, 32)
    .bytes(prefix.sender, 16)
    .bytes(prefix.chainId, 16)
    .u32(prefix.counter)
    .bytes(prefix.previous, 32)
    .u64(prefix.seenSeq)
    .bytes(prefix.seenTranscript, 32)
    .bytes(prefix.salt, 32)
    .finish();
}

/** Writes all 284 bytes. @throws E_FORMAT for a field of a wrong length, E_RANGE */
export function encodeMessageHeader(header: MessageHeader): Bytes {
  return new Writer()
    .bytes(encodeHeaderPrefix(header), headerPrefixSize)
    .bytes(header.com, 32)
    .u32(header.ctLength)
    .bytes(header.ctHash, 32)
    .finish();
}
