/** Owns opening the page before what is open: from this device as far as it goes, then from the server. */
import { CodedError } from "@/lib/base/errors";
import type { LogRow } from "@/lib/crypto/engine-api";
import { decodeEvent } from "@/lib/protocol/wire";
import type { Conversation } from "./conversation";
import { contiguousTail, decodeAnchor } from "./loading";

/** Messages per page of history. */
export const pageSize = 50;

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
    const stored = await deps.store.rows(id, oldest, pageSize);
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
