/** Owns /welcome. */
import { titled } from "@/lib/i18n/server";
import { Welcome } from "./welcome";

export const generateMetadata = titled("auth.welcome.title");

export default function WelcomePage() {
  return <Welcome />;
}
