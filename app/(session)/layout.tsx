/** Owns the session of the tab: one provider above signing in and above the messenger, so that keys survive the way between. */
import type { ReactNode } from "react";
import { readPublicConfig } from "@/lib/base/env";
import { SessionProvider } from "@/lib/session/use-session";

export default function SessionLayout({ children }: { children: ReactNode }) {
  return <SessionProvider config={readPublicConfig()}>{children}</SessionProvider>;
}
