"use client";
/** Owns binding the offer to install to React: one listener per page, from its first moment on. */
import { useMemo, useSyncExternalStore } from "react";
import { Install, type InstallWay } from "./install";

let install: Install | null = null;
const never = () => () => undefined;

function installHere(): Install | null {
  if (typeof window === "undefined") return null;
  try {
    install ??= new Install(window);
  } catch {
    // Storage is forbidden here: nobody could say no for good, so nobody is asked.
  }
  return install;
}

export function useInstall(): { way: InstallWay; ask: () => void; decline: () => void } {
  const here = useMemo(() => installHere(), []);
  const way = useSyncExternalStore(
    here?.changed.subscribe ?? never,
    (): InstallWay => here?.way ?? "none",
    (): InstallWay => "none",
  );
  return { way, ask: () => void here?.ask(), decline: () => here?.decline() };
}
