/** Owns what a commit is judged against: the verified standing of a conversation after its newest commit. */
import { type Bytes, equal } from "@/lib/base/bytes";
import {
  type Commit,
  findEntry,
  type Policy,
  reasons,
  roles,
  type Roster,
  type RosterEntry,
} from "@/lib/protocol/commit";
import { compareBytes } from "@/lib/protocol/layout";
import { type Lifetime, lifetimeAfter } from "./lifetime";

/** The case whose moderators are in the roster. */
export interface OpenCase {
  readonly id: Bytes;
  /** Author of the case's first dispute-open. */
  readonly opener: Bytes;
  /** Every moderator the case has had. */
  readonly used: readonly Bytes[];
}

export interface Standing {
  readonly conv: Bytes;
  readonly epoch: number;
  /** Hash of the newest commit. */
  readonly hash: Bytes;
  readonly roster: Roster;
  /** As the newest commit says it; how long messages are kept is `lifetime`. */
  readonly policy: Policy;
  readonly lifetime: Lifetime;
  readonly contextHash: Bytes;
  readonly modRoot: Bytes;
  /** Not null exactly while a moderator is in the roster. */
  readonly openCase: OpenCase | null;
  /** Ids of closed cases. */
  readonly pastCases: readonly Bytes[];
  /** A moderator made this epoch's key: no message is valid in it. */
  readonly closing: boolean;
}

/** A member's verified wish to leave, at its place in the log. */
export interface Leave {
  readonly userId: Bytes;
  readonly seq: number;
  readonly epoch: number;
}

/** How one roster became another; every list ascends by user id. */
export interface RosterDiff {
  readonly added: Roster;
  readonly removed: Roster;
  /** In both, with another role or other keys. */
  readonly changed: readonly { readonly before: RosterEntry; readonly after: RosterEntry }[];
}

export const isModerator = (entry: RosterEntry): boolean => entry.role === roles.moderator;
export const isParticipant = (entry: RosterEntry): boolean => entry.role !== roles.moderator;

/** True if identity statement or keys differ. */
export function keysDiffer(a: RosterEntry, b: RosterEntry): boolean {
  return !(equal(a.stmtHash, b.stmtHash) && equal(a.edPk, b.edPk) && equal(a.xPk, b.xPk));
}

/** Compares two rosters in one pass. */
export function diffRosters(before: Roster, after: Roster): RosterDiff {
  const added: RosterEntry[] = [];
  const removed: RosterEntry[] = [];
  const changed: { before: RosterEntry; after: RosterEntry }[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const old = before[i];
    const now = after[j];
    if (!old && !now) return { added, removed, changed };
    const order = !now ? -1 : !old ? 1 : compareBytes(old.userId, now.userId);
    if (old && order < 0) removed.push(old);
    else if (now && order > 0) added.push(now);
    else if (old && now && old !== now && (old.role !== now.role || keysDiffer(old, now)))
      changed.push({ before: old, after: now });
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
}

function caseAfter(previous: Standing | null, commit: Commit, diff: RosterDiff): OpenCase | null {
  if (!commit.roster.some(isModerator)) return null;
  const added = diff.added.filter(isModerator).map((entry) => entry.userId);
  const open = previous?.openCase;
  return open ? { ...open, used: [...open.used, ...added] } : { id: commit.caseId, opener: commit.author, used: added };
}

/** The new roster, with the entries of everybody who stayed as they were shared with the old one: long histories stay small. */
function sharing(before: Roster, after: Roster, diff: RosterDiff): Roster {
  if (diff.added.length + diff.removed.length + diff.changed.length === 0) return before;
  const fresh = new Set<RosterEntry>([...diff.added, ...diff.changed.map((change) => change.after)]);
  return after.map((entry) => (fresh.has(entry) ? entry : (findEntry(before, entry.userId) ?? entry)));
}

/** The standing after a commit that has passed every check. */
export function standingAfter(previous: Standing | null, commit: Commit, hash: Bytes, diff: RosterDiff): Standing {
  const { conv, epoch, roster, policy, contextHash, modRoot } = commit;
  const openCase = caseAfter(previous, commit, diff);
  const closed = previous?.openCase && !openCase ? [previous.openCase.id] : [];
  const author = previous && findEntry(previous.roster, commit.author);
  return {
    conv,
    epoch,
    hash,
    roster: previous ? sharing(previous.roster, roster, diff) : roster,
    policy,
    lifetime: lifetimeAfter(previous?.lifetime ?? null, commit),
    contextHash,
    modRoot,
    openCase,
    pastCases: [...(previous?.pastCases ?? []), ...closed],
    closing: commit.reason === reasons.disputeClose && author?.role === roles.moderator,
  };
}
