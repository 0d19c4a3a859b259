/** Owns how a wish becomes a change of the roster and policy there are now: what is so already is left out. */
import { bytesToUuid, equal, uuidToBytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { type Policy, reasons, type Role, roles, type Roster } from "@/lib/protocol/commit";
import { encodeMetadata, titleIn } from "@/lib/protocol/metadata";
import type { Bytes } from "@/lib/base/bytes";
import type { Change } from "./commit-build";
import type { Lifetime } from "./lifetime";
import type { Wish } from "./membership-api";
import type { Statement } from "./identity";

/** What a wish is held against. */
export interface Situation {
  readonly roster: Roster;
  readonly policy: Policy;
  readonly lifetime: Lifetime;
  readonly me: Bytes;
  readonly metadata: Bytes | null;
  /** Have signed that they leave: nothing can be changed before they are out. */
  readonly leaving: readonly Bytes[];
}

export interface Granted {
  readonly change: Change;
  /** Only when the title changes. */
  readonly metadata?: Bytes;
}

/**
 * The change that brings a wish about; null when nothing is left to do. `latest` gives the statement to seal to.
 * @throws E_STALE_EPOCH a leaver has to be let go first; E_FORMAT no title; and what `latest` throws
 */
export function grant(wish: Wish, now: Situation, latest: (userId: string) => Statement): Granted | null {
  const letsGo = (leaver: Bytes) => wish.what === "remove" && wish.userIds.includes(bytesToUuid(leaver));
  if (!now.leaving.every(letsGo)) throw new CodedError("E_STALE_EPOCH", "a leaver first");
  const present = new Map(now.roster.map((entry) => [bytesToUuid(entry.userId), entry.role]));
  switch (wish.what) {
    case "add": {
      const members = [...new Set(wish.userIds)].filter((userId) => !present.has(userId));
      if (members.length === 0) return null;
      return { change: { reason: reasons.add, members: members.map((userId) => ({ statement: latest(userId) })) } };
    }
    case "remove": {
      const users = wish.userIds.filter((userId) => present.has(userId)).map((userId) => uuidToBytes(userId));
      return users.length === 0 ? null : { change: { reason: reasons.remove, users } };
    }
    case "roles": {
      const changed = wish.roles.filter(({ userId, role }) => turns(present.get(userId), role));
      const list = changed.map(({ userId, role }) => ({ userId: uuidToBytes(userId), role }));
      return list.length === 0 ? null : { change: { reason: reasons.policy, roles: list } };
    }
    case "policy": {
      const { mayAdd: add = now.policy.add, retentionDays = now.policy.retentionDays } = wish;
      const same = add === now.policy.add && retentionDays === now.policy.retentionDays;
      return same ? null : { change: { reason: reasons.policy, add, retentionDays } };
    }
    case "lifetime": {
      const { kept, proposal } = now.lifetime;
      const done = proposal ? proposal.days === wish.days && equal(proposal.by, now.me) : wish.days === kept;
      return done ? null : { change: { reason: reasons.policy, retentionDays: wish.days } };
    }
    case "title":
      if (titleIn(now.metadata) === wish.title) return null;
      return { change: { reason: reasons.policy }, metadata: encodeMetadata(wish.title) };
  }
}

/** Whether a member's role would become another one. Moderators are made and unmade by disputes only. */
function turns(before: Role | undefined, after: Role): boolean {
  return before !== undefined && before !== roles.moderator && before !== after;
}
