/** Owns older pages: a page counts only if its hashes end in the oldest transcript value already trusted. */
import { type Bytes, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { parseCommit } from "@/lib/protocol/commit";
import { commitHash } from "./commit-hash";
import { WriterChains } from "./log-chains";
import { commitChanges } from "./log-commit";
import type { Anchor, LogEvent, Outcome } from "./log-contract";
import { examineMessage, leaveOf, type Memory, messageOutcome, servedMessageHash, takePlace } from "./log-message";
import { epochIndexAt, type EpochRecord, type LogState, newMessageIds, newTombstones } from "./log-state";
import { diffRosters, type Leave } from "./standing";
import { transcriptNext } from "./transcript";

function reject(): never {
  throw new CodedError("E_FORK", "page");
}

/** T after each event of the page. @throws E_FORK unless it runs from the anchor to the log's base without a break */
function transcriptsOf(state: LogState, events: readonly LogEvent[], anchor: Anchor): Bytes[] {
  let { seq, transcript } = anchor;
  const transcripts = events.map((event) => {
    if (event.seq !== ++seq) reject();
    const record = state.epochs[epochIndexAt(state.epochs, seq)];
    const hash = record?.seq === seq ? record.hash : servedHash(event);
    transcript = transcriptNext(transcript, seq, event.kind, hash);
    return transcript;
  });
  if (seq !== state.base.seq || !equal(transcript, state.base.transcript)) reject();
  return transcripts;
}

function servedHash(event: LogEvent): Bytes {
  return event.tombstone ? event.hash : servedMessageHash(event);
}

/** The proof from T_0, if it had come to within this page, has to agree with it. */
function joinProof(state: LogState, anchor: Anchor, transcripts: readonly Bytes[]): void {
  const { proof } = state;
  if (!proof || proof.seq < anchor.seq) return;
  const ours = proof.seq === anchor.seq ? anchor.transcript : transcripts[proof.seq - anchor.seq - 1];
  if (!ours || !equal(ours, proof.transcript)) reject();
  state.proof = null;
}

class PageReader implements Memory {
  private readonly state: LogState;
  private readonly anchor: Anchor;
  private readonly transcripts: readonly Bytes[];
  readonly chains: WriterChains;
  readonly messageIds = newMessageIds();
  readonly tombstones = newTombstones();
  private leaves: readonly Leave[] = [];

  constructor(state: LogState, anchor: Anchor, transcripts: readonly Bytes[]) {
    this.state = state;
    this.anchor = anchor;
    this.transcripts = transcripts;
    this.chains = new WriterChains(anchor.seq === 0);
  }

  private transcriptAt(seq: number): Bytes {
    const transcript = seq === this.anchor.seq ? this.anchor.transcript : this.transcripts[seq - this.anchor.seq - 1];
    return transcript ?? reject();
  }

  private differs(seen: Anchor, seq: number): boolean {
    if (seen.seq >= seq) return true;
    return seen.seq >= this.anchor.seq && !equal(this.transcriptAt(seen.seq), seen.transcript);
  }

  read(event: LogEvent): Outcome {
    const placed = { seq: event.seq, at: event.receivedAt, transcript: this.transcriptAt(event.seq) };
    const index = epochIndexAt(this.state.epochs, event.seq);
    const record = this.state.epochs[index];
    if (!record) return reject();
    if (event.kind === 1) return this.commit(event, record, this.state.epochs[index - 1]);
    if (event.tombstone) {
      this.tombstones.add(event.hash);
      return { type: "tombstone", ...placed, reason: event.tombstone, hash: event.hash };
    }
    return this.message(event, record, index + 1);
  }

  private commit(event: LogEvent, record: EpochRecord, before: EpochRecord | undefined): Outcome {
    if (!event.body || !equal(commitHash(event.body), record.hash)) reject();
    const commit = parseCommit(event.body);
    const diff = diffRosters(before?.roster ?? [], commit.roster);
    const fork = this.differs(record.seen, event.seq);
    return {
      type: "commit",
      seq: event.seq,
      at: event.receivedAt,
      transcript: this.transcriptAt(event.seq),
      author: commit.author,
      seen: commit.seenSeq,
      marks: fork ? ["fork"] : [],
      ...(fork ? { forkWith: commit.author } : {}),
      ...commitChanges(commit, record.hash, diff, before ?? null),
      titleChanged: null,
      halted: null,
    };
  }

  private message(event: LogEvent, record: EpochRecord, epoch: number): Outcome {
    const leaves = this.leaves.filter((leave) => leave.epoch === epoch);
    const examined = examineMessage(event, { conv: this.state.conv, epoch, record, leaves });
    const { signed } = examined;
    const view = signed && { seq: signed.header.seenSeq, transcript: signed.header.seenTranscript };
    const standpoint = view && takePlace(this, event.seq, signed, examined, this.differs(view, event.seq));
    const outcome = messageOutcome(event, examined, standpoint, record, this.transcriptAt(event.seq));
    const leave = leaveOf(signed, event.seq, record, epoch);
    if (leave) this.leaves = [...this.leaves, leave];
    return outcome;
  }
}

/**
 * Opens a page that ends exactly at the log's base, and moves the base to its beginning. @throws E_FORK if the page is not
 * part of the trusted history; then nothing changes
 */
export function openOlderPage(state: LogState, events: readonly LogEvent[], anchor: Anchor): Outcome[] {
  const transcripts = transcriptsOf(state, events, anchor);
  const reader = new PageReader(state, anchor, transcripts);
  const outcomes = events.map((event) => reader.read(event));
  joinProof(state, anchor, transcripts);
  state.base = { seq: anchor.seq, transcript: anchor.transcript };
  return outcomes;
}
