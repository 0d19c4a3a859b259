/** Owns the commit rules about disputes: adding moderators C16, removing them C17, case ids C18, moderators' duties C21. */
import { equal, isZero } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { type Commit, findEntry, type Reason, reasons, type RosterEntry } from "@/lib/protocol/commit";
import type { CommitNeed, Knowledge } from "./knowledge";
import { type Moderation, selectModerators } from "./moderator";
import { isModerator, isParticipant, type RosterDiff, type Standing } from "./standing";

/** The certificates of the moderators that a dispute-open at `time` has to add after this standing. @throws E_MODERATOR */
export function moderatorsFor(previous: Standing, time: number, moderation: Moderation) {
  const { conv, contextHash, modRoot, pastCases, openCase, roster } = previous;
  const participants = roster.filter(isParticipant);
  const used = openCase?.used ?? [];
  return selectModerators(
    { conv, contextHash, modRoot, ordinal: pastCases.length + 1, time, participants, used },
    moderation,
  );
}

/** C16. @throws E_MODERATOR */
export function checkModerators(
  previous: Standing,
  commit: Commit,
  diff: RosterDiff,
  author: RosterEntry,
  knowledge: Knowledge,
): CommitNeed | null {
  const added = diff.added.filter(isModerator);
  const opens = commit.reason === reasons.disputeOpen;
  if (added.length === 0 && !opens) return null;
  if (added.length === 0 || !opens || isModerator(author) || isZero(commit.caseId)) throw new CodedError("E_MODERATOR");
  const moderation = knowledge.moderation?.();
  if (!moderation) return { what: "moderation" };
  const selected = moderatorsFor(previous, commit.time, moderation);
  const exact =
    selected.length === added.length &&
    selected.every((certificate) => {
      const entry = findEntry(added, certificate.userId);
      return (
        entry !== undefined &&
        equal(entry.stmtHash, certificate.stmtHash) &&
        equal(entry.edPk, certificate.edPk) &&
        equal(entry.xPk, certificate.xPk)
      );
    });
  if (!exact) throw new CodedError("E_MODERATOR", "not the selection");
  return null;
}

/** C17 and C18. @throws E_MODERATOR, E_CASE */
export function checkCase(previous: Standing, commit: Commit, diff: RosterDiff, author: RosterEntry): void {
  const { openCase, pastCases } = previous;
  const closes = commit.reason === reasons.disputeClose;
  const remaining = commit.roster.some(isModerator);
  if (diff.removed.some(isModerator) || (closes && openCase)) {
    const entitled = isModerator(author) || (openCase !== null && equal(author.userId, openCase.opener));
    if (!closes || !entitled || remaining) throw new CodedError("E_MODERATOR");
  }
  const caseFits = openCase
    ? equal(commit.caseId, openCase.id)
    : !closes && (remaining ? !pastCases.some((id) => equal(id, commit.caseId)) : isZero(commit.caseId));
  if (!caseFits) throw new CodedError("E_CASE");
}

const moderatorsReasons: readonly Reason[] = [reasons.periodic, reasons.disputeClose];

/** C21. @throws E_MODERATOR */
export function checkModeratorsDuty(commit: Commit, author: RosterEntry): void {
  if (isModerator(author) && !moderatorsReasons.includes(commit.reason)) throw new CodedError("E_MODERATOR");
}
