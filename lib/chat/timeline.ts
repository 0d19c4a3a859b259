/** Owns the making of timeline rows from opened log rows and waiting messages. Pure: same input, same rows, in whatever order they came. */
import type { LogRow } from "@/lib/crypto/engine-api";
import { isContent } from "@/lib/protocol/body";
import { audienceOf, isWhole } from "./audience";
import { entriesOf, entryOf, type Entry, fold, type Folded, hashName, type Pending } from "./effects";
import { messageRow, type MessageWorld, threadUnread } from "./message-rows";
import type { MessageRow, PinView, ThreadView } from "./view-message";
import { noMarks, type OwnMarks } from "./own-marks";
import type { Receipts } from "./receipts";
import type { ContextView, PersonView, SystemEvent, TimelineRow } from "./view";

export type { Pending } from "./effects";

export interface TimelineInput {
  readonly rows: readonly LogRow[];
  readonly pending: readonly Pending[];
  readonly me: string;
  readonly others: readonly string[];
  readonly receipts: Receipts;
  /** What this person keeps about messages; nothing by default. */
  readonly own?: OwnMarks;
  readonly person: (userId: string) => PersonView;
  readonly blocked: (userId: string) => boolean;
  /** What the conversation is about. */
  readonly about?: ContextView | null;
}

export interface Timeline {
  /** Oldest first; what waits to be sent comes last. */
  readonly rows: readonly TimelineRow[];
  /** The one with the newest message first. */
  readonly threads: readonly ThreadView[];
  readonly pins: readonly PinView[];
  readonly stars: readonly PinView[];
}

/** The rows of a conversation. */
export function buildTimeline(input: TimelineInput): TimelineRow[] {
  return [...makeTimeline(input).rows];
}

/** The rows, and what stands beside them: threads, pinned and starred messages. */
export function makeTimeline(input: TimelineInput): Timeline {
  const { rows, pending, me, receipts, others, person, own = noMarks } = input;
  const hasOlder = !isWhole(rows, me);
  const entries = entriesOf(rows, pending, me);
  const folded = fold(entries);
  const audience = audienceOf(rows, others);
  const stateOf = (seq: number) => receipts.stateOf(seq, audience(seq));
  const world: MessageWorld = { me, folded, pending, own, hasOlder, person, blocked: input.blocked, stateOf };

  const byHash = new Map<string, MessageRow>();
  const timeline: TimelineRow[] = [];
  const inThreads = new Map<string, MessageRow[]>();
  const place = (entry: Entry, row: TimelineRow | null) => {
    if (!row || (entry.hash && own.of(entry.hash).hidden)) return;
    if (row.type === "message" && row.hash) byHash.set(row.hash, row);
    const thread = entry.body.t === "text" ? entry.body.th : undefined;
    if (thread === undefined) timeline.push(row);
    else if (row.type === "message") inThreads.set(thread, [...(inThreads.get(thread) ?? []), row]);
  };
  for (const row of rows) {
    if (row.type === "message") place(entryOf(row), saidRow(row, world));
    else {
      const other = otherRow(row, input, folded);
      if (other && !joined(timeline, other)) timeline.push(other);
    }
  }
  for (const one of pending) {
    const entry = { key: one.msgId, seq: null, at: one.createdAt, author: me, body: one.body, hash: null };
    place(entry, pendingRow(one, entry, world));
  }
  const threads = folded.threads
    .map((root) => threadView(root, inThreads.get(root) ?? [], byHash.get(root), world))
    .filter((thread) => thread.rows.length > 0);
  return {
    rows: timeline,
    threads: threads.toSorted((a, b) => b.lastAt - a.lastAt),
    pins: pinsOf(folded, byHash, own),
    stars: own.starred().map((hash) => ({ hash, row: byHash.get(hash) ?? null })),
  };
}

/** Expired messages that follow each other take one row, and so do people who join a room. True: it is in there. */
function joined(timeline: TimelineRow[], row: TimelineRow): boolean {
  const last = timeline.at(-1);
  if (last?.type === "system" && row.type === "system" && last.event.kind === "joined" && row.event.kind === "joined") {
    const who = [...last.event.who, ...row.event.who];
    timeline[timeline.length - 1] = { ...last, event: { kind: "joined", who } };
    return true;
  }
  const expired = (each: TimelineRow | undefined) => each?.type === "tombstone" && each.reason === "expired";
  if (last?.type !== "tombstone" || !expired(last) || !expired(row)) return false;
  timeline[timeline.length - 1] = { ...last, count: (last.count ?? 1) + 1 };
  return true;
}

