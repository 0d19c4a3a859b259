/** Owns the page for addresses that lead nowhere; it does not tell "absent" from "not yours". */
import { MapPinOff } from "lucide-react";
import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import { NoticePage } from "@/components/ui/notice-page";
import { getTranslate, titled } from "@/lib/i18n/server";

export const generateMetadata = titled("pages.notFoundTitle");

export default async function NotFound() {
  const t = await getTranslate();
  return (
    <NoticePage
      icon={<MapPinOff />}
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
