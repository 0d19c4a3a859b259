/** Owns the order in which a served commit is checked: rules C1 to C21 of protocol section "Commit rules". */
import { type Bytes, equal, isZero } from "@/lib/base/bytes";
import { CodedError, type ErrorCode } from "@/lib/base/errors";
import {
  type Commit,
  findEntry,
  parseCommit,
  policyTypes,
  reasons,
  roles,
  type RosterEntry,
} from "@/lib/protocol/commit";
import { checkCase, checkModerators, checkModeratorsDuty } from "./commit-case";
import { boxesHash, commitHash, disclosuresHash } from "./commit-hash";
import { checkIdentities } from "./commit-keys";
import { checkAdditions, checkPolicy, checkRemovals, checkRoles } from "./commit-roster";
import { boxSize } from "./epoch";
import { validEd, validX } from "./keys";
import type { CommitNeed, CommitSetting, Knowledge } from "./knowledge";
import { verify } from "./primitives";
import { diffRosters, isModerator, type RosterDiff, type Standing } from "./standing";
import { transcriptStart } from "./transcript";

/** A commit as the server hands it out. */
export interface ServedCommit {
  readonly body: Bytes;
  readonly sig: Bytes;
  /** n × 85 bytes; null if erased with old epochs. */
  readonly boxes: Bytes | null;
  /** `ED01`; null if the commit discloses nothing. */
  readonly disclosures: Bytes | null;
}

export interface CheckedCommit {
  readonly commit: Commit;
  readonly hash: Bytes;
  readonly diff: RosterDiff;
}

function fail(violated: boolean, code: ErrorCode): void {
  if (violated) throw new CodedError(code);
}

/** C3, C4, C5: what surrounds the signed bytes, and every key in them. */
function checkShape(commit: Commit, served: ServedCommit, boxesMayBeGone: boolean): void {
  const { boxes, disclosures } = served;
  const boxesFit = boxes
    ? boxes.length === commit.roster.length * boxSize && equal(boxesHash(boxes), commit.boxesHash)
    : boxesMayBeGone;
  if (!boxesFit) throw new CodedError("E_BOXES");
  const disclosuresFit = disclosures
    ? equal(disclosuresHash(disclosures), commit.disclosuresHash)
    : isZero(commit.disclosuresHash);
  if (!disclosuresFit) throw new CodedError("E_DISCLOSURE", "hash");
  if (!commit.roster.every((entry) => validX(entry.xPk))) throw new CodedError("E_LOW_ORDER");
  if (!commit.roster.every((entry) => validEd(entry.edPk))) throw new CodedError("E_SIG", "roster key");
}

function checkSignature(served: ServedCommit, author: RosterEntry): void {
  if (!verify("commit-sig", served.body, served.sig, author.edPk)) throw new CodedError("E_SIG");
}

/** C6, then what a first roster shares with later ones: conversation, moderation root, pins, identities. */
function checkGenesis(commit: Commit, served: ServedCommit, setting: CommitSetting, knowledge: Knowledge) {
  const first =
    commit.epoch === 1 &&
    isZero(commit.previousHash) &&
    commit.reason === reasons.create &&
    commit.seenSeq === 0 &&
    equal(commit.seenTranscript, transcriptStart(commit.conv)) &&
    isZero(commit.caseId);
  if (!first) throw new CodedError("E_CHAIN", "genesis");
  if (!isZero(commit.disclosuresHash)) throw new CodedError("E_DISCLOSURE", "genesis");
  const author = findEntry(commit.roster, commit.author);
  if (!author) throw new CodedError("E_AUTHOR");
  if (commit.roster.some(isModerator)) throw new CodedError("E_ROLE", "genesis");
  const pair = commit.roster.length === 2 && commit.roster.every((entry) => entry.role === roles.member);
  if (commit.policy.type === policyTypes.direct && !pair) throw new CodedError("E_DIRECT");
  checkSignature(served, author);
  fail(!equal(commit.conv, setting.conv), "E_CONTEXT");
  fail(!knowledge.modRoots.some((root) => equal(root, commit.modRoot)), "E_IMMUTABLE");
  const { genesisHash, contextHash } = setting.pins;
  fail(genesisHash !== undefined && !equal(genesisHash, commitHash(served.body)), "E_IMMUTABLE");
  fail(contextHash !== undefined && !equal(contextHash, commit.contextHash), "E_IMMUTABLE");
  const diff = diffRosters([], commit.roster);
  return { diff, need: checkIdentities(commit, diff, author, knowledge) };
}

/** C7 to C21. */
function checkSuccessor(
  previous: Standing,
  commit: Commit,
  served: ServedCommit,
  setting: CommitSetting,
  knowledge: Knowledge,
) {
  fail(!equal(commit.conv, setting.conv), "E_CONTEXT");
  const follows =
    commit.epoch === previous.epoch + 1 &&
    equal(commit.previousHash, previous.hash) &&
    commit.reason !== reasons.create;
  fail(!follows, "E_CHAIN");
  const unchanged =
    equal(commit.contextHash, previous.contextHash) &&
    equal(commit.modRoot, previous.modRoot) &&
    commit.policy.type === previous.policy.type;
  fail(!unchanged, "E_IMMUTABLE");
  const author = findEntry(previous.roster, commit.author);
  if (!author) throw new CodedError("E_AUTHOR");
  checkSignature(served, author);
  const diff = diffRosters(previous.roster, commit.roster);
  checkRoles(previous, commit, diff, author);
  let need: CommitNeed | null = checkIdentities(commit, diff, author, knowledge);
  if (need) return { diff, need };
  checkAdditions(previous, commit, diff, author);
  checkRemovals(commit, diff, author, setting);
  need = checkModerators(previous, commit, diff, author, knowledge);
  if (need) return { diff, need };
  checkCase(previous, commit, diff, author);
  checkPolicy(previous, commit, author);
  if (!isZero(commit.disclosuresHash) && commit.reason !== reasons.disputeOpen) throw new CodedError("E_DISCLOSURE");
  checkModeratorsDuty(commit, author);
  return { diff, need: null };
}

/**
 * Checks a commit against the standing before it (null: it has to be a genesis), in the normative order; own box and
 * recomputation of disclosures (C22, C23) are the log's. Returns what is missing to decide, with nothing decided.
 * @throws CodedError with the code of the first rule violated
 */
export function checkCommit(
  previous: Standing | null,
  served: ServedCommit,
  setting: CommitSetting,
  knowledge: Knowledge,
): CheckedCommit | { readonly need: CommitNeed } {
  const commit = parseCommit(served.body);
  checkShape(commit, served, setting.boxesMayBeGone);
  const { diff, need } = previous
    ? checkSuccessor(previous, commit, served, setting, knowledge)
    : checkGenesis(commit, served, setting, knowledge);
  return need ? { need } : { commit, hash: commitHash(served.body), diff };
}
