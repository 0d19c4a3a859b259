/** Owns /settings/security. */
import type { Metadata } from "next";
import { t } from "@/lib/i18n/server";
import { Security } from "./security";

export const metadata: Metadata = { title: t("settings.security.title") };

export default function SecurityPage() {
  return <Security />;
}
