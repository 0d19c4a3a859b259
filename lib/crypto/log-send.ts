/** Owns the sender's side of a log: this instance's writer chain, one message in flight, and when a commit has to come first. */
import { type Bytes, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { type Body, encodeBody } from "@/lib/protocol/body";
import { findEntry, policyTypes, reasons, roles } from "@/lib/protocol/commit";
import { maxEpochAgeMs, maxEpochMessages } from "@/lib/protocol/limits";
import { type BuiltCommit, buildCommit, type Change, type Signer } from "./commit-build";
import { checkCommit } from "./commit-check";
import type { LogContext } from "./log-contract";
import { epochKeyOf, type EpochRecord, type LogState } from "./log-state";
import { chainStart, type MessageEnvelope, sealMessage } from "./message";
import { type Random, random } from "./primitives";
import { isParticipant } from "./standing";

/** A message ready to be sent; `hash` is its event hash. */
export interface Sealed extends MessageEnvelope {
  readonly hash: Bytes;
}

/**
 * Why a commit has to come before the next message. leave: somebody wants to leave (commit with reason leave); the others
 * (reason periodic): a moderator knows this epoch's key, a halt was resolved, older than 7 days, more than 200 messages.
 */
export type CommitDuty = "leave" | "closing" | "halt" | "age" | "count";

/** One writer chain per log instance: it is never stored, so no copy of a profile can use a counter twice. */
export class OwnChain {
  private readonly conv: Bytes;
  private end: { readonly id: Bytes; readonly counter: number; readonly previous: Bytes } | null = null;
  private inFlight: { readonly msgId: Bytes; readonly hashes: readonly Bytes[] } | null = null;

  constructor(conv: Bytes) {
    this.conv = conv;
  }

  /** The place for a message: its own place again if it is the one in flight. @throws E_UNEXPECTED if another one is */
  place(msgId: Bytes, source: Random) {
    if (this.inFlight && !equal(this.inFlight.msgId, msgId))
      throw new CodedError("E_UNEXPECTED", "one message at a time");
    if (!this.end) {
      const id = source(16);
      this.end = { id, counter: 0, previous: chainStart(this.conv, id) };
    }
    const { id, counter, previous } = this.end;
    return { chainId: id, counter, previous };
  }

  sealed(msgId: Bytes, hash: Bytes): void {
    this.inFlight = { msgId, hashes: [...(this.inFlight?.hashes ?? []), hash] };
  }

  /** The server has taken these bytes. True if they were the message in flight. */
  confirm(hash: Bytes): boolean {
    const { inFlight, end } = this;
    if (!end || !inFlight?.hashes.some((sent) => equal(sent, hash))) return false;
    this.inFlight = null;
    this.end = { id: end.id, counter: end.counter + 1, previous: hash };
    return true;
  }

  /** The fate of the message in flight is unknown or it will not be sent: the next one starts a new chain. */
  abandon(msgId: Bytes): void {
    if (!this.inFlight || !equal(this.inFlight.msgId, msgId)) return;
    this.inFlight = null;
    this.end = null;
  }
}

/** What has to be committed before the next message; `now` in ms. */
export function commitDuty(state: LogState, now: number): CommitDuty | null {
  const record = state.epochs.at(-1);
  if (!record || !state.member) return null;
  if (state.leaves.length > 0) return "leave";
  if (record.closing) return "closing";
  if (state.rotate) return "halt";
  if (now - Math.min(record.time, record.receivedAt) > maxEpochAgeMs) return "age";
  return state.transcripts.seq - record.seq > maxEpochMessages ? "count" : null;
}

/** The newest epoch with its key, if a message may be sealed under it. @throws E_HALTED, E_NOT_MEMBER, E_STALE_EPOCH */
function sendable(state: LogState): { record: EpochRecord; msgKey: Bytes } {
  const record = state.epochs.at(-1);
  if (state.stop || state.mute || state.disputed) throw new CodedError("E_HALTED");
  // Without a halt, only who is not a member lacks the key.
  if (!record?.msgKey) throw new CodedError("E_NOT_MEMBER");
  if (record.closing || state.leaves.length > 0) throw new CodedError("E_STALE_EPOCH", "commit first");
  return { record, msgKey: record.msgKey };
}

/** The last admin of a group with other participants names another one before leaving. @throws E_ROLE */
function checkOwnLeave(record: EpochRecord, me: Bytes): void {
  const others = record.roster.filter((entry) => isParticipant(entry) && !equal(entry.userId, me));
  const isAdmin = findEntry(record.roster, me)?.role === roles.admin;
  const replaced = others.some((entry) => entry.role === roles.admin);
  if (record.policy.type === policyTypes.group && isAdmin && others.length > 0 && !replaced)
    throw new CodedError("E_ROLE");
}

/** Seals a body at the end of the own chain, with the log's present view. */
export function sealNext(
  state: LogState,
  chain: OwnChain,
  input: { readonly msgId: Bytes; readonly body: Body; readonly source?: Random },
  signer: Signer,
): Sealed {
  const { record, msgKey } = sendable(state);
  const { msgId, body, source = random } = input;
  if (body.t === "leave") checkOwnLeave(record, signer.userId);
  const bytes = encodeBody(body);
  const place = {
    conv: state.conv,
    msgId,
    epoch: state.epochs.length,
    commitHash: record.hash,
    sender: signer.userId,
    ...(body.t === "leave" ? { leaves: true as const } : {}),
    ...chain.place(msgId, source),
    seenSeq: state.transcripts.seq,
    seenTranscript: state.transcripts.newest,
  };
  const { hdr, sig, ct, hash } = sealMessage(place, msgKey, bytes, signer.edSeed, source);
  chain.sealed(msgId, hash);
  return { hdr, sig, ct, hash };
}

/**
 * The next commit, with the log's present view, and known to pass every check of its recipients. While the own key of the
 * newest epoch is missing only a periodic commit is possible. `metadata` left out: title and picture stay.
 * @throws E_HALTED, E_NOT_MEMBER, or the code of the rule that the change would violate
 */
export function commitNext(
  state: LogState,
  change: Change,
  signer: Signer,
  ctx: LogContext,
  options: { readonly metadata?: Bytes | null; readonly source?: Random } = {},
): BuiltCommit {
  const { standing, leaves, transcripts } = state;
  if (!standing || !state.member) throw new CodedError("E_NOT_MEMBER");
  if (state.stop || state.disputed || (state.mute && change.reason !== reasons.periodic))
    throw new CodedError("E_HALTED");
  const setting = {
    previous: standing,
    seenSeq: transcripts.seq,
    seenTranscript: transcripts.newest,
    time: ctx.now(),
    leaves,
    keyOf: (epoch: number) => epochKeyOf(state, epoch),
    moderation: ctx.moderation?.(),
    metadata: options.metadata === undefined ? state.metadata : options.metadata,
  };
  const built = buildCommit(change, setting, signer, options.source);
  const checked = checkCommit(
    standing,
    built,
    { conv: state.conv, pins: state.pins, boxesMayBeGone: false, leaves, leavesKnown: true },
    ctx,
  );
  if ("need" in checked) throw new CodedError("E_KEYCHANGE", "statement not pinned");
  return built;
}
