"use client";
/** Owns what stands in the place of a page that the server would have to render. */
import { CloudOff } from "lucide-react";
import { usePathname } from "next/navigation";
import { NoConversation } from "@/components/chat/conversation-waiting";
import { lazily } from "@/components/chat/lazily";
import { EmptyState } from "@/components/ui/empty-state";
import { useTranslate } from "@/lib/i18n/language";
import { BackOnline } from "./back-online";

// It needs no network, and is rarely what somebody came for.
const ShareInto = lazily(async () => (await import("@/app/(session)/share/share-into")).ShareInto);

export function NeedsConnection() {
  const t = useTranslate();
  const path = usePathname();
  if (path === "/share") return <ShareInto />;
  if (!/^\/(c|new|settings)\//.test(`${path}/`)) return <NoConversation />;
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
