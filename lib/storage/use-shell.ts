"use client";
/** Owns binding the shell to React: one per page, started on remembered devices only. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type NewVersion, Shell } from "./shell";

let shell: Shell | null = null;

/** Null where there can be none: on the server, in development, in browsers or addresses without service workers. */
function shellHere(): Shell | null {
  if (process.env.NODE_ENV !== "production" || typeof navigator === "undefined") return null;
  if ("serviceWorker" in navigator) shell ??= new Shell(navigator.serviceWorker);
  return shell;
}

const never = () => () => undefined;

/** Keeps this browser able to open without a network while `wanted`. */
export function useShell(wanted: boolean): { newVersion: NewVersion; take: () => void } {
  const here = useMemo(() => shellHere(), []);
  useEffect(() => {
    if (!wanted || !here) return undefined;
    // A browser that refuses (private windows, full disks) simply has no shell.
    void here.start().catch(() => undefined);
    const look = () => {
      if (document.visibilityState === "visible") here.look();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [wanted, here]);
  const newVersion = useSyncExternalStore(
    here?.changed.subscribe ?? never,
    (): NewVersion => here?.newVersion ?? "none",
    (): NewVersion => "none",
  );
  return { newVersion, take: () => here?.take() };
}
