/** Owns /welcome. */
import type { Metadata } from "next";
import { t } from "@/lib/i18n/server";
import { Welcome } from "./welcome";

export const metadata: Metadata = { title: t("auth.welcome.title") };

export default function WelcomePage() {
  return <Welcome />;
}
