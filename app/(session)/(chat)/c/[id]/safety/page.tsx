/** Owns /c/[id]/safety: comparing safety numbers with a member. `with` names the member where there are several. */
import { titled } from "@/lib/i18n/server";
import { Safety } from "./safety";

export const generateMetadata = titled("safety.title");

export default async function SafetyPage({ params, searchParams }: PageProps<"/c/[id]/safety">) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const chosen = search["with"];
  return <Safety conversationId={id} userId={typeof chosen === "string" ? chosen : null} />;
}
