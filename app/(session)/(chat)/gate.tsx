"use client";
/** Owns what stands between a person and the messages: signing in, making keys, unlocking. */
import { usePathname, useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { WaitingScreen } from "@/components/ui/waiting-screen";
import { ChatProvider } from "@/lib/chat/use-chat";
import { useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";
import { Messenger } from "./messenger";

// Whoever is unlocked never loads it.
const Unlock = lazy(async () => ({ default: (await import("./unlock")).Unlock }));

export function Gate({ children }: { children: ReactNode }) {
  const t = useTranslate();
  const router = useRouter();
  const path = usePathname();
  const { view, session } = useSession();
  const { state } = view;
  useEffect(() => {
    if (state === "signed-out")
      router.replace(path === "/chats" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
    else if (state === "needs-keys" || state === "keep-recovery-code") router.replace("/welcome");
  }, [state, path, router]);

  if (view.state === "ready")
    return (
      <ChatProvider>
        <Messenger me={view.me}>{children}</Messenger>
      </ChatProvider>
    );
  const waiting = <WaitingScreen label={t("app.loading")} />;
  if (view.state === "locked")
    return (
      <Suspense fallback={waiting}>
        <Unlock view={view} session={session} />
      </Suspense>
    );
  return waiting;
}
