"use client";
/** Owns what is shown when a page fails to render: a way to try again, and a reference without content. */
import { NoticePage } from "@/components/ui/notice-page";
import { PlainButton } from "@/components/ui/plain-button";
import { WarningMark } from "@/components/ui/plain-marks";
import { useTranslate } from "@/lib/i18n/language";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslate();
  return (
    <NoticePage
      icon={<WarningMark />}
      title={t("pages.errorTitle")}
      text={t("pages.error")}
      note={error.digest ? t("pages.reference", { digest: error.digest }) : undefined}
      actions={
        <>
          <PlainButton look="primary" onClick={reset}>
            {t("app.retry")}
          </PlainButton>
          <PlainButton look="plain" onClick={() => location.reload()}>
            {t("pages.reload")}
          </PlainButton>
        </>
      }
    />
  );
}
