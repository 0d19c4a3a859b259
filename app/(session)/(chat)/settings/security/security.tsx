"use client";
/** Owns binding the security settings to the session. */
import { SecuritySection } from "@/components/settings/security-section";
import { useSession } from "@/lib/session/use-session";

export function Security() {
  const { view, session } = useSession();
  return view.state === "ready" ? <SecuritySection me={view.me} commands={session} /> : null;
}
