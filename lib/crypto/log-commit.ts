/** Owns the way of a commit event into the log: checks, own key, disclosures, and what changes with a new epoch. */
import { type Bytes, equal } from "@/lib/base/bytes";
import { CodedError, type ErrorCode } from "@/lib/base/errors";
import { type Commit, findEntry } from "@/lib/protocol/commit";
import { titleIn } from "@/lib/protocol/metadata";
import { zeroHash, zeroId } from "@/lib/protocol/layout";
import { type CheckedCommit, checkCommit } from "./commit-check";
import { metadataHash } from "./commit-hash";
import { checkDisclosures, openDisclosures } from "./disclosure";
import { boxSize, deriveEpochKeys, openEpochKey, openMetadata } from "./epoch";
import { expected } from "./expected";
import type { CommitNeed } from "./knowledge";
import { lifetimeAfter, lifetimeStep } from "./lifetime";
import type { CommitOutcome, LogContext, LogEvent, Outcome } from "./log-contract";
import { epochKeyOf, judgeSeen, type LogState } from "./log-state";
import { isModerator, isParticipant, keysDiffer, type RosterDiff, type Standing, standingAfter } from "./standing";
import { transcriptNext } from "./transcript";

/** Causes of a halt that a correct copy, or the person's decision, removes: the commit may be tried again. */
const retriable: ReadonlySet<ErrorCode> = new Set(["E_BOXES", "E_DISCLOSURE", "E_KEYCHANGE"]);

/** True if the log, halted with this code, may try the commit again. */
export function mayRetry(code: ErrorCode): boolean {
  return retriable.has(code);
}

const idsOf = (roster: readonly { readonly userId: Bytes }[]) => roster.map(({ userId }) => userId);

/** What a commit's policy is held against. */
type Rules = Pick<Standing, "policy" | "lifetime">;

/** The lines a commit gives rise to, from the difference of rosters. */
export function commitChanges(commit: Commit, hash: Bytes, diff: RosterDiff, before: Rules | null) {
  const { added, removed, changed } = diff;
  const after = lifetimeAfter(before?.lifetime ?? null, commit);
  const step = lifetimeStep(before?.lifetime ?? null, after, commit);
  return {
    hash,
    reason: commit.reason,
    epoch: commit.epoch,
    added: idsOf(added.filter(isParticipant)),
    removed: idsOf(removed.filter(isParticipant)),
    keyChanged: idsOf(changed.filter(({ before, after }) => keysDiffer(before, after)).map(({ after }) => after)),
    moderatorsAdded: idsOf(added.filter(isModerator)),
    moderatorsRemoved: idsOf(removed.filter(isModerator)),
    roleChanged: changed
      .filter(({ before, after }) => before.role !== after.role)
      .map(({ after: { userId, role } }) => ({ userId, role })),
    policyChanged: before !== null && step === null && before.lifetime.kept !== after.kept,
    mayAddChanged: before !== null && before.policy.add !== commit.policy.add,
    policy: commit.policy,
    retentionDays: after.kept,
    lifetime: step && { step, days: after.proposal?.days ?? after.kept },
  };
}

/** All checks that can stop the log in front of a commit. @throws CodedError */
function judge(state: LogState, event: LogEvent, ctx: LogContext): CheckedCommit | { readonly need: CommitNeed } {
  const { body, sig, boxes, disclosures } = event;
  if (!body) throw new CodedError("E_FORMAT", "commit without its bytes");
  return checkCommit(
    state.standing,
    { body, sig: sig ?? new Uint8Array(0), boxes, disclosures },
    {
      conv: state.conv,
      pins: state.pins,
      boxesMayBeGone: event.seq < state.newestReplayed,
      leaves: state.leaves,
      leavesKnown: state.blindSeq <= (state.epochs.at(-1)?.seq ?? 0),
    },
    ctx,
  );
}

interface OwnKey {
  readonly key: Bytes | null;
  readonly failure: ErrorCode | null;
}

/** C22. A missing box of an old commit is no failure: its key is gone with it. */
function openOwnBox(commit: Commit, boxes: Bytes | null, ctx: LogContext): OwnKey {
  const index = commit.roster.findIndex((entry) => equal(entry.userId, ctx.me));
  if (index < 0 || !boxes) return { key: null, failure: null };
  const box = boxes.subarray(index * boxSize, (index + 1) * boxSize);
  try {
    return { key: openEpochKey(commit, ctx.me, ctx.xSecrets, box, commit.keyCommitment), failure: null };
  } catch (thrown) {
    return { key: null, failure: expected(thrown).code };
  }
}

