"use client";
/** Owns choosing where a message is forwarded to. What it says is copied; who said it stays here. */
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { OneLine } from "@/components/ui/one-line";
import { useConversations } from "@/lib/chat/use-chat";
import type { ConversationRow } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConversationAvatar } from "./conversation-avatar";

export interface ForwardDialogProps {
  count: number;
  onForward: (conversation: ConversationRow) => void;
  onClose: () => void;
}

export default function ForwardDialog({ count, onForward, onClose }: ForwardDialogProps) {
  const t = useTranslate();
  const { conversations } = useConversations();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLocaleLowerCase();
  const found = conversations.filter(
    (row) => (row.state === "active" || row.state === "unopened") && row.title.toLocaleLowerCase().includes(wanted),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("message.forwardTitle", { count })}
      text={t("message.forwardText")}
      closeLabel={t("app.close")}
    >
      <input
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        aria-label={t("list.searchLabel")}
        placeholder={t("list.search")}
        className="h-10 rounded-10 border border-edge bg-surface px-3 text-15 outline-none focus-visible:border-accent"
      />
      <ul className="-mx-2 max-h-72 overflow-y-auto overscroll-contain">
        {found.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              onClick={() => {
                onForward(row);
                onClose();
              }}
              className="flex h-14 w-full items-center gap-3 rounded-10 px-2 text-start hover:bg-fill [--behind:var(--surface)]"
            >
              <ConversationAvatar row={row} />
              <OneLine className="text-15 font-medium">{row.title}</OneLine>
            </button>
          </li>
        ))}
        {found.length === 0 ? <li className="px-2 py-3 text-15 text-muted">{t("message.forwardNone")}</li> : null}
      </ul>
    </Dialog>
  );
}
