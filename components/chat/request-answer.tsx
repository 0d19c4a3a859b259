"use client";
/** Owns answering a stranger's request. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";
import { useWish } from "./use-wish";

export function RequestAnswer({ name, onAnswer }: { name: string; onAnswer: (accept: boolean) => Promise<unknown> }) {
  const t = useTranslate();
  const router = useRouter();
  const wish = useWish();
  const [declining, setDeclining] = useState(false);
  const decline = async () => {
    await onAnswer(false);
    router.push("/chats");
  };
  return (
    <>
      <Button look="quiet" size="small" onClick={() => setDeclining(true)}>
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
      {declining ? (
        <ConfirmWish
          title={t("requests.declineTitle", { name })}
          text={t("requests.declineText", { name })}
          action={t("requests.decline")}
          danger
          onConfirm={decline}
          onClose={() => setDeclining(false)}
        />
      ) : null}
    </>
  );
}
