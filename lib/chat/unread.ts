/** Owns what is new for this person in a conversation: what counts as unread, and from where. Pure. */
import { isContent } from "@/lib/protocol/body";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { entryOf } from "./effects";
import { requestOf } from "./first-contact";
import { flagNames } from "./flags";

/** Messages of others after the own read position, as far as rows are open; the rest by sequence number. A group not accepted counts nothing. */
export function unreadOf(conversation: Conversation): number {
  const { pointers, rows, summary, log } = conversation;
  if (requestOf(conversation) === "invited") return 0;
  const { read } = pointers;
  const newest = rows.at(-1)?.seq ?? log?.n ?? 0;
  const first = rows[0]?.seq ?? newest + 1;
  const unopened = Math.max(0, first - 1 - read) + Math.max(0, summary.last_seq - Math.max(newest, read));
  const known = rows.filter((row) => row.seq > read && countsAsNew(row, conversation)).length;
  return log ? known + unopened : Math.max(0, summary.last_seq - read);
}

/** Where reading left off: the first message of somebody else after the own read position; null: everything is read. */
export function firstUnreadOf(conversation: Conversation): number | null {
  const { pointers, rows } = conversation;
  return rows.find((row) => row.seq > pointers.read && countsAsNew(row, conversation))?.seq ?? null;
}

/**
 * Somebody has come to the conversation: what is unread then stays marked until they leave, and so does what is still being
 * fetched, because it was missed. Returns what ends that.
 */
export function markUnread(conversation: Conversation, messenger: { readonly caughtUp: boolean }): () => void {
  const before = conversation.firstUnreadSeq;
  conversation.firstUnreadSeq = firstUnreadOf(conversation);
  if (conversation.firstUnreadSeq !== before) conversation.changed.emit();
  const stop = conversation.changed.subscribe(() => {
    if (messenger.caughtUp || conversation.firstUnreadSeq !== null) return;
    conversation.firstUnreadSeq = firstUnreadOf(conversation);
    // Whoever was told before this has seen it without the mark.
    if (conversation.firstUnreadSeq !== null) conversation.changed.emit();
  });
  return () => {
    stop();
    conversation.firstUnreadSeq = null;
  };
}

/** What somebody else has said, who is neither blocked nor silenced. A thread counts its own; what is hidden counts nowhere. */
export function countsAsNew(row: Conversation["rows"][number], { deps, id }: Conversation): boolean {
  if (row.type !== "message" && row.type !== "unsupported" && row.type !== "unreadable") return false;
  if (row.author !== null && !isHeard(row.author, deps)) return false;
  if (row.type !== "message") return true;
  if (!isContent(row.body) || (row.body.t === "text" && row.body.th)) return false;
  return !deps.marks.in(id).of(entryOf(row).hash).hidden;
}

/** Somebody else, whom this person has neither blocked nor silenced. */
export function isHeard(author: string, { me, blocks, preferences }: ChatDeps): boolean {
  return author !== me && !blocks.has(author) && preferences.values[flagNames.silenced(author)] !== true;
}

/** Place of the newest message, as far as rows are open; of the newest event otherwise. */
export function newestMessage({ rows, log, summary }: Conversation): number {
  const known = rows.findLast((row) => row.type !== "commit")?.seq;
  return Math.max(known ?? 0, log && known !== undefined ? 0 : summary.last_seq);
}
