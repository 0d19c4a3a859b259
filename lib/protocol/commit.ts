/** Owns the layout of a commit's signed bytes (`EC01`): roster, policy and everything the author vouches for. */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { compareBytes, Reader, Writer } from "./layout";
import { maxRosterEntries } from "./limits";

export const roles = { member: 1, admin: 2, moderator: 3 } as const;
export type Role = (typeof roles)[keyof typeof roles];

export const reasons = {
  create: 1,
  add: 2,
  remove: 3,
  leave: 4,
  periodic: 5,
  key: 6,
  disputeOpen: 7,
  disputeClose: 8,
  policy: 9,
} as const;
export type Reason = (typeof reasons)[keyof typeof reasons];

export const policyTypes = { direct: 1, group: 2 } as const;
export type PolicyType = (typeof policyTypes)[keyof typeof policyTypes];

/** Who may add participants. */
export const addPolicies = { nobody: 0, admins: 1, participants: 2 } as const;
export type AddPolicy = (typeof addPolicies)[keyof typeof addPolicies];

/** One member as a commit lists it: 16, -, 32, 32 and 32 bytes. */
export interface RosterEntry {
  readonly userId: Bytes;
  readonly role: Role;
  /** Hash of the identity statement that carries both keys. */
  readonly stmtHash: Bytes;
  readonly edPk: Bytes;
  readonly xPk: Bytes;
}

/** Strictly ascending by user id, 1 to 256 entries. */
export type Roster = readonly RosterEntry[];

export interface Policy {
  readonly type: PolicyType;
  readonly add: AddPolicy;
  readonly retentionDays: number;
}

/** The signed bytes of a commit. Ids 16 bytes, hashes 32; zeros mean "none". */
export interface Commit {
  readonly reason: Reason;
  readonly conv: Bytes;
  /** 1, 2, … */
  readonly epoch: number;
  readonly previousHash: Bytes;
  readonly seenSeq: number;
  readonly seenTranscript: Bytes;
  readonly author: Bytes;
  /** ms since 1970, the author's clock. */
  readonly time: number;
  readonly policy: Policy;
  readonly caseId: Bytes;
  readonly contextHash: Bytes;
  readonly modRoot: Bytes;
  readonly keyCommitment: Bytes;
  readonly boxesHash: Bytes;
  readonly disclosuresHash: Bytes;
  readonly metaHash: Bytes;
  readonly roster: Roster;
}

function isMember<T extends number>(value: number, table: Readonly<Record<string, T>>): value is T {
  return Object.values(table).some((known) => known === value);
}

function oneOf<T extends number>(value: number, table: Readonly<Record<string, T>>, what: string): T {
  if (!isMember(value, table)) throw new CodedError("E_FORMAT", what);
  return value;
}

function readPolicy(reader: Reader): Policy {
  const type = oneOf(reader.u8(), policyTypes, "policy.type");
  const add = oneOf(reader.u8(), addPolicies, "policy.add");
  // History is 0 in v1, the byte after it reserved.
  reader.zeros(2);
  return { type, add, retentionDays: reader.u32() };
}

function readRoster(reader: Reader): Roster {
  const count = reader.u16();
  if (count < 1 || count > maxRosterEntries || reader.left !== count * 113) throw new CodedError("E_FORMAT", "roster");
  const roster = Array.from({ length: count }, () => ({
    userId: reader.bytes(16),
    role: oneOf(reader.u8(), roles, "role"),
    stmtHash: reader.bytes(32),
    edPk: reader.bytes(32),
    xPk: reader.bytes(32),
  }));
  roster.reduce((before, entry) => {
    if (compareBytes(before.userId, entry.userId) >= 0) throw new CodedError("E_ORDER");
    return entry;
  });
  return roster;
}

/** Reads the signed bytes, 342 + 113·n. @throws E_FORMAT, E_RANGE, E_ORDER (roster not strictly ascending) */
export function parseCommit(body: Uint8Array): Commit {
  const reader = new Reader(body);
  reader.frame("EC01");
  const reason = oneOf(reader.u8(), reasons, "reason");
  reader.zeros(2);
  return {
    reason,
    conv: reader.bytes(16),
    epoch: reader.u32(),
    previousHash: reader.bytes(32),
    seenSeq: reader.u64(),
    seenTranscript: reader.bytes(32),
    author: reader.bytes(16),
    time: reader.u64(),
    policy: readPolicy(reader),
    caseId: reader.bytes(16),
    contextHash: reader.bytes(32),
    modRoot: reader.bytes(32),
    keyCommitment: reader.bytes(32),
    boxesHash: reader.bytes(32),
    disclosuresHash: reader.bytes(32),
    metaHash: reader.bytes(32),
    roster: readRoster(reader),
  };
}

/** Writes the signed bytes. The roster is written as given. @throws E_FORMAT for a field of a wrong length, E_RANGE */
export function encodeCommit(commit: Commit): Bytes {
  const writer = new Writer()
    .frame("EC01")
    .u8(commit.reason)
    .zeros(2)
    .bytes(commit.conv, 16)
    .u32(commit.epoch)
    .bytes(commit.previousHash, 32)
    .u64(commit.seenSeq)
    .bytes(commit.seenTranscript, 32)
    .bytes(commit.author, 16)
    .u64(commit.time)
    .u8(commit.policy.type)
    .u8(commit.policy.add)
    .zeros(2)
    .u32(commit.policy.retentionDays)
    .bytes(commit.caseId, 16)
    .bytes(commit.contextHash, 32)
    .bytes(commit.modRoot, 32)
    .bytes(commit.keyCommitment, 32)
    .bytes(commit.boxesHash, 32)
    .bytes(commit.disclosuresHash, 32)
    .bytes(commit.metaHash, 32)
    .u16(commit.roster.length);
  for (const { userId, role, stmtHash, edPk, xPk } of commit.roster) {
    writer.bytes(userId, 16).u8(role).bytes(stmtHash, 32).bytes(edPk, 32).bytes(xPk, 32);
  }
  return writer.finish();
}

/** The entry of a user; binary search. */
export function findEntry(roster: Roster, userId: Uint8Array): RosterEntry | undefined {
  let low = 0;
  let high = roster.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = roster[middle];
    const order = entry ? compareBytes(entry.userId, userId) : 0;
    if (order === 0) return entry;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
