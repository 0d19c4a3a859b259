/** Owns /sign-in. */
import { titled } from "@/lib/i18n/server";
import { SignIn } from "./sign-in";

export const generateMetadata = titled("auth.signIn.submit");

export default function SignInPage() {
  return <SignIn />;
}
