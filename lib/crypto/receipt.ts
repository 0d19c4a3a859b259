/** Owns server receipts: signed evidence of time that can never cause decryption or membership. */
import { type Bytes, concat, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import {
  encodeReceipt,
  parseReceipt,
  type Receipt,
  receiptSignedSize,
  type SignedReceipt,
} from "@/lib/protocol/receipt";
import { edPublicKey, sha256, sign, verify } from "./primitives";

/** Names a receipt key, 8 bytes. */
export function receiptKeyId(receiptKey: Uint8Array): Bytes {
  return sha256(receiptKey).slice(0, 8);
}

/** A signed receipt, 144 bytes. @throws E_FORMAT, E_RANGE */
export function signReceipt(receipt: Omit<Receipt, "keyId">, receiptSeed: Uint8Array): Bytes {
  const signed = encodeReceipt({ ...receipt, keyId: receiptKeyId(edPublicKey(receiptSeed)) });
  return concat(signed, sign("receipt-sig", signed, receiptSeed));
}

/** Reads a receipt and checks it under the configured key. @throws E_FORMAT, E_RANGE, E_SIG */
export function openReceipt(bytes: Uint8Array, receiptKey: Uint8Array): SignedReceipt {
  const receipt = parseReceipt(bytes);
  const genuine =
    equal(receipt.keyId, receiptKeyId(receiptKey)) &&
    verify("receipt-sig", bytes.subarray(0, receiptSignedSize), receipt.signature, receiptKey);
  if (!genuine) throw new CodedError("E_SIG", "receipt");
  return receipt;
}
