/** Owns sealed files (`EA01`): one secret per file, chunks bound to their place, padded length, conversation and blob id. */
import { type Bytes, concat, equal, isZero } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer } from "@/lib/protocol/layout";
import { u8, u32 } from "./integers";
import { padme } from "./padme";
import {
  constantTimeEqual,
  D,
  H,
  hkdfExpand,
  hkdfExtract,
  type Random,
  random,
  secretbox,
  secretboxOpen,
  sha256,
} from "./primitives";

/** What the body of the message says of a file; whoever has it can open the blob. */
export interface FileEntry {
  /** Blob id, 16 bytes. */
  readonly id: Bytes;
  /** Secret of the file, 32 bytes. */
  readonly secret: Bytes;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes after padding. */
  readonly paddedSize: number;
  /** SHA-256 of the blob. */
  readonly ciphertextHash: Bytes;
  /** SHA-256 of the file. */
  readonly plaintextHash: Bytes;
}

const headerSize = 32;
const chunksStart = 64;
const tagSize = 16;

function paddedSizeOf(size: number): number {
  return Math.max(padme(size), 1);
}

function isChunkLog2(value: number): boolean {
  return Number.isInteger(value) && value >= 10 && value <= 20;
}

function chunkCipher(secret: Uint8Array, salt: Uint8Array, conversation: Uint8Array, header: Uint8Array) {
  if (conversation.length !== 16) throw new CodedError("E_FORMAT", "conversation id");
  const prk = hkdfExtract(salt, secret);
  const context = H("file-ctx", conversation, header);
  const key = hkdfExpand(prk, concat(D("file/enc"), context), 32);
  const noncePrefix = hkdfExpand(prk, concat(D("file/nonce"), context), 19);
  return { key, nonce: (index: number, last: boolean) => concat(noncePrefix, u32(index), u8(last ? 1 : 0)) };
}

/**
 * Seals a file for a conversation. Ids are 16 bytes; `chunkLog2` (10 to 20, default 16) is the size of a chunk. Requests
 * the secret (32), then the salt (32). @throws E_FORMAT, E_RANGE
 */
export function sealFile(input: {
  readonly conversation: Uint8Array;
  readonly id: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly chunkLog2?: number;
  readonly source?: Random;
}): { blob: Bytes; entry: FileEntry } {
  const { conversation, id, plaintext, chunkLog2 = 16, source = random } = input;
  if (!isChunkLog2(chunkLog2)) throw new CodedError("E_RANGE");
  const secret = source(32);
  const salt = source(32);
  const paddedSize = paddedSizeOf(plaintext.length);
  const header = new Writer().frame("EA01").u8(chunkLog2).zeros(2).bytes(id, 16).u64(paddedSize).finish();
  const { key, nonce } = chunkCipher(secret, salt, conversation, header);
  const data = new Uint8Array(paddedSize);
  data.set(plaintext);
  const chunkSize = 2 ** chunkLog2;
  const count = Math.ceil(paddedSize / chunkSize);
  const chunks = Array.from({ length: count }, (_, i) =>
    secretbox(data.subarray(i * chunkSize, (i + 1) * chunkSize), nonce(i, i === count - 1), key),
  );
  const blob = concat(header, salt, ...chunks);
  const hashes = { ciphertextHash: sha256(blob), plaintextHash: sha256(plaintext) };
  return { blob, entry: { id: new Uint8Array(id), secret, size: plaintext.length, paddedSize, ...hashes } };
}

function chunkLayout(blob: Uint8Array, id: Uint8Array): { chunkSize: number; count: number; paddedSize: number } {
  const reader = new Reader(blob);
  reader.frame("EA01");
  const chunkLog2 = reader.u8();
  if (!isChunkLog2(chunkLog2)) throw new CodedError("E_FORMAT", "file chunks");
  reader.zeros(2);
  const blobId = reader.bytes(16);
  const chunkSize = 2 ** chunkLog2;
  const paddedSize = reader.u64();
  const count = Math.ceil(paddedSize / chunkSize);
  if (blob.length !== chunksStart + paddedSize + tagSize * count) throw new CodedError("E_FORMAT", "file length");
  if (!equal(blobId, id)) throw new CodedError("E_FORMAT", "file id");
  return { chunkSize, count, paddedSize };
}

function openChunk(box: Uint8Array, nonce: Uint8Array, key: Uint8Array): Bytes {
  try {
    return secretboxOpen(box, nonce, key);
  } catch {
    throw new CodedError("E_CHUNK");
  }
}

/**
 * Opens a blob with the entry of its message; returns the file only after every check, in the order of the codes.
 * @throws E_CTHASH, E_FORMAT, E_RANGE, E_CHUNK, E_PAD, E_PTHASH
 */
export function openFile(blob: Uint8Array, conversation: Uint8Array, entry: FileEntry): Bytes {
  if (!constantTimeEqual(sha256(blob), entry.ciphertextHash)) throw new CodedError("E_CTHASH");
  const { chunkSize, count, paddedSize } = chunkLayout(blob, entry.id);
  const header = blob.subarray(0, headerSize);
  const { key, nonce } = chunkCipher(entry.secret, blob.subarray(headerSize, chunksStart), conversation, header);
  const data = new Uint8Array(paddedSize);
  for (let i = 0; i < count; i++) {
    const from = chunksStart + i * (chunkSize + tagSize);
    const box = blob.subarray(from, from + chunkSize + tagSize);
    data.set(openChunk(box, nonce(i, i === count - 1), key), i * chunkSize);
  }
  const padded = paddedSize === paddedSizeOf(entry.size) && paddedSize === entry.paddedSize;
  if (!padded || !isZero(data.subarray(entry.size))) throw new CodedError("E_PAD");
  const plaintext = data.subarray(0, entry.size);
  if (!constantTimeEqual(sha256(plaintext), entry.plaintextHash)) throw new CodedError("E_PTHASH");
  return plaintext;
}
