/** Owns the layout of a member's signed position in the log: `ER01` (read) and `EV01` (received and verified), 152 bytes. */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer } from "./layout";

export type PointerKind = "read" | "view";

/** Signed bytes in front of the signature. */
export const pointerSignedSize = 88;

export interface Pointer {
  readonly kind: PointerKind;
  readonly conv: Bytes;
  readonly userId: Bytes;
  /** Last event this position covers; at least 1. */
  readonly seq: number;
  /** T after that event. */
  readonly transcript: Bytes;
  /** ms since 1970, the signer's clock. */
  readonly time: number;
}

export interface SignedPointer extends Pointer {
  readonly signature: Bytes;
}

const magics: Readonly<Record<PointerKind, string>> = { read: "ER01", view: "EV01" };

/** Reads a pointer; the signature is not checked. @throws E_FORMAT, E_RANGE */
export function parsePointer(bytes: Uint8Array): SignedPointer {
  const reader = new Reader(bytes);
  const kind = bytes[1] === magics.view.charCodeAt(1) ? "view" : "read";
  reader.frame(magics[kind]);
  reader.zeros(3);
  const pointer = {
    kind,
    conv: reader.bytes(16),
    userId: reader.bytes(16),
    seq: reader.u64(),
    transcript: reader.bytes(32),
    time: reader.u64(),
    signature: reader.bytes(64),
  } as const;
  reader.end();
  if (pointer.seq === 0) throw new CodedError("E_RANGE", "pointer");
  return pointer;
}

/** Writes the 88 bytes that are signed. @throws E_FORMAT for a field of a wrong length, E_RANGE */
export function encodePointer(pointer: Pointer): Bytes {
  return new Writer()
    .frame(magics[pointer.kind])
    .zeros(3)
    .bytes(pointer.conv, 16)
    .bytes(pointer.userId, 16)
    .u64(pointer.seq)
    .bytes(pointer.transcript, 32)
    .u64(pointer.time)
    .finish();
}
