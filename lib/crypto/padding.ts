/** Owns the padding that leaves the server nine sizes of message to tell apart. */
import { type Bytes, concat, isZero } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { bodyBuckets } from "@/lib/protocol/limits";
import { readU32, u32 } from "./integers";

function bucketOf(bodyLength: number): number {
  const bucket = bodyBuckets.find((size) => size >= bodyLength + 4);
  if (bucket === undefined) throw new CodedError("E_TOO_BIG");
  return bucket;
}

/** `u32 length || body || zeros` up to the smallest bucket. @throws E_TOO_BIG above 65,532 bytes */
export function pad(body: Uint8Array): Bytes {
  const bucket = bucketOf(body.length);
  return concat(u32(body.length), body, new Uint8Array(bucket - 4 - body.length));
}

/** The body inside a padded one. @throws E_PAD unless the bucket is the smallest and every padding byte zero */
export function unpad(padded: Uint8Array): Bytes {
  if (padded.length < 4) throw new CodedError("E_PAD");
  const length = readU32(padded, 0);
  const minimal = length + 4 <= padded.length && bucketOf(length) === padded.length;
  if (!minimal || !isZero(padded.subarray(4 + length))) throw new CodedError("E_PAD");
  return new Uint8Array(padded.subarray(4, 4 + length));
}
