/** Owns /sign-up. */
import { readPublicConfig } from "@/lib/base/env";
import { titled } from "@/lib/i18n/server";
import { SignUp } from "./sign-up";

export const generateMetadata = titled("auth.signUp.title");

export default function SignUpPage() {
  return <SignUp mailUrl={readPublicConfig().mailUrl} />;
}
