/** Owns the integers of the byte formats: unsigned, big-endian, checked. */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";

function write(value: number, size: number, limit: number): Bytes {
  if (!Number.isInteger(value) || value < 0 || value > limit) throw new CodedError("E_RANGE");
  const out = new Uint8Array(size);
  for (let i = size - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) out[i] = rest % 256;
  return out;
}

function read(bytes: Uint8Array, at: number, size: number): number {
  if (at < 0 || at + size > bytes.length) throw new CodedError("E_SHORT");
  return bytes.subarray(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** One byte. @throws E_RANGE */
export const u8 = (value: number): Bytes => write(value, 1, 0xff);

/** Two bytes. @throws E_RANGE */
export const u16 = (value: number): Bytes => write(value, 2, 0xffff);

/** Four bytes. @throws E_RANGE */
export const u32 = (value: number): Bytes => write(value, 4, 0xffff_ffff);

/** Eight bytes, at most 2^53 - 1. @throws E_RANGE */
export const u64 = (value: number): Bytes => write(value, 8, Number.MAX_SAFE_INTEGER);

/** The u16 at an offset. @throws E_SHORT beyond the end. */
export const readU16 = (bytes: Uint8Array, at: number): number => read(bytes, at, 2);

/** The u32 at an offset. @throws E_SHORT beyond the end. */
export const readU32 = (bytes: Uint8Array, at: number): number => read(bytes, at, 4);

/** The u64 at an offset. @throws E_SHORT beyond the end, E_RANGE above 2^53 - 1. */
export function readU64(bytes: Uint8Array, at: number): number {
  const value = read(bytes, at, 8);
  if (value > Number.MAX_SAFE_INTEGER) throw new CodedError("E_RANGE");
  return value;
}
