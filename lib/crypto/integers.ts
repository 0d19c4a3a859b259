/** Owns single integers of the byte formats: unsigned, big-endian. Whole layouts: `Reader` and `Writer` of lib/protocol/layout. */
import type { Bytes } from "@/lib/base/bytes";
import { Reader, Writer } from "@/lib/protocol/layout";

/** One byte. @throws E_RANGE */
export const u8 = (value: number): Bytes => new Writer().u8(value).finish();

/** Four bytes. @throws E_RANGE */
export const u32 = (value: number): Bytes => new Writer().u32(value).finish();

/** Eight bytes, at most 2^53 - 1. @throws E_RANGE */
export const u64 = (value: number): Bytes => new Writer().u64(value).finish();

/** The u32 at an offset. @throws E_FORMAT beyond the end */
export const readU32 = (bytes: Uint8Array, at: number): number => new Reader(bytes.subarray(at)).u32();
