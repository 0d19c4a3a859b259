"use client";
/** Owns putting away a conversation one is no longer in. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";

export function ForgetConversation({ onForget }: { onForget: () => Promise<unknown> }) {
  const t = useTranslate();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const forget = async () => {
    await onForget();
    router.push("/chats");
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t("groups.forget")}
      </Button>
      {open ? (
        <ConfirmWish
          title={t("groups.forgetTitle")}
          text={t("groups.forgetText")}
          action={t("groups.forget")}
          danger
          onConfirm={forget}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
