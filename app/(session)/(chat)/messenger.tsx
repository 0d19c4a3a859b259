"use client";
/** Owns binding the list to the messenger, and the keys that work everywhere in it. */
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { ChatShell } from "@/components/chat/chat-shell";
import { ConversationList } from "@/components/chat/conversation-list";
import { RecoveryReminder } from "@/components/chat/recovery-reminder";
import { useShellKeys } from "@/components/chat/shell-keys";
import { Avatar } from "@/components/ui/avatar";
import { iconButtonStyle } from "@/components/ui/icon-button";
import { usePreferences } from "@/components/ui/use-preferences";
import { useNow } from "@/components/ui/use-now";
import { useTitleCount } from "@/components/ui/use-title-count";
import { useChat, useConversations, useMarking } from "@/lib/chat/use-chat";
import { useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";
import type { Me } from "@/lib/session/view";

// Most visits end without either.
const CommandPalette = lazy(async () => ({
  default: (await import("@/components/chat/command-palette")).CommandPalette,
}));
const KeyHelp = lazy(async () => ({ default: (await import("@/components/chat/key-help")).KeyHelp }));

export function Messenger({ me, children }: { me: Me; children: ReactNode }) {
  const t = useTranslate();
  const router = useRouter();
  const path = usePathname();
  const list = useConversations();
  const chat = useChat();
  const { session } = useSession();
  const marking = useMarking();
  const now = useNow();
  useTitleCount(list.unread);
  const selectedId = /^\/c\/([^/]+)/.exec(path)?.[1] ?? null;
  const [floating, setFloating] = useState<"palette" | "help" | null>(null);
  const { singleKeys } = usePreferences();
  const close = () => setFloating(null);

  useShellKeys(
    {
      palette: () => setFloating("palette"),
      help: () => setFloating("help"),
      search: () => document.querySelector<HTMLInputElement>("[data-list-search]")?.focus(),
      create: () => router.push("/new"),
      settings: () => router.push("/settings"),
      step: (by) => {
        const at = list.conversations.findIndex(({ id }) => id === selectedId);
        const next = list.conversations[Math.max(at + by, 0)];
        if (next) router.push(`/c/${next.id}`);
      },
      back: () => {
        if (path !== "/chats") router.push("/chats");
      },
    },
    singleKeys,
  );

  return (
    <ChatShell
      phoneShows={path === "/chats" ? "list" : "main"}
      list={
        <ConversationList
          list={list}
          selectedId={selectedId}
          now={now}
          onReconnect={() => chat.reconnect()}
          marking={marking}
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
      <Suspense fallback={null}>
        {floating === "palette" ? (
          <CommandPalette
            open
            onOpenChange={close}
            conversations={list.conversations}
            onGo={(to) => router.push(to)}
            onLock={() => session.lock()}
            onHelp={() => setFloating("help")}
          />
        ) : null}
        {floating === "help" ? <KeyHelp open onOpenChange={close} /> : null}
      </Suspense>
    </ChatShell>
  );
}
