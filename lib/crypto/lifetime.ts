/** Owns how long messages are kept: what is in force, and in a conversation of two what one has proposed and the other not agreed to. */
import { type Bytes, equal } from "@/lib/base/bytes";
import { type Commit, policyTypes, reasons } from "@/lib/protocol/commit";

/** Days in force, 0 for ever, and an open proposal. */
export interface Lifetime {
  readonly kept: number;
  readonly proposal: { readonly days: number; readonly by: Bytes } | null;
}

/** proposed: the other has to agree · agreed: in force now · stays: a proposal was taken back or declined. */
export type LifetimeStep = "proposed" | "agreed" | "stays";

/**
 * In a group an admin's policy is in force at once. Of two people each can only propose, by a policy commit with other days;
 * it is in force when the other signs a policy commit with the same days. One with the days in force ends a proposal. No other
 * commit says anything about it. So it follows from commits alone, which stay when every message has expired.
 */
export function lifetimeAfter(before: Lifetime | null, commit: Commit): Lifetime {
  const { policy, reason, author } = commit;
  const days = policy.retentionDays;
  if (!before || policy.type !== policyTypes.direct) return { kept: days, proposal: null };
  if (reason !== reasons.policy) return before;
  const { kept, proposal } = before;
  if (days === kept) return { kept, proposal: null };
  if (proposal?.days === days && !equal(proposal.by, author)) return { kept: days, proposal: null };
  return { kept, proposal: { days, by: author } };
}

/** What a commit has done; null: nothing, or it was an admin's policy. */
export function lifetimeStep(before: Lifetime | null, after: Lifetime, commit: Commit): LifetimeStep | null {
  if (!before || commit.policy.type !== policyTypes.direct || commit.reason !== reasons.policy) return null;
  if (after.proposal) return "proposed";
  if (after.kept !== before.kept) return "agreed";
  return before.proposal ? "stays" : null;
}
