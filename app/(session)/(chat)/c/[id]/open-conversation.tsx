"use client";
/** Owns binding one conversation to its screen. */
import { useEffect } from "react";
import { ConversationScreen } from "@/components/chat/conversation-screen";
import { useNow } from "@/components/ui/use-now";
import { useConversations } from "@/lib/chat/use-chat";
import { useConversation } from "@/lib/chat/use-conversation";
import { useTranslate } from "@/lib/i18n/language";

export function OpenConversation({ id }: { id: string }) {
  const t = useTranslate();
  const { view, commands } = useConversation(id);
  const { title } = view.row;
  useEffect(() => {
    if (title === "") return undefined;
    const before = document.title;
    document.title = `${title} · ${t("app.name")}`;
    return () => {
      document.title = before;
    };
  }, [title, t]);
  const { connection } = useConversations();
  return <ConversationScreen view={view} commands={commands} connection={connection} now={useNow()} />;
}
