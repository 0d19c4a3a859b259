/** Owns /c/[id]: one conversation. Its name never reaches the server, so the title is set in the browser. */
import { titled } from "@/lib/i18n/server";
import { OpenConversation } from "./open-conversation";

export const generateMetadata = titled("nav.chats");

export default async function ConversationPage({ params }: PageProps<"/c/[id]">) {
  const { id } = await params;
  return <OpenConversation key={id} id={id} />;
}
