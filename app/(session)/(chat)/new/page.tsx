/** Owns /new: starting a conversation. */
import type { Metadata } from "next";
import { t } from "@/lib/i18n/server";
import { StartConversation } from "./start-conversation";

export const metadata: Metadata = { title: t("new.title") };

export default function NewPage() {
  return <StartConversation />;
}
