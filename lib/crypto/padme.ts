/** Owns Padmé, the padding of files: it leaks little of a length and adds at most 12 %. */
import { CodedError } from "@/lib/base/errors";

/** floor(log2 value) of a whole number up to 2^53 - 1; 0 for 0. */
function floorLog2(value: number): number {
  let exponent = 0;
  for (let rest = value; rest >= 2; rest = Math.floor(rest / 2)) exponent++;
  return exponent;
}

/** The padded length of `length` bytes; 0 and 1 stay. Idempotent, never shorter. @throws E_RANGE */
export function padme(length: number): number {
  if (!Number.isSafeInteger(length) || length < 0) throw new CodedError("E_RANGE");
  const exponent = floorLog2(length);
  const step = 2 ** Math.max(0, exponent - floorLog2(exponent) - 1);
  return Math.ceil(length / step) * step;
}
