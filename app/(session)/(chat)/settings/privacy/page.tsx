/** Owns /settings/privacy. */
import { titled } from "@/lib/i18n/server";
import { Privacy } from "./privacy";

export const generateMetadata = titled("settings.privacy.title");

export default function PrivacyPage() {
  return <Privacy />;
}
