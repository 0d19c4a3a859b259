/** Owns the order of the list and what is counted of it: pinned first, the muted and the archived not counted. Pure. */
import { foldersOf } from "./flags";
import type { Preferred } from "./preferences";
import type { ConversationListView, ConversationRow, FolderView } from "./view";

/** The list as the screen sees it. */
export function listView(
  rows: readonly ConversationRow[],
  { preferred, ...rest }: Pick<ConversationListView, "phase" | "connection" | "queued"> & { preferred: Preferred },
): ConversationListView {
  return { ...rest, conversations: inOrder(rows), folders: folderViews(preferred, rows), unread: totalUnread(rows) };
}

/** Pinned ones in the order they were pinned, then the others by their last activity, newest first. */
export function inOrder(rows: readonly ConversationRow[]): ConversationRow[] {
  const pin = ({ flags }: ConversationRow) => flags.pinnedAt ?? Number.POSITIVE_INFINITY;
  return rows.toSorted((a, b) => {
    const pins = pin(a) === pin(b) ? 0 : pin(a) - pin(b);
    return pins || b.lastActivityAt - a.lastActivityAt || (a.id < b.id ? -1 : 1);
  });
}

/** What a row adds to a badge that asks for attention. */
export function countOf({ unread, mentions, flags }: ConversationRow): number {
  if (flags.archived) return 0;
  if (flags.mutedUntil === "mentions") return mentions;
  if (flags.mutedUntil !== null) return 0;
  return Math.max(unread, flags.markedUnread ? 1 : 0);
}

export function totalUnread(rows: readonly ConversationRow[]): number {
  return rows.reduce((sum, row) => sum + countOf(row), 0);
}

/** The folders with what is unread in them. */
export function folderViews(values: Preferred, rows: readonly ConversationRow[]): FolderView[] {
  return foldersOf(values).map(({ id, name }) => {
    const inside = rows.filter(({ flags }) => flags.folders.includes(id));
    return { id, name, unread: totalUnread(inside), count: inside.length };
  });
}
