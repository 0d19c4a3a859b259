"use client";
/** Owns binding the list to the messenger, and the keys that work everywhere in it. */
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { ChatShell } from "@/components/chat/chat-shell";
import { ConversationList } from "@/components/chat/conversation-list";
import { floating, lazily } from "@/components/chat/lazily";
import { ReminderNotes } from "@/components/chat/reminder-notes";
import { useShellKeys } from "@/components/chat/shell-keys";
import { useNoFiles } from "@/components/chat/use-no-files";
import { Avatar } from "@/components/ui/avatar";
import { iconButtonStyle } from "@/components/ui/icon-button";
import { fetchEverything } from "@/components/ui/lazy-part";
import { usePreferences } from "@/components/ui/use-preferences";
import { useNow } from "@/components/ui/use-now";
import { useChat, useConversations, useMarking } from "@/lib/chat/use-chat";
import { useMailLanguage } from "@/lib/chat/use-mail-language";
import { useNotices } from "@/lib/chat/use-notices";
import { rememberedLocale, useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";
import type { Me } from "@/lib/session/view";
import { ListNotice } from "./list-notice";
import { Place } from "./place";
import { useLocalWays, useWays } from "./use-local-ways";
import { useUnreadMark } from "./use-unread-mark";

// Most visits end without any of them.
const CommandPalette = floating(async () => (await import("@/components/chat/command-palette")).CommandPalette);
const FoundMessages = lazily(async () => (await import("./found-messages")).FoundMessages);
const KeyHelp = floating(async () => (await import("@/components/chat/key-help")).KeyHelp);

export function Messenger({ me, children }: { me: Me; children: ReactNode }) {
  const t = useTranslate();
  const path = usePathname();
  const go = useWays();
  const list = useConversations();
  const chat = useChat();
  const { session } = useSession();
  const marking = useMarking();
  const now = useNow();
  const named = (name: string) => t("settings.notifications.named", { name });
  const words = { app: t("app.name"), hidden: t("settings.notifications.newMessage"), named };
  useNotices(words, (id) => go(`/c/${id}`));
  const selectedId = /^\/c\/([^/]+)/.exec(path)?.[1] ?? null;
  const [shown, setShown] = useState<"palette" | "help" | null>(null);
  const { singleKeys } = usePreferences();
  const close = () => setShown(null);

  useShellKeys(
    {
      palette: () => setShown("palette"),
      help: () => setShown("help"),
      search: () => document.querySelector<HTMLInputElement>("[data-list-search]")?.focus(),
      create: () => go("/new"),
      settings: () => go("/settings"),
      step: (by) => {
        const at = list.conversations.findIndex(({ id }) => id === selectedId);
        const next = list.conversations[Math.max(at + by, 0)];
        if (next) go(`/c/${next.id}`);
      },
      back: () => {
        if (path !== "/chats") go("/chats");
      },
    },
    singleKeys,
  );
  useLocalWays();
  useMailLanguage(t("app.language"), rememberedLocale);
  useNoFiles();
  useUnreadMark(list.unread);
  // A browser that is not to remember anybody keeps no code for a time without a network: this page has it at hand.
  useEffect(() => {
    if (!me.remembered) void fetchEverything();
  }, [me.remembered]);

  return (
    <ChatShell
      phoneShows={path === "/chats" ? "list" : "main"}
      onBack={path === "/chats" ? undefined : () => go("/chats")}
      list={
        <ConversationList
          list={list}
          selectedId={selectedId}
          now={now}
          onReconnect={() => chat.reconnect()}
          marking={marking}
          notice={<ListNotice me={me} started={list.conversations.length > 0} />}
          onSearchNear={FoundMessages.near}
          results={(query) => <FoundMessages query={query} />}
          account={
            <Link href="/settings" prefetch={false} data-tip={t("nav.settings")} className={iconButtonStyle()}>
              <span className="sr-only">{t("nav.account", { name: me.displayName })}</span>
              <Avatar id={me.userId} name={me.displayName} size="small" />
            </Link>
          }
        />
      }
    >
      <Place path={path}>{children}</Place>
      <ReminderNotes />
      {shown === "palette" ? (
        <CommandPalette
          open
          onOpenChange={close}
          conversations={list.conversations}
          onGo={go}
          onLock={() => session.lock()}
          onHelp={() => setShown("help")}
        />
      ) : null}
      {shown === "help" ? <KeyHelp open onOpenChange={close} /> : null}
    </ChatShell>
  );
}
