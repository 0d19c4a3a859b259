/** Owns safety numbers: what two people compare to know that nobody sits between them. */
import { type Bytes, concat } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { D, sha512 } from "./primitives";

/** One side: user id (16 bytes) and both public keys (32 bytes each). */
export interface SafetySide {
  readonly userId: Uint8Array;
  readonly edPk: Uint8Array;
  readonly xPk: Uint8Array;
}

export interface SafetyNumber {
  /** Twelve groups of five digits, separated by blanks; the same whoever computes it. */
  readonly number: string;
  /** 64 bytes for a QR code: the first 32 of both final hashes, in the order of the number. */
  readonly qr: Bytes;
}

const rounds = 5200;

/** 30 digits, and the first 32 bytes of the final hash. */
function half({ userId, edPk, xPk }: SafetySide): { digits: string; hash: Bytes } {
  if (userId.length !== 16 || edPk.length !== 32 || xPk.length !== 32) throw new CodedError("E_KEY");
  const keys = concat(edPk, xPk);
  const block = concat(sha512(concat(D("safety"), keys, userId)), keys);
  for (let round = 1; round < rounds; round++) block.set(sha512(block));
  let digits = "";
  for (let at = 0; at < 30; at += 5) {
    const value = block.subarray(at, at + 5).reduce((sum, byte) => sum * 256 + byte, 0);
    digits += String(value % 100_000).padStart(5, "0");
  }
  return { digits, hash: block.slice(0, 32) };
}

/** The safety number of two people, in either order. @throws E_KEY for fields of a wrong length */
export function safetyNumber(a: SafetySide, b: SafetySide): SafetyNumber {
  const [one, other] = [half(a), half(b)];
  const [first, second] = one.digits < other.digits ? [one, other] : [other, one];
  const number = `${first.digits}${second.digits}`.replaceAll(/.{5}(?=.)/g, "$& ");
  return { number, qr: concat(first.hash, second.hash) };
}
