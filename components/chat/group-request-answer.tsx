"use client";
/** Owns answering a stranger who has put this person into a group: accept, decline, or decline and block. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast-queue";
import { useBlocks } from "@/lib/chat/use-blocks";
import type { Banner } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";
import { Refused } from "./refused";
import { useWish } from "./use-wish";

export interface GroupRequestAnswerProps {
  banner: Extract<Banner, { kind: "invited" }>;
  onAnswer: (accept: boolean) => Promise<unknown>;
}

export function GroupRequestAnswer({ banner: { who, title }, onAnswer }: GroupRequestAnswerProps) {
  const t = useTranslate();
  const router = useRouter();
  const { commands } = useBlocks();
  const wish = useWish();
  const [asking, setAsking] = useState<"decline" | "block" | null>(null);
  const decline = async () => {
    await onAnswer(false);
    router.push("/chats");
  };
  const block = async () => {
    // First, so that nobody is put in again in between.
    await commands.block(who.userId);
    await decline();
    toast(t("block.done", { name: who.name }));
  };
  return (
    <>
      {who.name === "" ? null : (
        <Button look="quiet" size="small" className="text-danger" onClick={() => setAsking("block")}>
          {t("requests.block")}
        </Button>
      )}
      <Button look="quiet" size="small" onClick={() => setAsking("decline")}>
        {t("requests.decline")}
      </Button>
      <Button
        look="primary"
        size="small"
        busy={wish.busy && t("requests.accept")}
        onClick={() => void wish.run(() => onAnswer(true))}
      >
        {t("requests.accept")}
      </Button>
      <Refused failure={wish.failure} />
      {asking === "decline" ? (
        <ConfirmWish
          title={t("requests.declineGroupTitle", { title })}
          text={t("requests.declineGroupText")}
          action={t("requests.decline")}
          danger
          onConfirm={decline}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === "block" ? (
        <ConfirmWish
          title={t("requests.blockTitle", { name: who.name })}
          text={t("requests.blockText", { name: who.name })}
          action={t("requests.blockAction")}
          danger
          onConfirm={block}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  );
}
