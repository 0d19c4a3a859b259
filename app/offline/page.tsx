/** Owns /offline, the page the browser keeps for when there is no connection. It holds nothing about anybody. */
import type { Metadata } from "next";
import { NoticePage } from "@/components/ui/notice-page";
import { t } from "@/lib/i18n/server";
import { BackOnline } from "./back-online";

export const metadata: Metadata = { title: t("pages.offlineTitle") };

export default function OfflinePage() {
  return <NoticePage seal="open" title={t("pages.offlineTitle")} text={t("pages.offline")} actions={<BackOnline />} />;
}
