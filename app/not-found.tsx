/** Owns the page for addresses that lead nowhere; it does not tell "absent" from "not yours". Part of every first load, so it needs no script. */
import { buttonStyle } from "@/components/ui/button";
import { NoticePage } from "@/components/ui/notice-page";
import { NoPlaceMark } from "@/components/ui/plain-marks";
import { getTranslate, titled } from "@/lib/i18n/server";

export const generateMetadata = titled("pages.notFoundTitle");

export default async function NotFound() {
  const t = await getTranslate();
  return (
    <NoticePage
      icon={<NoPlaceMark />}
      title={t("pages.notFoundTitle")}
      text={t("pages.notFound")}
      actions={
        // oxlint-disable-next-line next/no-html-link-for-pages -- Link would bring its script into every first load
        <a href="/" className={buttonStyle({ look: "primary" })}>
          {t("pages.home")}
        </a>
      }
    />
  );
}