/** The row of a message; null for what only does something to others. */
function saidRow(row: LogRow & { type: "message" }, world: MessageWorld): TimelineRow | null {
  const { me, folded, person, stateOf } = world;
  const entry = entryOf(row);
  const base = { key: entry.key, seq: row.seq, at: row.at };
  if (folded.void.has(entry.key)) return { ...base, type: "void", author: person(row.author) };
  const { body } = entry;
  if (!isContent(body)) return null;
  if (folded.of(entry.hash).deleted) return { ...base, type: "tombstone", reason: "author", by: person(row.author) };
  const send = row.author === me ? stateOf(row.seq) : null;
  return messageRow({ ...entry, body }, { send, failure: null, marks: row.marks }, world);
}

function pendingRow({ state, failure }: Pending, entry: Entry, world: MessageWorld): TimelineRow | null {
  const { body } = entry;
  return isContent(body) ? messageRow({ ...entry, body }, { send: state, failure, marks: [] }, world) : null;
}

function otherRow(row: Exclude<LogRow, { type: "message" }>, input: TimelineInput, folded: Folded): TimelineRow | null {
  const base = { key: `seq-${row.seq}`, seq: row.seq, at: row.at };
  switch (row.type) {
    case "commit": {
      const event = systemEvent(row, input);
      return event && { ...base, type: "system", event };
    }
    case "unsupported":
      return { ...base, type: "unsupported", author: input.person(row.author) };
    case "unreadable":
      return { ...base, type: "unreadable", author: row.author ? input.person(row.author) : null, code: row.code };
    case "tombstone":
      return row.witnessed?.edit ? null : { ...base, type: "tombstone", ...explained(row, folded, input) };
  }
}

/** The server's word alone is no deletion by the author: without a signed one it is unexplained. */
function explained(row: LogRow & { type: "tombstone" }, { claimed }: Folded, { person }: TimelineInput) {
  const signers = claimed.get(hashName(row.hash)) ?? new Set();
  const [signer] = row.witnessed ? [row.witnessed.author] : signers.size === 1 ? signers : [];
  if (row.reason !== "author") return { reason: row.reason, by: null };
  const signed = row.witnessed !== undefined || signers.size > 0;
  return { reason: signed ? ("author" as const) : ("removed" as const), by: signer ? person(signer) : null };
}

function threadView(
  root: string,
  rows: readonly MessageRow[],
  first: MessageRow | undefined,
  { folded, own, me }: MessageWorld,
): ThreadView {
  const unread = threadUnread(folded.of(root), own.of(root).threadRead, me);
  return { root, title: first?.text ?? null, rows, unread, lastAt: rows.at(-1)?.at ?? 0 };
}

function pinsOf(folded: Folded, byHash: ReadonlyMap<string, MessageRow>, own: OwnMarks): PinView[] {
  const time = (hash: string) => folded.of(hash).pinned?.at ?? 0;
  return folded.pins
    .filter((hash) => !own.of(hash).hidden)
    .toSorted((a, b) => time(b) - time(a))
    .map((hash) => ({ hash, row: byHash.get(hash) ?? null }));
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
  if (row.lifetime) return { kind: "lifetime", by, ...row.lifetime };
  if (row.policyChanged) return { kind: "policy", by, retentionDays: row.retentionDays };
  if (row.mayAdd !== undefined) return { kind: "may-add", by, mayAdd: row.mayAdd };
  return row.title === undefined ? null : { kind: "renamed", by, title: row.title };
}

/** What a commit changed, in the order of importance; a mere new key is not worth a line. */
function systemEvent(row: LogRow & { type: "commit" }, input: TimelineInput): SystemEvent | null {
  const by = input.person(row.author);
  const persons = (userIds: readonly string[]) => userIds.map((userId) => input.person(userId));
  if (row.room?.made) return { kind: "made", by };
  if (row.seq === 1) return { kind: "created", by, about: input.about ?? null };
  if (row.moderatorsAdded.length > 0) return { kind: "moderator-joined", who: persons(row.moderatorsAdded) };
  if (row.moderatorsRemoved.length > 0) return { kind: "moderator-left", who: persons(row.moderatorsRemoved) };
  if (row.added.length > 0) return { kind: "added", by, who: persons(row.added) };
  if (row.removed.length > 0 && row.reason === 4) return { kind: "left", who: persons(row.removed) };
  if (row.removed.length > 0) return { kind: "removed", by, who: persons(row.removed) };
  if (row.keyChanged.length > 0) return { kind: "key-changed", who: persons(row.keyChanged) };
  if (row.room?.joined) return { kind: "joined", who: persons([row.room.joined]) };
  if (row.room?.slow !== undefined) return { kind: "slow", by, seconds: row.room.slow };
  if (row.room?.purged !== undefined) return { kind: "purged", by };
  return ruleEvent(row, by, persons);
}
