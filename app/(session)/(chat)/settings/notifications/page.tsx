/** Owns /settings/notifications. */
import { titled } from "@/lib/i18n/server";
import { Notifications } from "./notifications";

export const generateMetadata = titled("settings.notifications.title");

export default function NotificationsPage() {
  return <Notifications />;
}
