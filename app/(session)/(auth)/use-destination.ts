"use client";
/** Owns where a person goes once the session has moved on: to the keys, to the messages, or back to where they came from. */
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useSession } from "@/lib/session/use-session";
import { useReturn } from "./use-return";

/** Leaves a page that is only for people who are signed out. */
export function useDestination(): void {
  const { view } = useSession();
  const router = useRouter();
  const { place, along } = useReturn();
  const goal = place ?? "/chats";
  const welcome = along("/welcome");
  const { state } = view;
  useEffect(() => {
    if (state === "needs-keys" || state === "keep-recovery-code") router.replace(welcome);
    else if (state === "ready" || state === "locked") router.replace(goal);
  }, [state, goal, welcome, router]);
}