/** C23, and for a moderator who was just added: takes the disclosed keys. False if the disclosure is wrong. */
function takeDisclosures(
  state: LogState,
  checked: CheckedCommit,
  bytes: Bytes,
  key: Bytes | null,
  ctx: LogContext,
): boolean {
  const { conv, caseId, epoch } = checked.commit;
  const moderators = checked.diff.added.filter(isModerator);
  const context = { conv, caseId, epoch, moderators };
  try {
    const opened = openDisclosures(bytes, context, ctx.me, ctx.xSecrets);
    const keyOf = (past: number) => epochKeyOf(state, past) ?? opened.get(past) ?? null;
    checkDisclosures(bytes, context, key, keyOf);
    for (const [i, record] of state.epochs.entries()) record.msgKey ??= opened.get(i + 1) ?? null;
    return true;
  } catch (thrown) {
    expected(thrown);
    return false;
  }
}

/** Title and picture after a commit. Kept from before if a server withholds them, or somebody sealed what does not open. */
function metadataAfter(before: Bytes | null, commit: Commit, blob: Bytes | null, metaKey: Bytes | null): Bytes | null {
  if (equal(commit.metaHash, zeroHash)) return null;
  if (!blob || !metaKey || !equal(metadataHash(blob), commit.metaHash)) return before;
  try {
    return openMetadata(metaKey, commit.conv, commit.epoch, blob);
  } catch (thrown) {
    expected(thrown);
    return before;
  }
}

/** Takes over everything that a new epoch changes. Returns why sending has to stop, or null. */
function adopt(state: LogState, event: LogEvent, checked: CheckedCommit, ctx: LogContext): ErrorCode | null {
  const { commit, hash, diff } = checked;
  const standing = standingAfter(state.standing, commit, hash, diff);
  const { key, failure } = openOwnBox(commit, event.boxes, ctx);
  const keys = key && deriveEpochKeys(key, commit.conv, commit.epoch);
  const member = findEntry(commit.roster, ctx.me) !== undefined;
  if (member && event.disclosures) {
    state.disputed ||= !takeDisclosures(state, checked, event.disclosures, key, ctx);
  }
  state.epochs.push({
    seq: event.seq,
    hash,
    author: commit.author,
    time: commit.time,
    receivedAt: event.receivedAt,
    roster: standing.roster,
    policy: commit.policy,
    lifetime: standing.lifetime,
    caseId: standing.openCase?.id ?? zeroId,
    closing: standing.closing,
    seen: { seq: commit.seenSeq, transcript: commit.seenTranscript },
    msgKey: keys?.msg ?? null,
  });
  state.genesisHash ??= hash;
  state.standing = standing;
  state.leaves = state.leaves.filter((leave) => findEntry(commit.roster, leave.userId));
  state.member = member;
  state.metadata = metadataAfter(state.metadata, commit, event.metadata, keys?.meta ?? null);
  state.mute = failure;
  state.rotate = state.stop !== null;
  state.stop = null;
  return failure ?? (state.disputed ? "E_DISCLOSURE" : null);
}

/** Stops the log in front of an event. */
export function halt(state: LogState, seq: number, code: ErrorCode): Outcome {
  state.stop = code;
  return { type: "halt", seq, code };
}

/** Takes a commit of the past in, without transcript: cold start. null: taken in. Changes nothing if it returns a need. */
export function replayCommit(state: LogState, event: LogEvent, ctx: LogContext): Outcome | null {
  try {
    const checked = judge(state, event, ctx);
    if ("need" in checked) return { type: "need", ...checked.need };
    adopt(state, event, checked, ctx);
    return null;
  } catch (thrown) {
    return halt(state, event.seq, expected(thrown).code);
  }
}

/** Takes the next commit event in. Changes nothing if it returns a need. */
export function receiveCommit(state: LogState, event: LogEvent, ctx: LogContext): Outcome {
  let checked: ReturnType<typeof judge>;
  try {
    checked = judge(state, event, ctx);
  } catch (thrown) {
    return halt(state, event.seq, expected(thrown).code);
  }
  if ("need" in checked) return { type: "need", ...checked.need };
  const { commit, hash, diff } = checked;
  const seen = judgeSeen(state, { seq: commit.seenSeq, transcript: commit.seenTranscript }, ctx);
  if (seen === "unknown") return { type: "need", what: "transcript", seq: commit.seenSeq };
  const before = state.standing;
  const titleBefore = titleIn(state.metadata);
  const halted = adopt(state, event, checked, ctx);
  const title = titleIn(state.metadata);
  state.transcripts.push(transcriptNext(state.transcripts.newest, event.seq, 1, hash));
  const outcome: CommitOutcome = {
    type: "commit",
    seq: event.seq,
    at: event.receivedAt,
    transcript: state.transcripts.newest,
    author: commit.author,
    seen: commit.seenSeq,
    marks: seen === "fork" ? ["fork"] : [],
    ...(seen === "fork" ? { forkWith: commit.author } : {}),
    ...commitChanges(commit, hash, diff, before),
    titleChanged: before && title !== titleBefore ? title : null,
    halted,
  };
  return outcome;
}
