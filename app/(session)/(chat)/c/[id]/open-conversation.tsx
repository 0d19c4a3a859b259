"use client";
/** Owns binding one conversation to its screen. */
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { ConversationScreen } from "@/components/chat/conversation-screen";
import { lazily } from "@/components/chat/lazily";
import { useNow } from "@/components/ui/use-now";
import { useConnection } from "@/lib/chat/use-chat";
import { useConversation } from "@/lib/chat/use-conversation";
import { useTranslate } from "@/lib/i18n/language";

const Finder = lazily(async () => (await import("./finder")).Finder);

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
  const connection = useConnection();
  // A message to be shown, by its place in the log; the address forgets it, so that it can be asked for again.
  const asked = Number(useSearchParams().get("at")) || null;
  const [target, setTarget] = useState<{ key: string; turn: number } | null>(null);
  const reach = useCallback(
    async (seq: number) => {
      const key = await commands.reachSeq(seq).catch(() => null);
      if (key) setTarget((before) => ({ key, turn: (before?.turn ?? 0) + 1 }));
    },
    [commands],
  );
  const ready = view.phase.kind === "ready";
  useEffect(() => {
    if (!ready || asked === null) return;
    window.history.replaceState(null, "", `/c/${id}`);
    void reach(asked);
  }, [ready, asked, id, reach]);
  return (
    <ConversationScreen
      view={view}
      commands={commands}
      connection={connection}
      now={useNow()}
      target={target}
      finder={(close) => <Finder id={id} onReach={reach} onClose={close} />}
    />
  );
}
