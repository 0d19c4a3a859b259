/** Owns the proof that a cold start's anchor was right: all event hashes from T_0 on have to lead to it. */
import { type Bytes, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { epochIndexAt, type LogState } from "./log-state";
import { type EventKind, transcriptNext } from "./transcript";

/** One event of the past, as far as it enters the transcript. */
export interface EventHash {
  readonly kind: EventKind;
  readonly hash: Bytes;
}

export interface HistoryProof {
  /** Proven from the first event up to here. */
  readonly seq: number;
  /** True if nothing before the trusted history is left to prove. */
  readonly done: boolean;
  /** Authors of commits whose signed view differs from the history now proven. */
  readonly forkWith: readonly Bytes[];
}

/**
 * Takes the hashes that follow those already proven. @throws E_FORK if the server's history does not contain exactly the
 * verified commits, or does not end in the anchor; nothing changes then
 */
export function proveHistory(state: LogState, hashes: readonly EventHash[]): HistoryProof {
  const { base, epochs } = state;
  if (!state.proof) return { seq: base.seq, done: true, forkWith: [] };
  let { seq, transcript } = state.proof;
  const first = seq;
  const passed = new Map<number, Bytes>([[seq, transcript]]);
  for (const { kind, hash } of hashes) {
    if (seq === base.seq) break;
    seq++;
    const record = epochs[epochIndexAt(epochs, seq)];
    const isCommit = record?.seq === seq;
    if ((kind === 1) !== isCommit || (isCommit && !equal(record.hash, hash))) throw new CodedError("E_FORK", "history");
    transcript = transcriptNext(transcript, seq, kind, hash);
    passed.set(seq, transcript);
  }
  const done = seq === base.seq;
  if (done && !equal(transcript, base.transcript)) throw new CodedError("E_FORK", "anchor");
  state.proof = done ? null : { seq, transcript };
  const forked = epochs.filter(({ seen }) => {
    const ours = seen.seq > first ? passed.get(seen.seq) : undefined;
    return ours !== undefined && !equal(ours, seen.transcript);
  });
  return { seq, done, forkWith: forked.map(({ author }) => author) };
}
