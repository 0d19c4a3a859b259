"use client";
/** Owns the button beside a conversation's details that opens the menu of its row: no finger has to know that rows can be held. */
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { useConversations, useMarking } from "@/lib/chat/use-chat";
import type { ConversationRow } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { conversationTitle } from "./conversation-title";
import { lazily } from "./lazily";

const RowMenu = lazily(async () => (await import("./row-menu")).RowMenu);

export function ConversationMenu({ row }: { row: ConversationRow }) {
  const t = useTranslate();
  const { folders } = useConversations();
  const marking = useMarking();
  const [menu, setMenu] = useState<{ anchor: HTMLElement; open: boolean } | null>(null);
  return (
    <>
      <IconButton
        label={t("list.menu", { title: conversationTitle(t, row) })}
        aria-haspopup="menu"
        className="ms-auto -me-2 -mt-2"
        onClick={({ currentTarget }) => setMenu({ anchor: currentTarget, open: true })}
      >
        <MoreHorizontal />
      </IconButton>
      {menu ? (
        <RowMenu
          at={menu.open ? { row, anchor: menu.anchor } : null}
          folders={folders}
          marking={marking}
          onClose={() => setMenu({ ...menu, open: false })}
        />
      ) : null}
    </>
  );
}
