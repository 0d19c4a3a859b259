/** Owns /confirm, where the links of mails lead: token_hash and type stand in the address. */
import type { Metadata } from "next";
import { t } from "@/lib/i18n/server";
import { Confirm } from "./confirm";
import { readLink } from "./read-link";

// The address holds a one-time token: it must not travel on as a referrer.
export const metadata: Metadata = { title: t("auth.confirm.title"), referrer: "no-referrer" };

export default async function ConfirmPage({ searchParams }: PageProps<"/confirm">) {
  return <Confirm link={readLink(await searchParams)} />;
}
