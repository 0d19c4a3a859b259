/** Owns /recover. */
import { titled } from "@/lib/i18n/server";
import { Recover } from "./recover";

export const generateMetadata = titled("auth.recover.title");

export default function RecoverPage() {
  return <Recover />;
}
