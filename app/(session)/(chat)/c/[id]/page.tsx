/**
 * Owns /c/[id]: one conversation. Its name never reaches the server, so the title is set in the browser, and so is what it
 * shows (place.tsx).
 */
import { titled } from "@/lib/i18n/server";

export const generateMetadata = titled("nav.chats");

export default function ConversationPage() {
  return null;
}
