/** Owns opening the page before what is open: from this device as far as it goes, then from the server. */
import { CodedError } from "@/lib/base/errors";
import type { LogRow } from "@/lib/crypto/engine-api";
import { decodeEvent } from "@/lib/protocol/wire";
import type { Conversation } from "./conversation";
import { contiguousTail, decodeAnchor } from "./loading";

/** Messages per page of history from the server. */
export const pageSize = 50;

/** Messages per page from this device, where they cost nothing to fetch: what is drawn is computed anew with every page. */
const keptPageSize = 200;

/** Events per page that nobody waits for. */
const deepPageSize = 200;

/**
 * Takes the page before what this device holds of the log, without showing it. False: there is none, because here the past
 * of this person in the conversation begins. @throws E_FORK, E_OFFLINE and its like
 */
export async function deepen(conversation: Conversation): Promise<boolean> {
  const before = conversation.log?.base ?? 0;
  if (before === 0) return false;
  // Whoever had the turn before may have gone back some way.
  await conversation.inTurn(() => openPage(conversation, (conversation.log?.base ?? 0) + 1, deepPageSize));
  return (conversation.log?.base ?? 0) < before;
}

/** @throws E_FORK the served page is not the history that led here; E_OFFLINE and its like */
export async function openOlder(conversation: Conversation): Promise<void> {
  const { deps, id, rows, log } = conversation;
  const oldest = rows[0]?.seq ?? (log?.n ?? 0) + 1;
  if (oldest - 1 > (log?.base ?? 0)) {
    const stored = await deps.store.rows(id, oldest, keptPageSize);
    const opened = await deps.engine.openRows(
      id,
      stored.map((row) => row.sealed),
    );
    const cached = contiguousTail(opened, oldest - 1);
    if (cached.length === 0) throw new CodedError("E_STORAGE", "history cache");
    conversation.prepend(cached);
    return;
  }
  const opened = await openPage(conversation, oldest, pageSize);
  conversation.prepend(opened.filter((row) => row.seq < oldest));
}

/** Rows shown before a message that was looked for. */
const contextRows = 30;
/** Rows read from this device at once on the way to it. */
const strideRows = 1_000;

/** Opens everything from a message on, with a little before it. False: this device and the server do not have it. */
export async function openFrom(conversation: Conversation, seq: number): Promise<boolean> {
  while ((conversation.log?.base ?? 0) >= seq) if (!(await deepen(conversation))) return false;
  await conversation.inTurn(() => showFrom(conversation, Math.max(1, seq - contextRows)));
  conversation.changed.emit();
  return (conversation.rows[0]?.seq ?? seq + 1) <= seq;
}

/** Puts rows that this device holds in front of those on screen, down to a position. */
async function showFrom(conversation: Conversation, wanted: number): Promise<void> {
  const { deps, id } = conversation;
  const found: LogRow[][] = [];
  let oldest = conversation.rows[0]?.seq ?? (conversation.log?.n ?? 0) + 1;
  while (oldest > wanted) {
    const stored = await deps.store.rows(id, oldest, Math.min(strideRows, oldest - wanted));
    const opened = await deps.engine.openRows(
      id,
      stored.map((row) => row.sealed),
    );
    const rows = contiguousTail(opened, oldest - 1);
    const [first] = rows;
    if (!first) break;
    found.unshift(rows);
    oldest = first.seq;
  }
  conversation.prepend(found.flat());
}

/** Fetches a page and takes it into the log. Its rows go to disk; showing them is up to the caller. */
async function openPage(conversation: Conversation, before: number, max: number): Promise<readonly LogRow[]> {
  const { deps, id } = conversation;
  const { events, anchor } = await deps.server.history(id, before, max);
  const progress = await deps.engine.page(
    id,
    events.map((event) => decodeEvent(event)),
    { seq: anchor.seq, transcript: decodeAnchor(anchor.transcript) },
  );
  await conversation.deepened(progress);
  return progress.rows;
}
