/** Owns the text form of the recovery code: 128 bits in Crockford's base 32 with two check characters. */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { H } from "./primitives";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function checkCharacters(code: Uint8Array): string {
  return [...H("recovery-check", code).subarray(0, 2)].map((byte) => alphabet.charAt(byte & 31)).join("");
}

/** Seven groups of four characters joined by hyphens. @throws E_RECOVERY unless `code` is 16 bytes */
export function encodeRecoveryCode(code: Uint8Array): string {
  if (code.length !== 16) throw new CodedError("E_RECOVERY");
  const bits = [...code].map((byte) => byte.toString(2).padStart(8, "0")).join("") + "00";
  const digits = bits.replaceAll(/.{5}/g, (digit) => alphabet.charAt(Number.parseInt(digit, 2)));
  return (digits + checkCharacters(code)).replaceAll(/.{4}(?=.)/g, "$&-");
}

/** The 16 bytes of a typed code; case, blanks and dashes do not count, O is 0, I and L are 1. @throws E_RECOVERY */
export function decodeRecoveryCode(text: string): Bytes {
  const plain = text
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  const values = [...plain].map((character) => alphabet.indexOf(character));
  if (values.includes(-1)) throw new CodedError("E_RECOVERY");
  const bits = values
    .slice(0, 26)
    .map((value) => value.toString(2).padStart(5, "0"))
    .join("");
  const code = Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2));
  // Two check characters from the 27th on: 28 in all, no more and no fewer.
  if (!bits.endsWith("00") || plain.slice(26) !== checkCharacters(code)) throw new CodedError("E_RECOVERY");
  return code;
}
