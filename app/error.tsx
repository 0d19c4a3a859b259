"use client";
/** Owns what is shown when a page fails to render: a way to try again, and a reference without content. */
import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { NoticePage } from "@/components/ui/notice-page";
import { useTranslate } from "@/lib/i18n/language";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslate();
  return (
    <NoticePage
      icon={<TriangleAlert />}
      title={t("pages.errorTitle")}
      text={t("pages.error")}
      note={error.digest ? t("pages.reference", { digest: error.digest }) : undefined}
      actions={
        <>
          <Button look="primary" onClick={reset}>
            {t("app.retry")}
          </Button>
          <Button onClick={() => location.reload()}>{t("pages.reload")}</Button>
        </>
      }
    />
  );
}
