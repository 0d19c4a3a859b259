"use client";
/** Owns binding to React what another app has shared: one per page. */
import { useSyncExternalStore } from "react";
import { Shared } from "./shared";

let shared: Shared | null = null;

function sharedHere(): Shared {
  shared ??= new Shared(typeof navigator === "undefined" ? undefined : navigator.serviceWorker);
  return shared;
}

const subscribe = (listener: () => void) => sharedHere().changed.subscribe(listener);

export const takeShared = (): void => void sharedHere().take();
export const dropShared = (): void => sharedHere().drop();

/** null: nothing; undefined: not known yet. */
export function useShared(): string | null | undefined {
  return useSyncExternalStore(
    subscribe,
    () => sharedHere().text,
    () => undefined,
  );
}
