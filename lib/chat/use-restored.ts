"use client";
/** Owns binding to React whether the sealed store had to be restored from an earlier one. */
import { useSyncExternalStore } from "react";
import { useMessenger } from "./use-chat";

const never = () => () => undefined;

export function useRestored(): boolean {
  const sync = useMessenger()?.storeSync;
  return useSyncExternalStore(
    sync?.merged.subscribe ?? never,
    () => sync?.restored ?? false,
    () => false,
  );
}
