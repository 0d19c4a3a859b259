/** Owns the transcript hash: one value that commits to every event of a conversation up to a position. */
import type { Bytes } from "@/lib/base/bytes";
import { u8, u64 } from "./integers";
import { H } from "./primitives";

/** 1: commit, 2: message. */
export type EventKind = 1 | 2;

/** T_0 of a conversation, 32 bytes. */
export function transcriptStart(conv: Uint8Array): Bytes {
  return H("t0", conv);
}

/** T_seq from T_(seq-1) and the hash of event `seq`, 32 bytes. */
export function transcriptNext(previous: Uint8Array, seq: number, kind: EventKind, eventHash: Uint8Array): Bytes {
  return H("t", previous, u64(seq), u8(kind), eventHash);
}
