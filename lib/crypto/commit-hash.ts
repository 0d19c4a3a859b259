/** Owns the hashes that commits are made of and pinned by, 32 bytes each. */
import { type Bytes, utf8 } from "@/lib/base/bytes";
import { H } from "./primitives";

/** Identity of a commit: hash of its signed bytes. */
export function commitHash(body: Uint8Array): Bytes {
  return H("commit-hash", body);
}

/** Hash over all boxes in roster order, concatenated. */
export function boxesHash(boxes: Uint8Array): Bytes {
  return H("boxes", boxes);
}

/** Hash over the bytes of `ED01`. */
export function disclosuresHash(disclosures: Uint8Array): Bytes {
  return H("disclosures", disclosures);
}

/** Hash over the sealed metadata blob. */
export function metadataHash(blob: Uint8Array): Bytes {
  return H("meta-hash", blob);
}

/** What ties a conversation to a business object: `kind` "transaction" and `id` "42" give the hash of `transaction:42`. */
export function contextHash(kind: string, id: string): Bytes {
  return H("conv-context", utf8(`${kind}:${id}`));
}

/** The moderation root as commits name it: hash of its Ed25519 public key. */
export function moderationRootHash(rootKey: Uint8Array): Bytes {
  return H("mod-root", rootKey);
}
