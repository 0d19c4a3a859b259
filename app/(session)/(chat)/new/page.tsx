/** Owns /new: starting a conversation. */
import { titled } from "@/lib/i18n/server";
import { StartConversation } from "./start-conversation";

export const generateMetadata = titled("new.title");

export default function NewPage() {
  return <StartConversation />;
}
