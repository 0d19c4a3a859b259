"use client";
/** Owns binding a link to the messenger: read it, ask, and go on into the conversation once let in. */
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Invitation } from "@/components/chat/invitation";
import { Pane } from "@/components/chat/pane";
import { useWish } from "@/components/chat/use-wish";
import { codeOf, type ErrorCode } from "@/lib/base/errors";
import { useChat, useConversations } from "@/lib/chat/use-chat";
import type { OpenedLink } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

export function OpenLink({ id }: { id: string }) {
  const t = useTranslate();
  const router = useRouter();
  const chat = useChat();
  const { phase, conversations } = useConversations();
  const [link, setLink] = useState<OpenedLink | null>(null);
  const [broken, setBroken] = useState<ErrorCode | null>(null);
  const [asked, setAsked] = useState(0);
  const wish = useWish();

  useEffect(() => {
    if (phase === "loading") return;
    let left = false;
    chat.openLink(id, window.location.hash).then(
      (opened) => {
        if (!left) setLink(opened);
      },
      (thrown: unknown) => {
        if (!left) setBroken(codeOf(thrown));
      },
    );
    return () => {
      left = true;
    };
  }, [chat, id, phase, asked]);

  const inside = link && conversations.some((row) => row.id === link.conversation && row.state !== "ended");
  const target = inside || link?.state === "member" ? `/c/${link?.conversation}` : null;
  useEffect(() => {
    if (target) router.replace(target);
  }, [target, router]);

  const then = (work: () => Promise<unknown>) => {
    void wish.run(async () => {
      await work();
      setAsked((count) => count + 1);
    });
  };
  return (
    <Pane title={t("join.title")} backHref="/chats">
      <Invitation
        link={link}
        broken={broken}
        busy={wish.busy}
        failure={wish.failure}
        onAsk={() => link && then(() => chat.askToJoin(id, window.location.hash, link))}
        onWithdraw={() => link && then(() => chat.withdrawJoin(link.conversation))}
      />
    </Pane>
  );
}
