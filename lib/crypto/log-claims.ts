/** Owns finding the signatures that a log is about to check, so that the platform can check them first. */
import { type Bytes, equal, fromBase64 } from "@/lib/base/bytes";
import { findEntry } from "@/lib/protocol/commit";
import { headerSize } from "@/lib/protocol/message-header";
import { pointerSignedSize } from "@/lib/protocol/pointer";
import type { DecodedEvent } from "@/lib/protocol/wire";
import type { ConversationLog } from "./log";
import type { Claim } from "./native-verify";
import { sha256 } from "./primitives";

/** Offset of the sender in a message header, and of the user in a pointer. */
const senderAt = 76;
const userAt = 24;
/** Offset of the ciphertext's SHA-256 in a message header. */
const hashAt = 252;

/** Messages whose author is a member now; commits are rare and left to the log. */
export function messageClaims(log: ConversationLog, events: readonly DecodedEvent[]): Claim[] {
  return events.flatMap(({ seq, kind, body, sig }) => {
    if (kind !== 2 || seq <= log.n || body?.length !== headerSize || !sig) return [];
    return claim(log, "msg-sig", body, sig, body.subarray(senderAt, senderAt + 16));
  });
}

/** Pointers, base64, of members. */
export function pointerClaims(log: ConversationLog, pointers: readonly string[]): Claim[] {
  return pointers.flatMap((text) => {
    const bytes = fromBase64(text);
    if (bytes.length !== pointerSignedSize + 64) return [];
    const label = bytes[1] === 0x52 ? "read-sig" : "view-sig"; // "ER01" or "EV01"
    const signed = bytes.subarray(0, pointerSignedSize);
    return claim(log, label, signed, bytes.subarray(pointerSignedSize), bytes.subarray(userAt, userAt + 16));
  });
}

/** True if the ciphertext is the one that the header names. */
export function isWhole({ body, ct }: DecodedEvent): boolean {
  return body !== null && ct !== null && equal(sha256(ct), body.subarray(hashAt, headerSize));
}

function claim(log: ConversationLog, label: string, bytes: Bytes, signature: Bytes, user: Bytes): Claim[] {
  const author = findEntry(log.roster, user);
  return author ? [{ label, bytes, signature, publicKey: author.edPk }] : [];
}
