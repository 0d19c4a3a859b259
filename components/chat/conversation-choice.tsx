"use client";
/** Owns choosing one of the conversations in which something can be written. */
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { OneLine } from "@/components/ui/one-line";
import { useConversations } from "@/lib/chat/use-chat";
import type { ConversationRow } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConversationAvatar } from "./conversation-avatar";
import { conversationTitle } from "./conversation-title";

export interface ConversationChoiceProps {
  onChoose: (conversation: ConversationRow) => void;
  /** Of the list below the search. */
  className?: string;
}

export function ConversationChoice({ onChoose, className }: ConversationChoiceProps) {
  const t = useTranslate();
  const { conversations, phase } = useConversations();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLocaleLowerCase();
  const found = conversations.filter(
    (row) =>
      (row.state === "active" || row.state === "unopened") &&
      conversationTitle(t, row).toLocaleLowerCase().includes(wanted),
  );
  return (
    <>
      <input
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        aria-label={t("list.searchLabel")}
        placeholder={t("list.search")}
        className="h-10 rounded-10 border border-edge bg-surface px-3 text-16 pointer-coarse:h-11 md:text-15 outline-none focus-visible:border-accent"
      />
      <ul className={cn("-mx-2", className)}>
        {found.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              onClick={() => onChoose(row)}
              className="flex h-14 w-full items-center gap-3 rounded-10 px-2 text-start hover:bg-fill [--behind:var(--surface)]"
            >
              <ConversationAvatar row={row} />
              <OneLine className="text-15 font-medium">{conversationTitle(t, row)}</OneLine>
            </button>
          </li>
        ))}
        {found.length === 0 && phase === "ready" ? (
          <li className="px-2 py-3 text-15 text-muted">{t("message.forwardNone")}</li>
        ) : null}
      </ul>
    </>
  );
}
