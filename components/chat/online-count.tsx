"use client";
/** Owns saying how many people of a conversation are online, as far as they let it be seen. */
import { useOnline } from "@/lib/chat/use-online";
import { useTranslate } from "@/lib/i18n/language";

/** Nothing while it is not known, or while one hides oneself. */
export function OnlineCount({ id }: { id: string }) {
  const t = useTranslate();
  const online = useOnline(id);
  return online === null ? null : <span className="tabular-nums"> · {t("presence.onlineNow", { count: online })}</span>;
}
