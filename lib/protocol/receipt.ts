/** Owns the layout of a server receipt (`ET01`, 144 bytes): evidence of the time at which the log had reached a position. */
import type { Bytes } from "@/lib/base/bytes";
import { Reader, Writer } from "./layout";

/** Signed bytes in front of the signature. */
export const receiptSignedSize = 80;

export interface Receipt {
  readonly conv: Bytes;
  readonly seq: number;
  readonly transcript: Bytes;
  /** ms since 1970, the server's clock. */
  readonly time: number;
  /** First 8 bytes of SHA-256 of the receipt key. */
  readonly keyId: Bytes;
}

export interface SignedReceipt extends Receipt {
  readonly signature: Bytes;
}

/** Reads a receipt; the signature is not checked. @throws E_FORMAT, E_RANGE */
export function parseReceipt(bytes: Uint8Array): SignedReceipt {
  const reader = new Reader(bytes);
  reader.frame("ET01");
  reader.zeros(3);
  const receipt = {
    conv: reader.bytes(16),
    seq: reader.u64(),
    transcript: reader.bytes(32),
    time: reader.u64(),
    keyId: reader.bytes(8),
    signature: reader.bytes(64),
  };
  reader.end();
  return receipt;
}

/** Writes the 80 bytes that are signed. @throws E_FORMAT for a field of a wrong length, E_RANGE */
export function encodeReceipt(receipt: Receipt): Bytes {
  return new Writer()
    .frame("ET01")
    .zeros(3)
    .bytes(receipt.conv, 16)
    .u64(receipt.seq)
    .bytes(receipt.transcript, 32)
    .u64(receipt.time)
    .bytes(receipt.keyId, 8)
    .finish();
}
