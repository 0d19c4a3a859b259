/** Owns a conversation's log on one client: the receive path as a state machine without input, output or waiting. */
import type { Bytes } from "@/lib/base/bytes";
import type { ErrorCode } from "@/lib/base/errors";
import type { Body } from "@/lib/protocol/body";
import { findEntry, type Policy, type Roster } from "@/lib/protocol/commit";
import type { PointerKind } from "@/lib/protocol/pointer";
import type { BuiltCommit, Change, Signer } from "./commit-build";
import type { Pins } from "./knowledge";
import type { Lifetime } from "./lifetime";
import { halt, mayRetry, receiveCommit } from "./log-commit";
import type { Anchor, LogContext, LogEvent, NeedOutcome, Outcome, TombstoneReason } from "./log-contract";
import { type EventHash, type HistoryProof, proveHistory } from "./log-history";
import { receiveMessage } from "./log-message";
import { openOwnMessage, type OwnMessage } from "./log-later";
import { openOlderPage } from "./log-page";
import { type CheckedPointer, checkPointerAgainst, pointerAt } from "./log-pointer";
import { type CommitDuty, commitDuty, commitNext, OwnChain, type Sealed, sealNext } from "./log-send";
import { readSnapshot, writeSnapshot } from "./log-snapshot";
import { startState } from "./log-start";
import { emptyState, type LogState } from "./log-state";
import type { MessageEnvelope } from "./message";
import type { Random } from "./primitives";
import type { OpenCase } from "./standing";
import { transcriptNext } from "./transcript";

/** empty: nothing applied · active · halted: nothing may be sent, see `haltCode` · ended: the own user is not a member. */
export type LogPhase = "empty" | "active" | "halted" | "ended";

/**
 * Feed it events in order with `apply`; open it anew with `start`; keep it with `serialize`. Whatever it hands out has been
 * verified, and nothing it has verified changes afterwards.
 */
export class ConversationLog {
  private inner: LogState;
  private readonly chain: OwnChain;

  constructor(conv: Bytes, pins: Pins = {}) {
    this.inner = emptyState(conv, pins);
    this.chain = new OwnChain(conv);
  }

  /** The log of a snapshot. It continues with a new writer chain. @throws E_FORMAT, E_RANGE */
  static restore(snapshot: Uint8Array): ConversationLog {
    const state = readSnapshot(snapshot);
    const log = new ConversationLog(state.conv);
    log.inner = state;
    return log;
  }

  /** Compact bytes of the whole state, epoch keys included: to be sealed before they are stored. */
  serialize(): Bytes {
    return writeSnapshot(this.inner);
  }

  /** Takes in the event n + 1. A "need" or "halt" leaves the log where it was; everything else moves it on by one. */
  apply(event: LogEvent, ctx: LogContext): Outcome {
    const state = this.inner;
    const next = state.transcripts.seq + 1;
    if (event.seq !== next) return { type: "need", what: "events", after: next - 1 };
    const { stop } = state;
    // A cold start that was stopped is to be started again; what stopped in front of a commit may try it again.
    const retriable = stop !== null && mayRetry(stop) && event.kind === 1 && !(next === 1 && state.standing);
    if (stop && !retriable) return { type: "halt", seq: next, code: stop };
    if (event.kind === 1) return receiveCommit(state, event, ctx);
    // A kind that the protocol does not know: plaintext, or rows of an open room, under a sealed id.
    if (event.kind !== 2) return halt(state, next, "E_IMMUTABLE");
    const record = state.epochs.at(-1);
    if (!record) return halt(state, next, "E_CHAIN");
    if (event.tombstone) return this.tombstone(event, event.tombstone);
    const outcome = receiveMessage(state, record, event, ctx);
    if (outcome.type === "message") this.chain.confirm(outcome.hash);
    return outcome;
  }

  private tombstone(event: LogEvent, reason: TombstoneReason): Outcome {
    const state = this.inner;
    const { seq, hash } = event;
    state.tombstones.add(hash);
    state.blindSeq = seq;
    state.transcripts.push(transcriptNext(state.transcripts.newest, seq, 2, hash));
    return { type: "tombstone", seq, at: event.receivedAt, transcript: state.transcripts.newest, reason, hash };
  }

  /**
   * Cold start: checks all commits of the conversation from the genesis, then takes `anchor` as the transcript just before
   * the page to be applied next. Empty on success, else one need (call again) or halt. The anchor is the server's word until
   * `verifyHistory` has proven it. @throws E_FORK for a wrong T_0
   */
  start(commits: readonly LogEvent[], anchor: Anchor, ctx: LogContext): Outcome[] {
    const { state, problem } = startState(this.inner.conv, this.inner.pins, commits, anchor, ctx);
    if (problem?.type !== "need") this.inner = state;
    return problem ? [problem] : [];
  }

  /** Takes the next event hashes towards the proof that the anchor of a cold start was right. @throws E_FORK: the server */
  verifyHistory(hashes: readonly EventHash[]): HistoryProof {
    return proveHistory(this.inner, hashes);
  }

