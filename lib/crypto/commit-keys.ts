/** Owns the commit rule about keys, C13: every entry is a verified identity, and changes only by rotation or accepted reset. */
import { type Bytes, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { type Commit, reasons, type RosterEntry } from "@/lib/protocol/commit";
import type { Statement } from "./identity";
import type { CommitNeed, Knowledge } from "./knowledge";
import { isModerator, keysDiffer, type RosterDiff } from "./standing";

/** Walks a user's statements back to `from` (null: to the first). Every reset on the way has to be accepted. */
function followsFrom(newest: Statement, from: Uint8Array | null, knowledge: Knowledge): boolean | "unknown" {
  let statement = newest;
  while (!(from && equal(statement.hash, from))) {
    if (statement.flags === 2 && !knowledge.resetAccepted(statement.userId, statement.hash)) return false;
    if (statement.generation === 1) return from === null;
    const earlier = knowledge.identity(statement.userId, statement.previousHash);
    if (earlier === undefined) return "unknown";
    if (earlier === null) return false;
    statement = earlier;
  }
  return true;
}

function entryIsGenuine(entry: RosterEntry, before: RosterEntry | null, knowledge: Knowledge): boolean | "unknown" {
  const statement = knowledge.identity(entry.userId, entry.stmtHash);
  if (statement === undefined) return "unknown";
  const same =
    statement !== null &&
    equal(statement.userId, entry.userId) &&
    equal(statement.edPk, entry.edPk) &&
    equal(statement.xPk, entry.xPk);
  return same && followsFrom(statement, before?.stmtHash ?? null, knowledge);
}

/** C13, and the rule that every new entry equals a verified identity statement. @throws E_KEYCHANGE */
export function checkIdentities(
  commit: Commit,
  diff: RosterDiff,
  author: RosterEntry,
  knowledge: Knowledge,
): CommitNeed | null {
  const changed = diff.changed.filter(({ before, after }) => keysDiffer(before, after));
  const entitled = commit.reason === reasons.key && !isModerator(author);
  if (changed.length > 0 && !entitled) throw new CodedError("E_KEYCHANGE");
  const unknown: Bytes[] = [];
  for (const { before, after } of [...diff.added.map((entry) => ({ before: null, after: entry })), ...changed]) {
    const genuine = entryIsGenuine(after, before, knowledge);
    if (genuine === "unknown") unknown.push(after.userId);
    else if (!genuine) throw new CodedError("E_KEYCHANGE");
  }
  return unknown.length > 0 ? { what: "identities", users: unknown } : null;
}
