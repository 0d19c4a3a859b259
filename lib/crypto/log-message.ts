/** Owns the way of a message event into the log: checks in the normative order, chain, seen view, body. */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError, type ErrorCode } from "@/lib/base/errors";
import { type Body, parseBody } from "@/lib/protocol/body";
import { roleMaySay } from "@/lib/protocol/body-rules";
import { findEntry, policyTypes, roles, type RosterEntry } from "@/lib/protocol/commit";
import { clockAheadMs, clockBehindMs } from "@/lib/protocol/limits";
import { headerSize, type MessageHeader, parseMessageHeader } from "@/lib/protocol/message-header";
import { expected } from "./expected";
import type { Continuation } from "./log-chains";
import type { LogContext, LogEvent, Mark, NeedOutcome, Outcome } from "./log-contract";
import { type EpochRecord, judgeSeen, type LogState } from "./log-state";
import { checkCiphertext, checkMessageSignature, checkPlace, messageHash, messageKey, openContent } from "./message";
import type { Leave } from "./standing";
import { transcriptNext } from "./transcript";

/** The epoch a message is met in. */
export interface MessageSetting {
  readonly conv: Bytes;
  readonly epoch: number;
  readonly record: EpochRecord;
  /** Leave events of this epoch before the message. */
  readonly leaves: readonly Leave[];
}

export interface Examined {
  /** Hash of the header as served; the server's word if there is no header. */
  readonly hash: Bytes;
  /** With a genuine signature only. */
  readonly signed: { readonly header: MessageHeader; readonly author: RosterEntry } | null;
  readonly code: ErrorCode | null;
  readonly body: Bytes | null;
}

/** Hash with which a message event enters the transcript: of its header as served, else what the server says. */
export function servedMessageHash(event: LogEvent): Bytes {
  return event.body?.length === headerSize ? messageHash(event.body) : event.hash;
}

/** Everything up to and including franking; nothing here depends on earlier messages or changes anything. */
export function examineMessage(event: LogEvent, setting: MessageSetting): Examined {
  const { conv, epoch, record, leaves } = setting;
  const hash = servedMessageHash(event);
  let signed: Examined["signed"] = null;
  try {
    const hdr = event.body ?? new Uint8Array(0);
    const header = parseMessageHeader(hdr);
    checkPlace(header, { conv, epoch, commitHash: record.hash });
    const afterLeave = leaves.some((leave) => leave.seq <= header.seenSeq);
    if (record.closing || afterLeave) throw new CodedError("E_EPOCH");
    const author = findEntry(record.roster, header.sender);
    if (!author) throw new CodedError("E_SENDER");
    checkMessageSignature(hdr, event.sig ?? new Uint8Array(0), author.edPk);
    signed = { header, author };
    const ct = event.ct ?? new Uint8Array(0);
    checkCiphertext(header, ct);
    if (!record.msgKey) throw new CodedError("E_EPOCH_KEY");
    return { hash, signed, code: null, body: openContent(header, hdr, ct, messageKey(record.msgKey, hdr)) };
  } catch (thrown) {
    return { hash, signed, code: expected(thrown).code, body: null };
  }
}

function bodyOf(bytes: Bytes): Body | "unsupported" {
  try {
    return parseBody(bytes);
  } catch (thrown) {
    expected(thrown);
    return "unsupported";
  }
}

function clockDiffers(ts: number, at: number): boolean {
  return ts - at > clockAheadMs || at - ts > clockBehindMs;
}

/** Where a genuine message stands; computed by the live log and by old pages in their own ways. */
export interface Standpoint {
  readonly continuation: Continuation;
  readonly fork: boolean;
  readonly seenBefore: boolean;
}

/** The outcome of an examined message whose standpoint is known. */
export function messageOutcome(
  event: LogEvent,
  examined: Examined,
  standpoint: Standpoint | null,
  record: EpochRecord,
  transcript: Bytes,
): Outcome {
  const placed = { seq: event.seq, at: event.receivedAt, transcript };
  const { signed, code, body: bytes, hash } = examined;
  const author = signed?.author.userId ?? null;
  if (!signed || !bytes || !standpoint) return { type: "unreadable", ...placed, code: code ?? "E_FORMAT", author };
  const { continuation, fork, seenBefore } = standpoint;
  if (seenBefore || continuation === "replay") return { type: "unreadable", ...placed, code: "E_REPLAY", author };
  const { header } = signed;
  const { userId, role } = signed.author;
  const body = bodyOf(bytes);
  const marks: Mark[] = [];
  if (continuation !== "next") marks.push("gap");
  if (fork) marks.push("fork");
  const about = { ...placed, author: userId, role, msgId: header.msgId, hash, seen: header.seenSeq };
  const forkWith = fork ? { forkWith: userId } : {};
  if (body === "unsupported") return { type: "unsupported", ...about, marks, ...forkWith };
  if (!roleMaySay(body, role, record.caseId)) return { type: "unreadable", ...placed, code: "E_ROLE", author };
  if (clockDiffers(body.ts, event.receivedAt)) marks.push("clock");
  return { type: "message", ...about, body, ts: body.ts, marks, ...forkWith };
}

/** The leave event that an outcome brings, if it is one that counts. */
export function leaveOf(outcome: Outcome, record: EpochRecord, epoch: number): Leave | null {
  const counts =
    outcome.type === "message" &&
    outcome.body.t === "leave" &&
    record.policy.type === policyTypes.group &&
    outcome.role !== roles.moderator;
  return counts ? { userId: outcome.author, seq: outcome.seq, epoch } : null;
}

/** Takes the next message event in. Changes nothing if it returns a need. */
export function receiveMessage(
  state: LogState,
  record: EpochRecord,
  event: LogEvent,
  ctx: LogContext,
): Outcome | NeedOutcome {
  const epoch = state.epochs.length;
  const leaves = state.leaves.filter((leave) => leave.epoch === epoch);
  const examined = examineMessage(event, { conv: state.conv, epoch, record, leaves });
  const { signed, hash } = examined;
  let standpoint: Standpoint | null = null;
  if (signed) {
    const { header } = signed;
    const seen = judgeSeen(state, { seq: header.seenSeq, transcript: header.seenTranscript }, ctx);
    if (seen === "unknown") return { type: "need", what: "transcript", seq: header.seenSeq };
    const continuation = state.chains.judge(header, state.tombstones);
    const backwards = continuation !== "late" && header.seenSeq < state.chains.seenBy(header);
    const seenBefore = state.messageIds.has(header.msgId);
    standpoint = { continuation, fork: seen === "fork" || backwards, seenBefore };
    // From here the chain's position is the writer's own statement, even if the content is not fit to be shown.
    state.chains.adopt(header, hash, continuation, header.seenSeq < event.seq ? header.seenSeq : 0);
    if (examined.body && !seenBefore && continuation !== "replay") state.messageIds.add(header.msgId);
  }
  if (examined.code === "E_EPOCH_KEY") state.blindSeq = event.seq;
  state.transcripts.push(transcriptNext(state.transcripts.newest, event.seq, 2, hash));
  const outcome = messageOutcome(event, examined, standpoint, record, state.transcripts.newest);
  const leave = leaveOf(outcome, record, epoch);
  if (leave) state.leaves = [...state.leaves, leave];
  return outcome;
}
