/** Owns /confirm, where the links of mails lead: token_hash and type stand in the address. */
import { titled } from "@/lib/i18n/server";
import { Confirm } from "./confirm";
import { readLink } from "./read-link";

// The address holds a one-time token: it must not travel on as a referrer.
export const generateMetadata = titled("auth.confirm.title", { referrer: "no-referrer" });

export default async function ConfirmPage({ searchParams }: PageProps<"/confirm">) {
  return <Confirm link={readLink(await searchParams)} />;
}
