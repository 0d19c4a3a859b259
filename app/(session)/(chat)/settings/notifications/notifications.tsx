"use client";
/** Owns binding the notification settings to this browser. */
import { NotificationsSection } from "@/components/settings/notifications-section";
import { useNoticeChoice } from "@/lib/chat/use-notices";

export function Notifications() {
  const { permission, on, withText, turn, turnText } = useNoticeChoice();
  return <NotificationsSection permission={permission} on={on} withText={withText} onTurn={turn} onText={turnText} />;
}
