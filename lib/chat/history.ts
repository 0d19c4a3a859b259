/** Owns opening the page before what is open: from this device as far as it goes, then from the server. */
import { CodedError } from "@/lib/base/errors";
import { decodeEvent } from "@/lib/protocol/wire";
import type { Conversation } from "./conversation";
import { contiguousTail, decodeAnchor } from "./loading";

/** Messages per page of history. */
export const pageSize = 50;

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
    return conversation.prepend(cached);
  }
  const { events, anchor } = await deps.server.history(id, oldest, pageSize);
  const progress = await deps.engine.page(
    id,
    events.map((event) => decodeEvent(event)),
    { seq: anchor.seq, transcript: decodeAnchor(anchor.transcript) },
  );
  await conversation.prepend(
    progress.rows.filter((row) => row.seq < oldest),
    progress,
  );
}
