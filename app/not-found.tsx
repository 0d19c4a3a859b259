/** Owns the page for addresses that lead nowhere; it does not tell "absent" from "not yours". */
import type { Metadata } from "next";
import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import { NoticePage } from "@/components/ui/notice-page";
import { t } from "@/lib/i18n/server";

export const metadata: Metadata = { title: t("pages.notFoundTitle") };

export default function NotFound() {
  return (
    <NoticePage
      seal="open"
      title={t("pages.notFoundTitle")}
      text={t("pages.notFound")}
      actions={
        <Link href="/" className={buttonStyle({ look: "primary" })}>
          {t("pages.home")}
        </Link>
      }
    />
  );
}
