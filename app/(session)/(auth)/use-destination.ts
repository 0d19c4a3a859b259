"use client";
/** Owns where a person goes once the session has moved on: to the keys, to the messages, or back to where they came from. */
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { useSession } from "@/lib/session/use-session";
import { ownPath } from "./own-path";

/** Leaves a page that is only for people who are signed out. */
export function useDestination(): void {
  const { view } = useSession();
  const router = useRouter();
  const next = ownPath(useSearchParams().get("next")) ?? "/chats";
  const { state } = view;
  useEffect(() => {
    // The secret of an invite link stands behind the hash, and goes with the person.
    if (state === "needs-keys" || state === "keep-recovery-code") router.replace("/welcome");
    else if (state === "ready" || state === "locked") router.replace(next + window.location.hash);
  }, [state, next, router]);
}
