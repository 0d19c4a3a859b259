"use client";
/** Owns binding the list to the messenger, and the keys that work everywhere in it. */
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { ChatShell } from "@/components/chat/chat-shell";
import { ConversationList } from "@/components/chat/conversation-list";
import { RecoveryReminder } from "@/components/chat/recovery-reminder";
import { Avatar } from "@/components/ui/avatar";
import { iconButtonStyle } from "@/components/ui/icon-button";
import { useNow } from "@/components/ui/use-now";
import { useChat, useConversations } from "@/lib/chat/use-chat";
import { useTranslate } from "@/lib/i18n/language";
import type { Me } from "@/lib/session/view";

export function Messenger({ me, children }: { me: Me; children: ReactNode }) {
  const t = useTranslate();
  const router = useRouter();
  const path = usePathname();
  const list = useConversations();
  const chat = useChat();
  const now = useNow();
  const selectedId = /^\/c\/([^/]+)/.exec(path)?.[1] ?? null;
  const ids = list.conversations.map((row) => row.id).join();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        const order = ids.split(",");
        const at = selectedId ? order.indexOf(selectedId) : -1;
        const next = order[event.key === "ArrowDown" ? at + 1 : Math.max(at - 1, 0)];
        if (next) {
          event.preventDefault();
          router.push(`/c/${next}`);
        }
      } else if (event.key === "Escape" && path !== "/chats") {
        // What floats above the page is closed first.
        if (!document.querySelector('[role="dialog"], [role="menu"]')) router.push("/chats");
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [ids, selectedId, path, router]);

  return (
    <ChatShell
      phoneShows={path === "/chats" ? "list" : "main"}
      list={
        <ConversationList
          list={list}
          selectedId={selectedId}
          now={now}
          onReconnect={() => chat.reconnect()}
          notice={me.recoveryConfirmed ? null : <RecoveryReminder />}
          account={
            <Link href="/settings" data-tip={t("nav.settings")} className={iconButtonStyle()}>
              <span className="sr-only">{t("nav.account", { name: me.displayName })}</span>
              <Avatar id={me.userId} name={me.displayName} size="small" />
            </Link>
          }
        />
      }
    >
      {children}
    </ChatShell>
  );
}
