/** Owns /settings: the profile. */
import type { Metadata } from "next";
import { t } from "@/lib/i18n/server";
import { Profile } from "./profile";

export const metadata: Metadata = { title: t("settings.title") };

export default function SettingsPage() {
  return <Profile />;
}