  /** Opens the page that ends at `base`, and moves `base` back to the page's anchor. @throws E_FORK: the server */
  openPage(events: readonly LogEvent[], anchor: Anchor): Outcome[] {
    return openOlderPage(this.inner, events, anchor);
  }

  /**
   * Seals a body as the newest message of this instance's writer chain. One message is in flight at a time; sealing it again
   * (same id) keeps its place in the chain. `confirmSent` or its own arrival in the log ends the flight.
   * @throws E_HALTED, E_NOT_MEMBER, E_STALE_EPOCH (commit first), E_ROLE (last admin), E_FORMAT, E_TOO_BIG
   */
  seal(input: { readonly msgId: Bytes; readonly body: Body; readonly source?: Random }, signer: Signer): Sealed {
    return sealNext(this.inner, this.chain, input, signer);
  }

  /**
   * Seals a body as the only message of a writer chain of its own, to be put into the log later or never.
   * @throws as `seal`
   */
  sealAlone(input: { readonly msgId: Bytes; readonly body: Body; readonly source?: Random }, signer: Signer): Sealed {
    return sealNext(this.inner, new OwnChain(this.inner.conv), input, signer);
  }

  /** Opens a message of the own user that is not in the log. @throws as openMessage, E_EPOCH_KEY */
  openOwn(envelope: MessageEnvelope, me: Bytes): OwnMessage {
    return openOwnMessage(this.inner, envelope, me);
  }

  /** The server has accepted the message with this hash. False if it was not the one in flight. */
  confirmSent(hash: Bytes): boolean {
    return this.chain.confirm(hash);
  }

  /** The message in flight will not be sent, or nobody knows: the next one begins a new chain. */
  abandon(msgId: Bytes): void {
    this.chain.abandon(msgId);
  }

  /** What has to be committed before the next message, or null; `now` in ms. */
  mustCommitBefore(now: number): CommitDuty | null {
    return commitDuty(this.inner, now);
  }

  /** The next commit, known to pass every check. @throws E_HALTED, E_NOT_MEMBER, or the rule's code */
  nextCommit(
    change: Change,
    signer: Signer,
    ctx: LogContext,
    options: { readonly metadata?: Bytes | null; readonly source?: Random } = {},
  ): BuiltCommit {
    return commitNext(this.inner, change, signer, ctx, options);
  }

  /** The own signed position, 152 bytes. @throws E_RANGE if its transcript is not known */
  pointer(kind: PointerKind, seq: number, signer: Signer, ctx: LogContext): Bytes {
    return pointerAt(this.inner, kind, seq, signer, ctx);
  }

  /** A member's signed position, compared with this log. @throws E_FORMAT, E_RANGE, E_CONTEXT, E_SENDER, E_SIG, E_FORK */
  checkPointer(bytes: Uint8Array, ctx: LogContext): CheckedPointer | NeedOutcome {
    return checkPointerAgainst(this.inner, bytes, ctx);
  }

  /** Position of the newest event taken in; 0 before the first. */
  get n(): number {
    return this.inner.transcripts.seq;
  }

  /** T_n */
  get transcript(): Bytes {
    return this.inner.transcripts.newest;
  }

  /** Oldest position whose transcript is trusted. */
  get base(): number {
    return this.inner.base.seq;
  }

  /** 0 before the genesis. */
  get epoch(): number {
    return this.inner.epochs.length;
  }

  /** Hash of the newest commit. */
  get commitHash(): Bytes | null {
    return this.inner.standing?.hash ?? null;
  }

  /** Who is in this conversation, ascending by user id: the only source for any list of members. */
  get roster(): Roster {
    return this.inner.standing?.roster ?? [];
  }

  /** Whether this person was in any roster up to now. */
  hasHeld(userId: Bytes): boolean {
    return this.inner.epochs.some(({ roster }) => findEntry(roster, userId) !== undefined);
  }

  get policy(): Policy | null {
    return this.inner.standing?.policy ?? null;
  }

  /** How long messages are kept, and what of it is only proposed; null before the genesis. */
  get lifetime(): Lifetime | null {
    return this.inner.standing?.lifetime ?? null;
  }

  get state(): LogPhase {
    const { stop, mute, disputed, member, standing } = this.inner;
    if (stop || mute || disputed) return "halted";
    if (!standing) return "empty";
    return member ? "active" : "ended";
  }

  get haltCode(): ErrorCode | null {
    const { stop, mute, disputed } = this.inner;
    return stop ?? (disputed ? "E_DISCLOSURE" : mute);
  }

  get openCase(): OpenCase | null {
    return this.inner.standing?.openCase ?? null;
  }

  get genesisHash(): Bytes | null {
    return this.inner.genesisHash;
  }

  get contextHash(): Bytes | null {
    return this.inner.standing?.contextHash ?? null;
  }

  /** Who has signed that they leave and is still in the roster. */
  get leaving(): readonly Bytes[] {
    return this.inner.leaves.map((leave) => leave.userId);
  }

  /** Title and picture, JSON bytes; null if there are none or they could not be opened. */
  get metadata(): Bytes | null {
    return this.inner.metadata;
  }
}
