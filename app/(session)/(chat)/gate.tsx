"use client";
/** Owns what stands between a person and the messages: signing in, making keys, unlocking. */
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { TryAgain } from "@/components/chat/try-again";
import { lazyPart } from "@/components/ui/lazy-part";
import { WaitingScreen } from "@/components/ui/waiting-screen";
import { ChatProvider } from "@/lib/chat/use-chat";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";
import { useLater } from "./use-later";
import { Messenger } from "./messenger";

// Whoever is unlocked never loads it.
const Unlock = lazyPart(async () => (await import("./unlock")).Unlock, {
  waiting: Waiting,
  missing: (missed) => (
    <main className="flex min-h-dvh items-center justify-center">
      <TryAgain {...missed} />
    </main>
  ),
});

export interface GateProps {
  children: ReactNode;
  /** Stands where everything but the messages themselves would need a network: the page that the browser keeps. */
  away?: ReactNode;
}

/** Time to open what this device remembers before saying that it takes a network. Milliseconds. */
const openingMs = 2_500;

export function Gate({ children, away }: GateProps) {
  const format = useFormat();
  const router = useRouter();
  const path = usePathname();
  const { view, session } = useSession();
  const { state } = view;
  const stuck = useLater(state === "starting", openingMs);
  const kept = away !== undefined;
  useEffect(() => {
    if (kept) return;
    const wanted = path === "/chats" ? "" : `?next=${encodeURIComponent(path)}${window.location.hash}`;
    if (state === "signed-out") router.replace(`/sign-in${wanted}`);
    else if (state === "needs-keys" || state === "keep-recovery-code") router.replace(`/welcome${wanted}`);
  }, [kept, state, path, router]);

  // The first date that a browser writes costs it a dozen milliseconds: spent here, while the worker is starting anyway.
  useEffect(() => {
    const timer = setTimeout(() => format.time(Date.now()));
    return () => clearTimeout(timer);
  }, [format]);

  const waiting = <Waiting />;
  if (view.state === "ready")
    return (
      <ChatProvider waiting={waiting}>
        <Messenger me={view.me}>{children}</Messenger>
      </ChatProvider>
    );
  if (view.state === "locked") return <Unlock view={view} session={session} />;
  return kept && (state !== "starting" || stuck) ? away : waiting;
}

function Waiting() {
  const t = useTranslate();
  return <WaitingScreen label={t("app.loading")} />;
}
