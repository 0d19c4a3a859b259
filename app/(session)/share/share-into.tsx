"use client";
/** Owns choosing the conversation in whose draft goes what another app has shared. Nothing is sent. */
import { Share } from "lucide-react";
import Link from "next/link";
import { useWays } from "@/app/(session)/(chat)/use-local-ways";
import { ConversationChoice } from "@/components/chat/conversation-choice";
import { Pane } from "@/components/chat/pane";
import { Refused } from "@/components/chat/refused";
import { useWish } from "@/components/chat/use-wish";
import { buttonStyle } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useDrafting } from "@/lib/chat/use-drafting";
import { useTranslate } from "@/lib/i18n/language";
import { dropShared, useShared } from "@/lib/storage/use-shared";

export function ShareInto() {
  const t = useTranslate();
  const go = useWays();
  const text = useShared();
  const addToDraft = useDrafting();
  const wish = useWish();
  const put = (id: string, shared: string) =>
    wish.run(async () => {
      await addToDraft(id, shared);
      dropShared();
      go(`/c/${id}`);
    });
  return (
    <Pane title={t("share.title")} backHref="/chats">
      {text === undefined ? null : text === null ? (
        <EmptyState
          icon={<Share />}
          title={t("share.nothingTitle")}
          text={t("share.nothing")}
          action={
            <Link href="/chats" prefetch={false} className={buttonStyle()}>
              {t("nav.backToList")}
            </Link>
          }
        />
      ) : (
        <div className="flex flex-col gap-4">
          <blockquote
            dir="auto"
            tabIndex={0}
            aria-label={t("share.what")}
            className="max-h-40 overflow-y-auto border-s-2 border-accent ps-3 text-15 wrap-anywhere whitespace-pre-wrap"
          >
            {text}
          </blockquote>
          <p className="text-13 text-muted">{t("share.hint")}</p>
          <Refused failure={wish.failure} />
          <ConversationChoice onChoose={({ id }) => void put(id, text)} />
        </div>
      )}
    </Pane>
  );
}
