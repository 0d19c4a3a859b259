/** Owns a row of the list for tests. */
import type { ConversationRow } from "@/lib/chat/view";

export const rowOf = (title: string, more: Partial<ConversationRow> = {}): ConversationRow => ({
  id: title,
  kind: "direct",
  title,
  people: [],
  context: null,
  seal: "closed",
  state: "active",
  last: null,
  lastActivityAt: 0,
  unread: 0,
  mentions: 0,
  draft: "",
  flags: { pinnedAt: null, mutedUntil: null, archived: false, markedUnread: false, favourite: false, folders: [] },
  ...more,
});
