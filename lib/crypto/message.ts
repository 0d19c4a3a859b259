/** Owns one message: sealing, and opening in the order that keeps unsafe bytes away from expensive or trusting code. */
import { type Bytes, concat, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import {
  encodeHeaderPrefix,
  encodeMessageHeader,
  type HeaderPrefix,
  headerPrefixSize,
  keyedPrefixSize,
  type MessageHeader,
  parseMessageHeader,
} from "@/lib/protocol/message-header";
import { pad, unpad } from "./padding";
import {
  constantTimeEqual,
  D,
  H,
  hkdfExpand,
  hkdfExtract,
  hmacSha256,
  type Random,
  random,
  secretbox,
  secretboxOpen,
  sha256,
  sign,
  verify,
} from "./primitives";

/** A message as it travels: 284, 64 and 272 … 65,552 bytes. */
export interface MessageEnvelope {
  readonly hdr: Bytes;
  readonly sig: Bytes;
  readonly ct: Bytes;
}

export interface SealedEnvelope extends MessageEnvelope {
  /** Message hash; the signature is no part of it. */
  readonly hash: Bytes;
  /** The key that opens this message and no other. */
  readonly mok: Bytes;
}

/** The place in a conversation that a message has to name. */
export interface MessagePlace {
  readonly conv: Bytes;
  readonly epoch: number;
  readonly commitHash: Bytes;
}

/** Hash of a message: its header, 284 bytes. */
export function messageHash(hdr: Uint8Array): Bytes {
  return H("msg-hash", hdr);
}

/** What the first message of a writer chain names as its predecessor. */
export function chainStart(conv: Uint8Array, chainId: Uint8Array): Bytes {
  return H("chain-start", conv, chainId);
}

/** The opening key of one message, 32 bytes, from its epoch's K_msg and its header. */
export function messageKey(msgKey: Uint8Array, hdr: Uint8Array): Bytes {
  const salt = hdr.subarray(keyedPrefixSize, headerPrefixSize);
  return hkdfExpand(hkdfExtract(salt, msgKey), concat(D("mok"), hdr.subarray(0, keyedPrefixSize)), 32);
}

function contentKeys(mok: Uint8Array) {
  return {
    enc: hkdfExpand(mok, D("msg/enc"), 32),
    nonce: hkdfExpand(mok, D("msg/nonce"), 24),
    franking: hkdfExpand(mok, D("msg/frank"), 32),
  };
}

function frankingCommitment(frankingKey: Uint8Array, hdr: Uint8Array, body: Uint8Array): Bytes {
  return hmacSha256(frankingKey, concat(D("frank"), hdr.subarray(0, headerPrefixSize), body));
}

/** Seals a body (at most 65,532 bytes) under an epoch's K_msg and signs it. Takes 32 random bytes. @throws E_TOO_BIG, E_RANGE */
export function sealMessage(
  place: Omit<HeaderPrefix, "salt">,
  msgKey: Uint8Array,
  body: Uint8Array,
  edSeed: Uint8Array,
  source: Random = random,
): SealedEnvelope {
  const prefix: HeaderPrefix = { ...place, salt: source(32) };
  const prefixBytes = encodeHeaderPrefix(prefix);
  const mok = messageKey(msgKey, prefixBytes);
  const { enc, nonce, franking } = contentKeys(mok);
  const ct = secretbox(pad(body), nonce, enc);
  const com = frankingCommitment(franking, prefixBytes, body);
  const hdr = encodeMessageHeader({ ...prefix, com, ctLength: ct.length, ctHash: sha256(ct) });
  return { hdr, sig: sign("msg-sig", hdr, edSeed), ct, hash: messageHash(hdr), mok };
}

/** Checks that a header names this conversation, epoch and commit. @throws E_CONTEXT, E_EPOCH */
export function checkPlace(header: MessageHeader, place: MessagePlace): void {
  if (!equal(header.conv, place.conv)) throw new CodedError("E_CONTEXT");
  if (header.epoch !== place.epoch || !equal(header.commitHash, place.commitHash)) throw new CodedError("E_EPOCH");
}

/** Strict check of the sender's signature over the header as served. @throws E_SIG */
export function checkMessageSignature(hdr: Uint8Array, sig: Uint8Array, senderKey: Uint8Array): void {
  if (!verify("msg-sig", hdr, sig, senderKey)) throw new CodedError("E_SIG");
}

/** Checks a ciphertext against its signed length and hash. @throws E_CTHASH */
export function checkCiphertext(header: MessageHeader, ct: Uint8Array): void {
  if (ct.length !== header.ctLength || !equal(sha256(ct), header.ctHash)) throw new CodedError("E_CTHASH");
}

/** Decrypts with a message's opening key and checks padding and franking. @throws E_OPEN, E_PAD, E_FRANK */
export function openContent(header: MessageHeader, hdr: Uint8Array, ct: Uint8Array, mok: Uint8Array): Bytes {
  const { enc, nonce, franking } = contentKeys(mok);
  const body = unpad(secretboxOpen(ct, nonce, enc));
  if (!constantTimeEqual(frankingCommitment(franking, hdr, body), header.com)) throw new CodedError("E_FRANK");
  return body;
}

export interface OpenedMessage {
  readonly header: MessageHeader;
  readonly body: Bytes;
  readonly hash: Bytes;
  readonly mok: Bytes;
}

/**
 * Opens a message in the order of the protocol: header, place, sender, signature, ciphertext, content. `senderKey` gives the
 * Ed25519 key that the roster lists for a user. Replay, chain, seen view and schema are the log's business.
 * @throws E_FORMAT, E_RANGE, E_CONTEXT, E_EPOCH, E_SENDER, E_SIG, E_CTHASH, E_OPEN, E_PAD, E_FRANK
 */
export function openMessage(
  place: MessagePlace,
  envelope: MessageEnvelope,
  senderKey: (userId: Bytes) => Bytes | undefined,
  msgKey: Uint8Array,
): OpenedMessage {
  const { hdr, sig, ct } = envelope;
  const header = parseMessageHeader(hdr);
  checkPlace(header, place);
  const edPk = senderKey(header.sender);
  if (!edPk) throw new CodedError("E_SENDER");
  checkMessageSignature(hdr, sig, edPk);
  checkCiphertext(header, ct);
  const mok = messageKey(msgKey, hdr);
  return { header, body: openContent(header, hdr, ct, mok), hash: messageHash(hdr), mok };
}
