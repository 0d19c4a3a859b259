/** Owns the way tests name a failure: by its code. */
import { codeOf, type ErrorCode } from "@/lib/base/errors";

/** The code of what `run` throws; "none" if it returns. */
export function codeWhen(run: () => unknown): ErrorCode | "none" {
  try {
    run();
  } catch (thrown) {
    return codeOf(thrown);
  }
  return "none";
}

/** The code of what `promise` rejects with; "none" if it resolves. */
export async function codeWhenSettled(promise: Promise<unknown>): Promise<ErrorCode | "none"> {
  try {
    await promise;
  } catch (thrown) {
    return codeOf(thrown);
  }
  return "none";
}

/** A copy of `bytes` with one bit flipped, counted from the first byte's lowest. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const changed = new Uint8Array(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}
