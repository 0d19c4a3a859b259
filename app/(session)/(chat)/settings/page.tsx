/** Owns /settings: the profile. */
import { titled } from "@/lib/i18n/server";
import { Profile } from "./profile";

export const generateMetadata = titled("settings.title");

export default function SettingsPage() {
  return <Profile />;
}
