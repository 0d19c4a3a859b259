/** Owns the fetching that a log asks for: the cold start, the first commit of a shell, and what an event needs to be judged. */
import { type Bytes, fromBase64 } from "@/lib/base/bytes";
import { CodedError, codeOf } from "@/lib/base/errors";
import type { LogRow, LogView, Need, Progress } from "@/lib/crypto/engine-api";
import { decodeEvent, type WireSummary } from "@/lib/protocol/wire";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { usualDays } from "./expiry";

/** A newer summary; what the conversation is about stays as it was when its log was opened. */
export function withKnownContext(before: WireSummary, after: WireSummary): WireSummary {
  return contextName(before) === contextName(after) ? after : { ...after, context: before.context };
}

/** Name of the linked object as it is bound into the log: `<kind>:<external id>`; null: none. */
export function contextName(summary: WireSummary): string | null {
  return summary.context ? `${summary.context.kind}:${summary.context.external_id}` : null;
}

export function decodeAnchor(transcript: string): Bytes {
  return fromBase64(transcript);
}

/**
 * The log and its newest rows as this device keeps them. Null: nothing, or something that cannot be read any more or does not
 * fit together; everything in it can be had from the server again. Rows are on disk before the state of the log is (see
 * Keeper), so they may reach further than it: they were judged when they came, and are shown.
 */
export async function openCached(
  deps: ChatDeps,
  summary: WireSummary,
  max: number,
): Promise<{ log: LogView; rows: LogRow[] } | null> {
  const { store, engine } = deps;
  const { id } = summary;
  try {
    const load = async () => {
      const stored = await store.conversation(id);
      return stored?.snapshot ? engine.load(id, stored.snapshot, contextName(summary)) : null;
    };
    const [log, newest] = await Promise.all([load(), openTail(deps, id, Number.MAX_SAFE_INTEGER, max)]);
    if (!log) return null;
    const [first] = newest;
    // What lies beyond a hole cannot be shown in order.
    const rows = first && first.seq <= log.n + 1 ? newest : await openTail(deps, id, log.n + 1, max);
    return (rows.at(-1)?.seq ?? 0) >= log.n && rows.length > 0 ? { log, rows } : null;
  } catch (thrown) {
    if (["E_UNEXPECTED", "E_VAULT_LOCKED"].includes(codeOf(thrown))) throw thrown;
    return null;
  }
}

/** The newest rows on this device before a position, as far back as they follow each other. */
async function openTail({ store, engine }: ChatDeps, id: string, before: number, max: number): Promise<LogRow[]> {
  const sealed = await store.rows(id, before, max);
  const rows = await engine.openRows(
    id,
    sealed.map((row) => row.sealed),
  );
  return contiguousTail(rows, rows.at(-1)?.seq ?? 0);
}

/** The commit chain and the newest page, ready for the engine. */
export async function fetchStart(deps: ChatDeps, id: string, max: number) {
  const { conversation: summary, commits, events, anchor } = await deps.server.start(id, max);
  if (summary.id !== id) throw new CodedError("E_CONTEXT", "another conversation");
  await deps.people.ensure(summary.members.map((member) => member.user_id));
  return {
    summary,
    input: {
      conversation: id,
      context: contextName(summary),
      commits: commits.map((event) => decodeEvent(event)),
      anchor: { seq: anchor.seq, transcript: decodeAnchor(anchor.transcript) },
      events: events.map((event) => decodeEvent(event)),
    },
  };
}

/**
 * A platform made the conversation and has no keys: whoever of the parties opens it first makes the genesis, sealed to the
 * newest keys. @throws E_CONTEXT what is served is no such conversation; E_IMMUTABLE it has begun before
 */
export async function makeGenesis(deps: ChatDeps, summary: WireSummary): Promise<void> {
  const members = summary.members.map((member) => member.user_id);
  if (!summary.context || !members.includes(deps.me)) throw new CodedError("E_CONTEXT", "no shell");
  await deps.people.ensure(members, true);
  const form = members.length === 2 ? ("direct" as const) : ("group" as const);
  const sealed = await deps.engine.genesis({
    ...{ conversation: summary.id, form, members },
    ...usualDays(deps, { form }),
    context: contextName(summary),
  });
  // A shell has its id already; the server finds it by the id inside the commit.
  await deps.server.createConversation({ kind: summary.kind, ...sealed, context: null });
}

/** Fetches what stopped the log. Returns transcript values where those were asked for. @throws E_GAP if it is not to be had */
export async function supply(deps: ChatDeps, id: string, need: Need): Promise<Record<number, string>> {
  if (need.what === "identities") {
    await deps.people.ensure(need.users, true);
    return {};
  }
  if (need.what === "transcript") {
    const [row] = await deps.store.rows(id, need.seq + 1, 1);
    const [opened] = row?.seq === need.seq ? await deps.engine.openRows(id, [row.sealed]) : [];
    if (opened) return { [need.seq]: opened.transcript };
  }
  throw new CodedError("E_GAP", need.what);
}

/**
 * Proves, in steps, that the place where a cold start began belongs to the history from the first event on.
 * @returns alarms about members whose signed views differ; the server's own lie is E_FORK without a person
 */
export async function proveHistory(deps: ChatDeps, id: string): Promise<Progress["alarms"]> {
  const alarms: Progress["alarms"][number][] = [];
  try {
    for (let proof = await deps.engine.verifyHistory(id, ""); !proof.done;) {
      const { hashes } = await deps.server.eventHashes(id, proof.seq);
      const next = await deps.engine.verifyHistory(id, hashes);
      alarms.push(...next.alarms);
      // Without the hashes nothing is proven: that is the server's doing, and the person's to know.
      if (next.seq <= proof.seq) throw new CodedError("E_GAP", "history");
      proof = next;
    }
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code !== "E_FORK" && code !== "E_GAP") throw thrown;
    alarms.push({ code, userId: null });
  }
  return alarms;
}

/** Opens the newest of those not open yet in the background, one by one. */
export async function loadNewest(conversations: readonly Conversation[], count: number): Promise<void> {
  const newest = conversations
    .filter((conversation) => !conversation.log && conversation.summary.epoch > 0)
    .toSorted((a, b) => b.summary.last_activity_at - a.summary.last_activity_at);
  for (const conversation of newest.slice(0, count)) await conversation.load().catch(() => undefined);
}

/** The rows at the end that follow each other up to `last`. */
export function contiguousTail(rows: readonly LogRow[], last: number): LogRow[] {
  const tail: LogRow[] = [];
  for (const row of rows.toReversed()) {
    if (row.seq !== last - tail.length) break;
    tail.unshift(row);
  }
  return tail;
}

/** For a catch: null after E_GAP, any other failure goes on. */
export function unlessGap(thrown: unknown): null {
  if (codeOf(thrown) !== "E_GAP") throw thrown;
  return null;
}

/** Failures that pass by themselves: wait and try the same again. */
export function isTransient(thrown: unknown): boolean {
  return ["E_OFFLINE", "E_SERVER", "E_RATE", "E_AUTH"].includes(codeOf(thrown));
}
