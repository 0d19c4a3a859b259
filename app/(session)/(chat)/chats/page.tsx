/** Owns /chats: the list alone, with room for a conversation beside it. */
import { NoConversation } from "@/components/chat/conversation-waiting";
import { titled } from "@/lib/i18n/server";

export const generateMetadata = titled("nav.chats");

export default function ChatsPage() {
  return <NoConversation />;
}
