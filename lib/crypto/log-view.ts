/** Owns what the main thread is told of a log's verified state: no keys, no content. */
import { bytesToUuid, equal } from "@/lib/base/bytes";
import { addPolicies, policyTypes, reasons } from "@/lib/protocol/commit";
import { titleIn } from "@/lib/protocol/metadata";
import type { LogView } from "./engine-api";
import type { Identities } from "./identities";
import type { ConversationLog } from "./log";
import type { Vault } from "./vault";

const dutyReasons = { leave: reasons.leave, closing: 5, halt: 5, age: 5, count: 5 } as const;

/** The view of a log at a time (ms since 1970). */
export function viewOf(log: ConversationLog, vault: Vault, identities: Identities, now: number): LogView {
  const duty = log.mustCommitBefore(now);
  const keys = log.state === "active" && identities.changedSince(log.roster).length > 0;
  const mine = log.roster.find(({ userId }) => equal(userId, vault.userBytes));
  return {
    n: log.n,
    base: log.base,
    epoch: log.epoch,
    state: log.state,
    haltCode: log.haltCode,
    roster: log.roster.map(({ userId, role }) => ({ userId: bytesToUuid(userId), role })),
    direct: log.policy?.type === policyTypes.direct,
    mayAdd: log.policy?.add ?? addPolicies.nobody,
    retentionDays: log.lifetime?.kept ?? 0,
    proposal: log.lifetime?.proposal
      ? { days: log.lifetime.proposal.days, by: bytesToUuid(log.lifetime.proposal.by) }
      : null,
    title: titleIn(log.metadata),
    leaving: log.leaving.map((userId) => bytesToUuid(userId)),
    waitsForAcceptance: mine !== undefined && !vault.hasKeysOf(mine.stmtHash),
    mustCommit: duty ? dutyReasons[duty] : keys ? reasons.key : null,
  };
}
