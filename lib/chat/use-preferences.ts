"use client";
/** Owns binding what a person has chosen for themselves to React. */
import { useSyncExternalStore } from "react";
import { CodedError } from "@/lib/base/errors";
import type { Preferred, PreferenceValue } from "./preferences";
import { useMessenger } from "./use-chat";

const none: Preferred = {};
const never = () => () => undefined;
const notReady = () => Promise.reject(new CodedError("E_VAULT_LOCKED"));

/** What is set, by name, and setting it: seen at once, on all devices soon. */
export function usePreferences(): {
  values: Preferred;
  readonly set: (changes: Readonly<Record<string, PreferenceValue>>) => Promise<void>;
} {
  const preferences = useMessenger()?.deps.preferences;
  const values = useSyncExternalStore(
    preferences?.changed.subscribe ?? never,
    () => preferences?.values ?? none,
    () => none,
  );
  return { values, set: preferences ? (changes) => preferences.set(changes) : notReady };
}
