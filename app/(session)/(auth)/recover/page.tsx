/** Owns /recover. */
import type { Metadata } from "next";
import { t } from "@/lib/i18n/server";
import { Recover } from "./recover";

export const metadata: Metadata = { title: t("auth.recover.title") };

export default function RecoverPage() {
  return <Recover />;
}
