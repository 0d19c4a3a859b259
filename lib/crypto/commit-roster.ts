/** Owns the commit rules about participants and policy: roles C12, additions C14, removals C15, policy C19. */
import { equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import {
  addPolicies,
  type Commit,
  findEntry,
  policyTypes,
  reasons,
  roles,
  type RosterEntry,
} from "@/lib/protocol/commit";
import type { CommitSetting } from "./knowledge";
import { isModerator, isParticipant, type RosterDiff, type Standing } from "./standing";

/** C12. An addition as admin is a change of role, too. @throws E_ROLE */
export function checkRoles(previous: Standing, commit: Commit, diff: RosterDiff, author: RosterEntry): void {
  const moved = diff.changed.filter(({ before, after }) => before.role !== after.role);
  const acrossModeration = moved.some(({ before, after }) => isModerator(before) || isModerator(after));
  const promotes = moved.length > 0 || diff.added.some((entry) => entry.role === roles.admin);
  if (acrossModeration || (promotes && author.role !== roles.admin)) throw new CodedError("E_ROLE");
  const left = commit.reason === reasons.leave ? diff.removed : [];
  const staying = previous.roster.filter((entry) => entry.role === roles.admin && !findEntry(left, entry.userId));
  if (staying.length > 0 && !commit.roster.some((entry) => entry.role === roles.admin)) {
    throw new CodedError("E_ROLE", "no admin left");
  }
}

/** C14. @throws E_ADD */
export function checkAdditions(previous: Standing, commit: Commit, diff: RosterDiff, author: RosterEntry): void {
  if (!diff.added.some(isParticipant)) return;
  const { type, add } = previous.policy;
  const entitled =
    (add === addPolicies.admins && author.role === roles.admin) ||
    (add === addPolicies.participants && isParticipant(author));
  if (commit.reason !== reasons.add || type === policyTypes.direct || !entitled) throw new CodedError("E_ADD");
}

/** C15. @throws E_REMOVE */
export function checkRemovals(commit: Commit, diff: RosterDiff, author: RosterEntry, setting: CommitSetting): void {
  const removed = diff.removed.filter(isParticipant);
  const covered = setting.leaves.filter((leave) => leave.seq <= commit.seenSeq);
  const leaversGone = covered.every((leave) => findEntry(removed, leave.userId));
  const authorStays = findEntry(commit.roster, author.userId) !== undefined;
  const closesCase = isModerator(author) && commit.reason === reasons.disputeClose;
  if (!leaversGone || !(authorStays || closesCase)) throw new CodedError("E_REMOVE");
  if (removed.length === 0) return;
  const hasLeft = (entry: RosterEntry) => setting.leaves.some((leave) => equal(leave.userId, entry.userId));
  const byLeave = commit.reason === reasons.leave && (removed.every(hasLeft) || !setting.leavesKnown);
  const byAdmin = commit.reason === reasons.remove && author.role === roles.admin;
  const entitled = commit.policy.type !== policyTypes.direct && isParticipant(author) && (byLeave || byAdmin);
  if (!entitled) throw new CodedError("E_REMOVE");
}

/** C19. Of two people each may say how long messages are to be kept; what is in force is agreed (lifetime.ts). @throws E_POLICY */
export function checkPolicy(previous: Standing, commit: Commit, author: RosterEntry): void {
  const { type, add, retentionDays } = previous.policy;
  const opened = commit.policy.add !== add;
  if (!opened && commit.policy.retentionDays === retentionDays) return;
  const oneOfTwo = type === policyTypes.direct && isParticipant(author) && !opened;
  if (commit.reason !== reasons.policy || !(author.role === roles.admin || oneOfTwo)) throw new CodedError("E_POLICY");
}
