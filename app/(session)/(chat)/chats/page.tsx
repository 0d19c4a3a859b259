/** Owns /chats: the list alone, with room for a conversation beside it. What it shows is chosen in the browser (place.tsx). */
import { titled } from "@/lib/i18n/server";

export const generateMetadata = titled("nav.chats");

export default function ChatsPage() {
  return null;
}
