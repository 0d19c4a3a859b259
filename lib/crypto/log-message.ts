/** Owns the way of a message event into the log: checks in the normative order, chain, seen view, body. */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError, type ErrorCode } from "@/lib/base/errors";
import { type Body, parseBody } from "@/lib/protocol/body";
import { roleMaySay } from "@/lib/protocol/body-rules";
import { findEntry, policyTypes, roles, type RosterEntry } from "@/lib/protocol/commit";
import { clockAheadMs, clockBehindMs } from "@/lib/protocol/limits";
import { headerSize, type MessageHeader, parseMessageHeader } from "@/lib/protocol/message-header";
import { expected } from "./expected";
import type { Continuation, WriterChains } from "./log-chains";
import type { LogContext, LogEvent, Mark, NeedOutcome, Outcome } from "./log-contract";
import { type EpochRecord, judgeSeen, type LogState } from "./log-state";
import type { RecentSet } from "./log-window";
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

/** A message whose signature is genuine: from here its place in the writer's chain is the writer's own word. */
export interface Signed {
  readonly header: MessageHeader;
  readonly author: RosterEntry;
}

/** `hash`: of the header as served, or the server's word if there is no header. With a `code` nothing may be shown. */
export type Examined = { readonly hash: Bytes } & (
  | { readonly code: null; readonly signed: Signed; readonly body: Bytes }
  | { readonly code: ErrorCode; readonly signed: Signed | null; readonly body: null }
);

/** Hash with which a message event enters the transcript: of its header as served, else what the server says. */
export function servedMessageHash(event: LogEvent): Bytes {
  return event.body?.length === headerSize ? messageHash(event.body) : event.hash;
}

/** Everything up to and including franking; nothing here depends on earlier messages or changes anything. */
export function examineMessage(event: LogEvent, setting: MessageSetting): Examined {
  const { conv, epoch, record, leaves } = setting;
  const hash = servedMessageHash(event);
  let signed: Signed | null = null;
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

/** What is remembered of earlier messages: by the live log, or by the reader of one old page. */
export interface Memory {
  readonly chains: WriterChains;
  readonly messageIds: RecentSet;
  readonly tombstones: RecentSet;
}

/** Where a signed message stands among the others. */
export interface Standpoint {
  readonly continuation: Continuation;
  readonly fork: boolean;
  readonly seenBefore: boolean;
}

/** Judges a signed message by what is remembered, and remembers it. `differs`: its view of the log is not ours. */
export function takePlace(
  memory: Memory,
  seq: number,
  signed: Signed,
  examined: Examined,
  differs: boolean,
): Standpoint {
  const { header } = signed;
  const { chains, messageIds, tombstones } = memory;
  const continuation = chains.judge(header, tombstones);
  const backwards = continuation !== "late" && header.seenSeq < chains.seenBy(header);
  const seenBefore = messageIds.has(header.msgId);
  // The place in the chain is taken even if the content is not fit to be shown; the id is not.
  chains.adopt(header, examined.hash, continuation, header.seenSeq < seq ? header.seenSeq : 0);
  if (examined.body && continuation !== "replay") messageIds.add(header.msgId);
  return { continuation, fork: differs || backwards, seenBefore };
}

/** The outcome of an examined message; a standpoint exactly if it is signed. */
export function messageOutcome(
  event: LogEvent,
  examined: Examined,
  standpoint: Standpoint | null,
  record: EpochRecord,
  transcript: Bytes,
): Outcome {
  const placed = { seq: event.seq, at: event.receivedAt, transcript };
  const unreadable = (code: ErrorCode): Outcome => {
    return { type: "unreadable", ...placed, code, author: examined.signed?.author.userId ?? null };
  };
  if (examined.code) return unreadable(examined.code);
  if (!standpoint || standpoint.seenBefore || standpoint.continuation === "replay") return unreadable("E_REPLAY");
  const { continuation, fork } = standpoint;
  const { signed, hash } = examined;
  const { userId, role } = signed.author;
  const body = bodyOf(examined.body);
  const marks: Mark[] = [];
  if (continuation !== "next") marks.push("gap");
  if (fork) marks.push("fork");
  const { msgId, seenSeq } = signed.header;
  const about = { ...placed, author: userId, role, msgId, hash, seen: seenSeq };
  const forkWith = fork ? { forkWith: userId } : {};
  if (body === "unsupported") return { type: "unsupported", ...about, marks, ...forkWith };
  if (!roleMaySay(body, role, record.caseId)) return unreadable("E_ROLE");
  if (clockDiffers(body.ts, event.receivedAt)) marks.push("clock");
  return { type: "message", ...about, body, ts: body.ts, marks, ...forkWith };
}

/**
 * The wish to leave that a message brings: by its signed header alone, which the server reads too. Whatever else is wrong
 * with the message, it counts; whatever its sealed body says, without the header's word it does not.
 */
export function leaveOf(signed: Signed | null, seq: number, record: EpochRecord, epoch: number): Leave | null {
  const counts =
    signed?.header.leaves && record.policy.type === policyTypes.group && signed.author.role !== roles.moderator;
  return counts ? { userId: signed.author.userId, seq, epoch } : null;
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
    const { seenSeq, seenTranscript } = signed.header;
    const seen = judgeSeen(state, { seq: seenSeq, transcript: seenTranscript }, ctx);
    if (seen === "unknown") return { type: "need", what: "transcript", seq: seenSeq };
    standpoint = takePlace(state, event.seq, signed, examined, seen === "fork");
  }
  if (examined.code === "E_EPOCH_KEY") state.blindSeq = event.seq;
  state.transcripts.push(transcriptNext(state.transcripts.newest, event.seq, 2, hash));
  const outcome = messageOutcome(event, examined, standpoint, record, state.transcripts.newest);
  // Said as it was once said, in the body alone: who is let go for it is let go rightly.
  if (outcome.type === "message" && outcome.body.t === "leave" && !signed?.header.leaves) state.blindSeq = event.seq;
  const leave = leaveOf(signed, event.seq, record, epoch);
  if (leave) state.leaves = [...state.leaves, leave];
  return outcome;
}
