/**
 * Owns /offline, the page the browser keeps for when there is no connection. It holds nothing about anybody: whoever is
 * remembered on this device opens their messages on it, whatever the address says.
 */
import { Gate } from "@/app/(session)/(chat)/gate";
import { KeepShared } from "@/app/(session)/share/keep-shared";
import { CloudOff } from "lucide-react";
import { NoticePage } from "@/components/ui/notice-page";
import { getTranslate, titled } from "@/lib/i18n/server";
import { BackOnline } from "./back-online";
import { NeedsConnection } from "./needs-connection";

export const generateMetadata = titled("nav.chats");

export default async function OfflinePage() {
  const t = await getTranslate();
  const notice = (
    <NoticePage
      icon={<CloudOff />}
      title={t("pages.offlineTitle")}
      text={t("pages.offline")}
      actions={<BackOnline />}
    />
  );
  return (
    <KeepShared>
      <Gate away={notice}>
        <NeedsConnection />
      </Gate>
    </KeepShared>
  );
}
