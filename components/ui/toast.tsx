"use client";
/** Owns the place for notices; their popups are loaded when the first one comes. */
import { lazy, Suspense, useSyncExternalStore } from "react";
import { toastsUsed, watchToasts } from "./toast-queue";

const ToastRegion = lazy(() => import("./toast-region"));

/** Stands once, near the root. */
export function ToastLayer({ label, closeLabel }: { label: string; closeLabel: string }) {
  const used = useSyncExternalStore(watchToasts, toastsUsed, () => false);
  return used ? (
    <Suspense fallback={null}>
      <ToastRegion label={label} closeLabel={closeLabel} />
    </Suspense>
  ) : null;
}
