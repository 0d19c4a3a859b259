"use client";
/** Owns asking for the mail that restores the login; the answer never tells whether an address is known. */
import { useState } from "react";
import { AuthFrame, FootLink } from "@/components/auth/auth-frame";
import { ResetRequestForm } from "@/components/auth/one-field-forms";
import { useSubmit } from "@/components/auth/use-submit";
import { useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";

export function Recover() {
  const t = useTranslate();
  const { session } = useSession();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const ask = useSubmit(async (email: string) => {
    await session.requestReset(email);
    setSentTo(email);
  });
  const back = <FootLink href="/sign-in" label={t("auth.recover.back")} />;
  if (sentTo !== null)
    return (
      <AuthFrame title={t("auth.recover.sentTitle")} lead={t("auth.recover.sent", { email: sentTo })}>
        {back}
      </AuthFrame>
    );
  return (
    <AuthFrame title={t("auth.recover.title")} lead={t("auth.recover.lead")} foot={back}>
      <ResetRequestForm busy={ask.busy} failure={ask.failure} onSubmit={(email) => void ask.run(email)} />
    </AuthFrame>
  );
}
