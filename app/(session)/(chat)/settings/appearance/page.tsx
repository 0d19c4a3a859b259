/** Owns /settings/appearance. */
import type { Metadata } from "next";
import { AppearanceSection } from "@/components/settings/appearance-section";
import { t } from "@/lib/i18n/server";

export const metadata: Metadata = { title: t("settings.appearance.title") };

export default function AppearancePage() {
  return <AppearanceSection />;
}
