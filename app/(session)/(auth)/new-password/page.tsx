/** Owns /new-password. */
import type { Metadata } from "next";
import { t } from "@/lib/i18n/server";
import { NewPassword } from "./new-password";

export const metadata: Metadata = { title: t("auth.newPassword.title") };

export default function NewPasswordPage() {
  return <NewPassword />;
}
