"use client";
/** Owns binding one conversation to its screen. */
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { ConversationScreen, type ConversationScreenProps } from "@/components/chat/conversation-screen";
import { conversationTitle } from "@/components/chat/conversation-title";
import { lazily } from "@/components/chat/lazily";
import { toast } from "@/components/ui/toast-queue";
import { useNow } from "@/components/ui/use-now";
import { useConnection } from "@/lib/chat/use-chat";
import { useConversation } from "@/lib/chat/use-conversation";
import type { Reached } from "@/lib/chat/view-message";
import { wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

const Finder = lazily(async () => (await import("./finder")).Finder);

export function OpenConversation({ id }: { id: string }) {
  const t = useTranslate();
  const { view, commands, reopen } = useConversation(id);
  const title = conversationTitle(t, view.row);
  useEffect(() => {
    if (title === "") return undefined;
    const before = document.title;
    document.title = `${title} · ${t("app.name")}`;
    return () => {
      document.title = before;
    };
  }, [title, t]);
  const connection = useConnection();
  // A message to be shown, by its place in the log; the address forgets it, so that it can be asked for again.
  const asked = Number(useSearchParams().get("at")) || null;
  const [target, setTarget] = useState<NonNullable<ConversationScreenProps["target"]> | null>(null);
  const show = useCallback(
    async (reaching: Promise<Reached | null>, none: string) => {
      try {
        const found = await reaching;
        if (found) setTarget((before) => ({ ...found, turn: (before?.turn ?? 0) + 1 }));
        else toast(none);
      } catch (thrown) {
        toast(wordsOf(t, thrown).what, "danger");
      }
    },
    [t],
  );
  const reach = useCallback(
    (seq: number) => void show(commands.reachSeq(seq), t("message.notFound")),
    [show, commands, t],
  );
  const ready = view.phase.kind === "ready";
  useEffect(() => {
    if (!ready || asked === null) return;
    window.history.replaceState(null, "", `/c/${id}`);
    reach(asked);
  }, [ready, asked, id, reach]);
  return (
    <ConversationScreen
      view={view}
      commands={commands}
      connection={connection}
      now={useNow()}
      target={target}
      onReopen={reopen}
      finder={(close) => (
        <Finder
          id={id}
          onReach={reach}
          onReachTime={(at) => void show(commands.reachTime(at), t("search.none"))}
          onClose={close}
        />
      )}
    />
  );
}
