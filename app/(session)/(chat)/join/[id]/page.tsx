/** Owns /join/[id]: a link into a group. What stands behind its hash never reaches the server. */
import { titled } from "@/lib/i18n/server";
import { OpenLink } from "./open-link";

export const generateMetadata = titled("join.title", { referrer: "no-referrer", robots: { index: false } });

export default async function JoinPage({ params }: PageProps<"/join/[id]">) {
  const { id } = await params;
  return <OpenLink key={id} id={id} />;
}
