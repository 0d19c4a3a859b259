/** Owns the state of a conversation's log, and the few questions every part of it asks. */
import { type Bytes, equal } from "@/lib/base/bytes";
import type { ErrorCode } from "@/lib/base/errors";
import type { Policy, Roster } from "@/lib/protocol/commit";
import type { Pins } from "./knowledge";
import { WriterChains } from "./log-chains";
import type { Lifetime } from "./lifetime";
import type { Anchor, LogContext } from "./log-contract";
import { RecentSet, TranscriptWindow } from "./log-window";
import type { Leave, Standing } from "./standing";
import { transcriptStart } from "./transcript";

/** What is kept of every epoch, so that old pages can be opened. Epoch e is at index e - 1. */
export interface EpochRecord {
  readonly seq: number;
  readonly hash: Bytes;
  readonly author: Bytes;
  /** The author's clock, and the server's claim; ms. */
  readonly time: number;
  readonly receivedAt: number;
  readonly roster: Roster;
  readonly policy: Policy;
  readonly lifetime: Lifetime;
  /** Open case, or zeros. */
  readonly caseId: Bytes;
  readonly closing: boolean;
  readonly seen: Anchor;
  /** K_msg; null if this client was not given the key. */
  msgKey: Bytes | null;
}

export interface LogState {
  readonly conv: Bytes;
  readonly pins: Pins;
  transcripts: TranscriptWindow;
  /** Oldest position whose transcript is trusted. */
  base: Anchor;
  standing: Standing | null;
  genesisHash: Bytes | null;
  epochs: EpochRecord[];
  /** Newest commit known when the log was opened: boxes of earlier ones may be gone. */
  newestReplayed: number;
  /** Newest event whose content could not be read; a leave event may hide there. */
  blindSeq: number;
  leaves: readonly Leave[];
  chains: WriterChains;
  messageIds: RecentSet;
  tombstones: RecentSet;
  /** A commit that was refused: the log stands still in front of it. */
  stop: ErrorCode | null;
  /** No key for the newest epoch: the log goes on, sending does not. */
  mute: ErrorCode | null;
  /** A disclosure was not what members recompute: sending has ended. */
  disputed: boolean;
  /** A halt was resolved: the next sender rotates. */
  rotate: boolean;
  /** The own user is in the newest roster. */
  member: boolean;
  metadata: Bytes | null;
  /** How far the history before `base` has been proven from T_0; null when all of it is. */
  proof: Anchor | null;
}

const rememberedIds = 2_048;
const rememberedTombstones = 256;

export const newMessageIds = (): RecentSet => new RecentSet(rememberedIds, 16);
export const newTombstones = (): RecentSet => new RecentSet(rememberedTombstones, 32);
export const readMessageIds = (reader: Parameters<typeof RecentSet.read>[0]): RecentSet =>
  RecentSet.read(reader, rememberedIds, 16);
export const readTombstones = (reader: Parameters<typeof RecentSet.read>[0]): RecentSet =>
  RecentSet.read(reader, rememberedTombstones, 32);

/** A log before its first event. */
export function emptyState(conv: Bytes, pins: Pins): LogState {
  const base = { seq: 0, transcript: transcriptStart(conv) };
  return {
    conv,
    pins,
    transcripts: new TranscriptWindow(0, base.transcript),
    base,
    standing: null,
    genesisHash: null,
    epochs: [],
    newestReplayed: 0,
    blindSeq: 0,
    leaves: [],
    chains: new WriterChains(true),
    messageIds: newMessageIds(),
    tombstones: newTombstones(),
    stop: null,
    mute: null,
    disputed: false,
    rotate: false,
    member: false,
    metadata: null,
    proof: null,
  };
}

/** K_msg of an epoch, or null. */
export function epochKeyOf(state: LogState, epoch: number): Bytes | null {
  return state.epochs[epoch - 1]?.msgKey ?? null;
}

/** Index of the newest epoch whose commit is at or before `seq`; -1 before the genesis. */
export function epochIndexAt(epochs: readonly EpochRecord[], seq: number): number {
  let low = 0;
  let high = epochs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((epochs[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** T of a trusted position. undefined: not remembered here. */
export function transcriptOf(state: LogState, seq: number, ctx: LogContext): Bytes | undefined {
  if (seq === state.base.seq) return state.base.transcript;
  return state.transcripts.at(seq) ?? ctx.transcriptAt?.(seq);
}

/** ok · fork: differs from ours, or lies ahead · unknown: T of that position has to be fetched. Views before the base are not checked. */
export function judgeSeen(state: LogState, seen: Anchor, ctx: LogContext): "ok" | "fork" | "unknown" {
  if (seen.seq > state.transcripts.seq) return "fork";
  if (seen.seq < state.base.seq) return "ok";
  const ours = transcriptOf(state, seen.seq, ctx);
  if (!ours) return "unknown";
  return equal(ours, seen.transcript) ? "ok" : "fork";
}
