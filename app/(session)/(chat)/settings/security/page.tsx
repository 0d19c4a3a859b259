/** Owns /settings/security. */
import { titled } from "@/lib/i18n/server";
import { Security } from "./security";

export const generateMetadata = titled("settings.security.title");

export default function SecurityPage() {
  return <Security />;
}
