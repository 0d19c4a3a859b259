"use client";
/** Owns what is shown when even the root layout fails: the same page, with a document of its own. */
import { Button } from "@/components/ui/button";
import { NoticePage } from "@/components/ui/notice-page";
import { useTranslate } from "@/lib/i18n/language";
import "./globals.css";

export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslate();
  return (
    <html lang="en" dir="ltr">
      <body>
        <NoticePage
          seal="broken"
          title={t("pages.errorTitle")}
          text={t("pages.error")}
          note={error.digest ? t("pages.reference", { digest: error.digest }) : undefined}
          actions={
            <Button look="primary" onClick={() => location.reload()}>
              {t("pages.reload")}
            </Button>
          }
        />
      </body>
    </html>
  );
}
