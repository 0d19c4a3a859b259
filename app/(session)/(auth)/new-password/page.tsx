/** Owns /new-password. */
import { titled } from "@/lib/i18n/server";
import { NewPassword } from "./new-password";

export const generateMetadata = titled("auth.newPassword.title");

export default function NewPasswordPage() {
  return <NewPassword />;
}
