/** Owns the signatures of read and view pointers: a member's own word on how far the log has reached this device or person. */
import { type Bytes, concat } from "@/lib/base/bytes";
import { encodePointer, type Pointer, type PointerKind, pointerSignedSize } from "@/lib/protocol/pointer";
import { sign, verify } from "./primitives";

const labels: Readonly<Record<PointerKind, string>> = { read: "read-sig", view: "view-sig" };

/** A signed pointer, 152 bytes. @throws E_FORMAT, E_RANGE */
export function signPointer(pointer: Pointer, edSeed: Uint8Array): Bytes {
  const signed = encodePointer(pointer);
  return concat(signed, sign(labels[pointer.kind], signed, edSeed));
}

/** Strict check of a pointer's signature. Never throws. */
export function verifyPointer(kind: PointerKind, bytes: Uint8Array, edPk: Uint8Array): boolean {
  return verify(labels[kind], bytes.subarray(0, pointerSignedSize), bytes.subarray(pointerSignedSize), edPk);
}
