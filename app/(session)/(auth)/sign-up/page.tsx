/** Owns /sign-up. */
import type { Metadata } from "next";
import { readPublicConfig } from "@/lib/base/env";
import { t } from "@/lib/i18n/server";
import { SignUp } from "./sign-up";

export const metadata: Metadata = { title: t("auth.signUp.title") };

export default function SignUpPage() {
  return <SignUp mailUrl={readPublicConfig().mailUrl} />;
}
