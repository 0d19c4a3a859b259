/** Owns /offline, the page the browser keeps for when there is no connection. It holds nothing about anybody. */
import { NoticePage } from "@/components/ui/notice-page";
import { getTranslate, titled } from "@/lib/i18n/server";
import { BackOnline } from "./back-online";

export const generateMetadata = titled("pages.offlineTitle");

export default async function OfflinePage() {
  const t = await getTranslate();
  return <NoticePage seal="open" title={t("pages.offlineTitle")} text={t("pages.offline")} actions={<BackOnline />} />;
}
