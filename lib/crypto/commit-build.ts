/** Owns the making of commits: the genesis, and every change of roster, keys, policy or case after it. */
import { type Bytes, concat, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import {
  type AddPolicy,
  addPolicies,
  type Commit,
  encodeCommit,
  type PolicyType,
  reasons,
  type Role,
  roles,
  type Roster,
  type RosterEntry,
} from "@/lib/protocol/commit";
import { compareBytes, zeroHash, zeroId } from "@/lib/protocol/layout";
import { maxParticipants } from "@/lib/protocol/limits";
import { moderatorsFor } from "./commit-case";
import { boxesHash, commitHash, disclosuresHash, metadataHash } from "./commit-hash";
import { buildDisclosures, type EpochKeyLookup } from "./disclosure";
import { deriveEpochKeys, sealEpochKey, sealMetadata } from "./epoch";
import type { Statement } from "./identity";
import type { Moderation } from "./moderator";
import { type Random, random, sign } from "./primitives";
import { diffRosters, isModerator, isParticipant, type Leave, type Standing } from "./standing";
import { transcriptStart } from "./transcript";

/** Whoever signs: user id, and the Ed25519 seed that belongs to the roster's key. */
export interface Signer {
  readonly userId: Bytes;
  readonly edSeed: Bytes;
}

/** A commit as it is sent. */
export interface BuiltCommit {
  readonly body: Bytes;
  readonly sig: Bytes;
  readonly boxes: Bytes;
  readonly disclosures: Bytes | null;
  readonly metadata: Bytes | null;
  readonly hash: Bytes;
}

/** Somebody to be put into the roster, by a verified statement. Role "member" if left out. */
export interface NewMember {
  readonly statement: Statement;
  readonly role?: Role;
}

export interface Genesis {
  readonly conv: Bytes;
  readonly policyType: PolicyType;
  readonly members: readonly NewMember[];
  /** Left out: belongs to nothing. */
  readonly contextHash?: Bytes;
  readonly modRoot: Bytes;
  readonly retentionDays: number;
  /** Left out: nobody in direct conversations, admins elsewhere. */
  readonly add?: AddPolicy;
  /** Title and picture, JSON bytes. */
  readonly metadata?: Bytes;
}

/** What a later commit changes. All but these changes stays as it is. */
export type Change =
  | { readonly reason: typeof reasons.add; readonly members: readonly NewMember[] }
  | { readonly reason: typeof reasons.remove; readonly users: readonly Bytes[] }
  | { readonly reason: typeof reasons.leave }
  | { readonly reason: typeof reasons.periodic }
  | { readonly reason: typeof reasons.key; readonly statements: readonly Statement[] }
  /** `caseId` 16 fresh random bytes (ignored while a case is open: replacement); `from` the first epoch to disclose. */
  | { readonly reason: typeof reasons.disputeOpen; readonly caseId: Bytes; readonly from?: number }
  | { readonly reason: typeof reasons.disputeClose }
  | {
      readonly reason: typeof reasons.policy;
      readonly add?: AddPolicy;
      readonly retentionDays?: number;
      readonly roles?: readonly { readonly userId: Bytes; readonly role: Role }[];
    };

/** Everything around a change that the author's log knows. */
export interface ChangeSetting {
  readonly previous: Standing;
  readonly seenSeq: number;
  readonly seenTranscript: Bytes;
  /** ms since 1970. */
  readonly time: number;
  readonly leaves: readonly Leave[];
  readonly keyOf: EpochKeyLookup;
  readonly moderation: Moderation | undefined;
  /** Title and picture to seal again, JSON bytes; null for none. */
  readonly metadata: Bytes | null;
}

type Draft = Omit<Commit, "author" | "keyCommitment" | "boxesHash" | "disclosuresHash" | "metaHash">;

function entryOf({ statement, role }: NewMember): RosterEntry {
  const { userId, hash, edPk, xPk } = statement;
  return { userId, role: role ?? roles.member, stmtHash: hash, edPk, xPk };
}

function sorted(roster: Roster): Roster {
  return [...roster].sort((a, b) => compareBytes(a.userId, b.userId));
}

/** Draws the epoch key, then one ephemeral key per box in roster order, then what the metadata takes. */
function assemble(
  draft: Draft,
  signer: Signer,
  metadataJson: Bytes | null,
  disclose: (key: Bytes) => Bytes | null,
  source: Random,
): BuiltCommit {
  const { conv, epoch, previousHash, roster } = draft;
  const key = source(32);
  const keys = deriveEpochKeys(key, conv, epoch);
  const context = { conv, epoch, previousHash, author: signer.userId };
  const boxes = concat(...roster.map((entry) => sealEpochKey(context, entry, key, source)));
  const metadata = metadataJson && sealMetadata(keys.meta, conv, epoch, metadataJson, source);
  const disclosures = disclose(key);
  const body = encodeCommit({
    ...draft,
    author: signer.userId,
    keyCommitment: keys.commitment,
    boxesHash: boxesHash(boxes),
    disclosuresHash: disclosures ? disclosuresHash(disclosures) : zeroHash,
    metaHash: metadata ? metadataHash(metadata) : zeroHash,
  });
  return { body, sig: sign("commit-sig", body, signer.edSeed), boxes, disclosures, metadata, hash: commitHash(body) };
}

/** The first commit of a conversation. @throws E_FORMAT, E_RANGE, E_LOW_ORDER */
export function buildGenesis(genesis: Genesis, signer: Signer, time: number, source: Random = random): BuiltCommit {
  const { conv, policyType, members, contextHash, modRoot, retentionDays, add, metadata } = genesis;
  const draft: Draft = {
    reason: reasons.create,
    conv,
    epoch: 1,
    previousHash: zeroHash,
    seenSeq: 0,
    seenTranscript: transcriptStart(conv),
    time,
    policy: {
      type: policyType,
      add: add ?? (policyType === 1 ? addPolicies.nobody : addPolicies.admins),
      retentionDays,
    },
    caseId: zeroId,
    contextHash: contextHash ?? zeroHash,
    modRoot,
    roster: sorted(members.map(entryOf)),
  };
  return assemble(draft, signer, metadata ?? null, () => null, source);
}

function moderatorEntries({ previous, time, moderation }: ChangeSetting): Roster {
  if (!moderation) throw new CodedError("E_MODERATOR", "nothing known of moderators");
  return moderatorsFor(previous, time, moderation).map(({ userId, stmtHash, edPk, xPk }) => {
    return { userId, role: roles.moderator, stmtHash, edPk, xPk };
  });
}

function rosterAfter(change: Change, setting: ChangeSetting): Roster {
  const { roster } = setting.previous;
  const without = (users: readonly Bytes[]) =>
    roster.filter((entry) => !users.some((user) => equal(user, entry.userId)));
  switch (change.reason) {
    case reasons.add: {
      const enlarged = [...roster, ...change.members.map(entryOf)];
      if (enlarged.filter(isParticipant).length > maxParticipants) throw new CodedError("E_ADD", "full");
      return enlarged;
    }
    case reasons.remove:
      return without(change.users);
    case reasons.leave:
      return without(setting.leaves.map((leave) => leave.userId));
    case reasons.periodic:
      return roster;
    case reasons.key:
      return roster.map((entry) => {
        const statement = change.statements.find(({ userId }) => equal(userId, entry.userId));
        return statement ? entryOf({ statement, role: entry.role }) : entry;
      });
    case reasons.disputeOpen:
      return [...roster, ...moderatorEntries(setting)];
    case reasons.disputeClose:
      return roster.filter(isParticipant);
    case reasons.policy:
      return roster.map((entry) => {
        const role = change.roles?.find(({ userId }) => equal(userId, entry.userId))?.role;
        return role === undefined ? entry : { ...entry, role };
      });
  }
}

/** A later commit. It is not checked here: the log checks it before it hands it out. @throws E_ADD, E_MODERATOR, E_DISCLOSURE */
export function buildCommit(
  change: Change,
  setting: ChangeSetting,
  signer: Signer,
  source: Random = random,
): BuiltCommit {
  const { previous, seenSeq, seenTranscript, time } = setting;
  const { conv, epoch, hash, policy, contextHash, modRoot, openCase, roster: before } = previous;
  const roster = sorted(rosterAfter(change, setting));
  const caseId = openCase?.id ?? (change.reason === reasons.disputeOpen ? change.caseId : zeroId);
  const policyAfter =
    change.reason === reasons.policy
      ? { ...policy, add: change.add ?? policy.add, retentionDays: change.retentionDays ?? policy.retentionDays }
      : policy;
  const draft: Draft = {
    reason: change.reason,
    conv,
    epoch: epoch + 1,
    previousHash: hash,
    seenSeq,
    seenTranscript,
    time,
    policy: policyAfter,
    caseId,
    contextHash,
    modRoot,
    roster,
  };
  const moderators = diffRosters(before, roster).added.filter(isModerator);
  const disclose = (key: Bytes) => {
    if (change.reason !== reasons.disputeOpen) return null;
    return buildDisclosures({ conv, caseId, epoch: epoch + 1, moderators }, key, change.from ?? 1, setting.keyOf);
  };
  return assemble(draft, signer, setting.metadata, disclose, source);
}
