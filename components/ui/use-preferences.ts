"use client";
/** Owns the preferences in force in this document: reading them, wishing others, being told. */
import { useSyncExternalStore } from "react";
import {
  parsePreferences,
  type Preferences,
  preferencesCookie,
  usualPreferences,
  writePreferences,
} from "./preferences";

let known: Preferences | null = null;
const listeners = new Set<() => void>();

/** What is preferred now. */
export function currentPreferences(): Preferences {
  known ??= parsePreferences(new RegExp(`(?:^|; )${preferencesCookie}=([^;]*)`).exec(document.cookie)?.[1]);
  return known;
}

/** Takes a wish into effect at once and remembers it for a year. */
export function prefer(wish: Partial<Preferences>): void {
  known = { ...currentPreferences(), ...wish };
  const value = writePreferences(known);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = value === "" ? 0 : 31_536_000;
  document.cookie = `${preferencesCookie}=${value}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  document.documentElement.dataset["text"] = known.text;
  document.documentElement.dataset["density"] = known.density;
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The preferences of this browser; the usual ones on the server and in the first render. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, currentPreferences, () => usualPreferences);
}
