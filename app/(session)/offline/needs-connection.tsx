"use client";
/** Owns what stands in the place of a page that the server would have to render. */
import { CloudOff } from "lucide-react";
import { usePathname } from "next/navigation";
import { NoConversation } from "@/components/chat/conversation-waiting";
import { EmptyState } from "@/components/ui/empty-state";
import { useTranslate } from "@/lib/i18n/language";
import { BackOnline } from "./back-online";

export function NeedsConnection() {
  const t = useTranslate();
  if (!/^\/(c|new|settings)\//.test(`${usePathname()}/`)) return <NoConversation />;
  return (
    <EmptyState
      className="h-full"
      icon={<CloudOff />}
      title={t("offline.pageTitle")}
      text={t("offline.page")}
      action={<BackOnline />}
    />
  );
}
