"use client";
/** Owns the place for notices; their popups are loaded when the first one comes. */
import { useSyncExternalStore } from "react";
import { lazyPart } from "./lazy-part";
import { toastCalls, watchToasts } from "./toast-queue";

const ToastRegion = lazyPart(async () => (await import("./toast-region")).ToastRegion);

/** Stands once, near the root. A notice that nobody receives asks for the region anew. */
export function ToastLayer({ label, closeLabel }: { label: string; closeLabel: string }) {
  const calls = useSyncExternalStore(watchToasts, toastCalls, () => 0);
  return calls > 0 ? <ToastRegion key={calls} label={label} closeLabel={closeLabel} /> : null;
}
