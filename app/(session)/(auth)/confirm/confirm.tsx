"use client";
/** Owns confirming by a click, because programs that scan mails open links but press no buttons. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { AuthFrame, FootLink } from "@/components/auth/auth-frame";
import { FailureBanner } from "@/components/auth/form";
import { useSubmit } from "@/components/auth/use-submit";
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";
import type { MailLink } from "./read-link";

const words = {
  signup: { title: "auth.confirm.title", lead: "auth.confirm.lead", submit: "auth.confirm.submit" },
  recovery: {
    title: "auth.confirm.recoveryTitle",
    lead: "auth.confirm.recoveryLead",
    submit: "auth.confirm.recoverySubmit",
  },
  email_change: { title: "auth.confirm.emailTitle", lead: "auth.confirm.lead", submit: "auth.confirm.submit" },
} as const;

export function Confirm({ link }: { link: MailLink | null }) {
  const t = useTranslate();
  const router = useRouter();
  const { view, session } = useSession();
  const [done, setDone] = useState(false);
  const confirm = useSubmit(async ({ tokenHash, type }: MailLink) => {
    await session.confirmLink(tokenHash, type);
    // The token is used up; it need not stay in the history of the browser.
    if (type === "recovery") router.replace("/new-password");
    else setDone(true);
  });

  if (!link)
    return (
      <AuthFrame title={t("auth.confirm.brokenTitle")} lead={t("auth.confirm.broken")}>
        <FootLink href="/recover" label={t("auth.confirm.newMail")} />
      </AuthFrame>
    );
  if (done)
    return (
      <AuthFrame title={t("auth.confirm.doneTitle")} lead={t("auth.confirm.done")}>
        <Button
          look="primary"
          size="large"
          wide
          onClick={() => router.replace(view.state === "needs-keys" ? "/welcome" : "/chats")}
        >
          {t("auth.confirm.open")}
        </Button>
      </AuthFrame>
    );
  const spoken = words[link.type];
  return (
    <AuthFrame title={t(spoken.title)} lead={t(spoken.lead)}>
      <div className="flex flex-col gap-5">
        <Button
          look="primary"
          size="large"
          wide
          busy={confirm.busy && t("auth.confirm.busy")}
          onClick={() => void confirm.run(link)}
        >
          {t(spoken.submit)}
        </Button>
        <FailureBanner failure={confirm.failure} />
        {confirm.failure ? <FootLink href="/recover" label={t("auth.confirm.newMail")} /> : null}
      </div>
    </AuthFrame>
  );
}
