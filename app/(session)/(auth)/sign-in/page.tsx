/** Owns /sign-in. */
import type { Metadata } from "next";
import { t } from "@/lib/i18n/server";
import { SignIn } from "./sign-in";

export const metadata: Metadata = { title: t("auth.signIn.submit") };

export default function SignInPage() {
  return <SignIn />;
}
