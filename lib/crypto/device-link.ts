/** Owns the device link: how an unlocked browser hands the account master key to a new one. */
import { type Bytes, concat, equal, fromBase64Url, toBase64Url } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer } from "@/lib/protocol/layout";
import { validX } from "./keys";
import { H, pkopen, pkseal, type Random, random, xPublicKey } from "./primitives";

/** What the new browser shows: a random id (16 bytes) and a fresh X25519 key (32 bytes). */
export interface DeviceLink {
  readonly linkId: Bytes;
  readonly ephemeralPk: Bytes;
}

/** What the reply is bound to, besides the link: the user (16 bytes) and the hash of their latest statement (32 bytes). */
export interface LinkContext {
  readonly linkId: Uint8Array;
  readonly userId: Uint8Array;
  readonly statementHash: Uint8Array;
}

const scheme = "ecl1:";

function checkBytes(linkId: Uint8Array, ephemeralPk: Uint8Array): Bytes {
  return H("device-link-check", linkId, ephemeralPk).slice(0, 4);
}

function contextBytes({ userId, linkId, statementHash }: LinkContext): Bytes {
  return new Writer().bytes(userId, 16).bytes(linkId, 16).bytes(statementHash, 32).finish();
}

/** A new link, its secret, and the text of its QR code. Requests the id (16), then the secret (32). */
export function createDeviceLink(source: Random = random): { link: DeviceLink; secret: Bytes; text: string } {
  const linkId = source(16);
  const secret = source(32);
  const ephemeralPk = xPublicKey(secret);
  const text = scheme + toBase64Url(concat(linkId, ephemeralPk, checkBytes(linkId, ephemeralPk)));
  return { link: { linkId, ephemeralPk }, secret, text };
}

/** Reads a scanned text. @throws E_FORMAT, E_LOW_ORDER */
export function readDeviceLink(text: string): DeviceLink {
  if (!text.startsWith(scheme)) throw new CodedError("E_FORMAT", "device link");
  const reader = new Reader(fromBase64Url(text.slice(scheme.length)));
  const [linkId, ephemeralPk, check] = [reader.bytes(16), reader.bytes(32), reader.bytes(4)];
  reader.end();
  if (!equal(check, checkBytes(linkId, ephemeralPk))) throw new CodedError("E_FORMAT", "device link");
  if (!validX(ephemeralPk)) throw new CodedError("E_LOW_ORDER", "device link");
  return { linkId, ephemeralPk };
}

/** Seals the account master key (32 bytes) to the new browser, 85 bytes. @throws E_FORMAT, E_KEY, E_LOW_ORDER */
export function sealDeviceReply(
  ephemeralPk: Uint8Array,
  context: LinkContext,
  amk: Uint8Array,
  source: Random = random,
): Bytes {
  if (amk.length !== 32) throw new CodedError("E_KEY");
  return pkseal("device-link", contextBytes(context), ephemeralPk, amk, source(32));
}

/**
 * Opens the reply with the link's secret. The key counts only once it opens the bundle of this user and the bundle
 * passes `checkBundle`. @throws E_FORMAT, E_LOW_ORDER, E_OPEN, E_KEY
 */
export function openDeviceReply(secret: Uint8Array, context: LinkContext, reply: Uint8Array): Bytes {
  const amk = pkopen("device-link", contextBytes(context), secret, reply);
  if (amk.length !== 32) throw new CodedError("E_KEY");
  return amk;
}
