/** Owns /chats: the list alone, with room for a conversation beside it. */
import type { Metadata } from "next";
import { NoConversation } from "@/components/chat/conversation-waiting";
import { t } from "@/lib/i18n/server";

export const metadata: Metadata = { title: t("nav.chats") };

export default function ChatsPage() {
  return <NoConversation />;
}
