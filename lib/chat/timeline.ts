/** Owns the making of timeline rows from opened log rows and waiting messages. Pure: same input, same rows, in whatever order they came. */
import type { ErrorCode } from "@/lib/base/errors";
import type { LogRow } from "@/lib/crypto/engine-api";
import type { Receipts } from "./receipts";
import type { PersonView, SendState, SystemEvent, TimelineRow } from "./view";

/** A message of ours that is not in the log yet. */
export interface Pending {
  readonly msgId: string;
  readonly text: string;
  /** ms since 1970 */
  readonly createdAt: number;
  readonly state: "queued" | "sending" | "failed";
  readonly failure: ErrorCode | null;
}

export interface TimelineInput {
  readonly rows: readonly LogRow[];
  readonly pending: readonly Pending[];
  readonly me: string;
  readonly others: readonly string[];
  readonly receipts: Receipts;
  person(userId: string): PersonView;
  blocked(userId: string): boolean;
}

/** Rows oldest first; what waits to be sent comes last. */
export function buildTimeline(input: TimelineInput): TimelineRow[] {
  const logged = input.rows.map((row) => logRow(row, input)).filter((row) => row !== null);
  return [...logged, ...input.pending.map((pending) => pendingRow(pending, input))];
}

function logRow(row: LogRow, input: TimelineInput): TimelineRow | null {
  const base = { key: `seq-${row.seq}`, seq: row.seq, at: row.at };
  switch (row.type) {
    case "message": {
      if (row.body.t !== "text") return null;
      const mine = row.author === input.me;
      return {
        ...base,
        key: row.msgId,
        type: "message",
        author: input.person(row.author),
        text: row.body.b,
        send: mine ? input.receipts.stateOf(row.seq, input.others) : null,
        failure: null,
        marks: row.marks,
        ...(input.blocked(row.author) ? { folded: true as const } : {}),
      };
    }
    case "commit": {
      const event = systemEvent(row, input);
      return event && { ...base, type: "system", event };
    }
    case "unsupported":
      return { ...base, type: "unsupported", author: input.person(row.author) };
    case "unreadable":
      return { ...base, type: "unreadable", author: row.author ? input.person(row.author) : null, code: row.code };
    case "tombstone":
      return { ...base, type: "tombstone", reason: row.reason };
  }
}

function pendingRow(pending: Pending, input: TimelineInput): TimelineRow {
  const send: SendState = pending.state;
  return {
    key: pending.msgId,
    seq: null,
    at: pending.createdAt,
    type: "message",
    author: input.person(input.me),
    text: pending.text,
    send,
    failure: pending.failure,
    marks: [],
  };
}

/** A change of roles, rules or title. */
function ruleEvent(
  row: LogRow & { type: "commit" },
  by: PersonView,
  persons: (userIds: readonly string[]) => PersonView[],
): SystemEvent | null {
  const named = (role: number) => (row.roles ?? []).filter((each) => each.role === role).map(({ userId }) => userId);
  if (named(2).length > 0) return { kind: "admin-named", by, who: persons(named(2)) };
  if (named(1).length > 0) return { kind: "admin-unnamed", by, who: persons(named(1)) };
  if (row.policyChanged) return { kind: "policy", by, retentionDays: row.retentionDays };
  if (row.mayAdd !== undefined) return { kind: "may-add", by, mayAdd: row.mayAdd };
  return row.title === undefined ? null : { kind: "renamed", by, title: row.title };
}

/** What a commit changed, in the order of importance; a mere new key is not worth a line. */
function systemEvent(row: LogRow & { type: "commit" }, input: TimelineInput): SystemEvent | null {
  const by = input.person(row.author);
  const persons = (userIds: readonly string[]) => userIds.map((userId) => input.person(userId));
  if (row.seq === 1) return { kind: "created", by };
  if (row.moderatorsAdded.length > 0) return { kind: "moderator-joined", who: persons(row.moderatorsAdded) };
  if (row.moderatorsRemoved.length > 0) return { kind: "moderator-left", who: persons(row.moderatorsRemoved) };
  if (row.added.length > 0) return { kind: "added", by, who: persons(row.added) };
  if (row.removed.length > 0 && row.reason === 4) return { kind: "left", who: persons(row.removed) };
  if (row.removed.length > 0) return { kind: "removed", by, who: persons(row.removed) };
  if (row.keyChanged.length > 0) return { kind: "key-changed", who: persons(row.keyChanged) };
  return ruleEvent(row, by, persons);
}
