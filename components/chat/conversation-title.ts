/** Owns how a conversation is called on screen. */
import type { ConversationRow } from "@/lib/chat/view";
import type { Translate } from "@/lib/i18n/translate";

/** The title members gave, else names; a note is called so in every language. */
export function conversationTitle(t: Translate, row: Pick<ConversationRow, "kind" | "title">): string {
  return row.kind === "note" ? t("kind.note") : row.title;
}
