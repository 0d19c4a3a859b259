/** Owns /settings/appearance. */
import { AppearanceSection } from "@/components/settings/appearance-section";
import { titled } from "@/lib/i18n/server";

export const generateMetadata = titled("settings.appearance.title");

export default function AppearancePage() {
  return <AppearanceSection />;
}
