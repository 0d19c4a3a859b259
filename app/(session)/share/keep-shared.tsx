"use client";
/** Owns how long this page keeps what was shared: through unlocking and signing in, until it is put somewhere, left, or signed out of. */
import { type ReactNode, useEffect, useRef } from "react";
import { useSession } from "@/lib/session/use-session";
import { dropShared, takeShared } from "@/lib/storage/use-shared";

export function KeepShared({ children }: { children: ReactNode }) {
  const { state } = useSession().view;
  const wasInside = useRef(false);
  // At once, and not only when a person is let in: the worker does not wait for long.
  useEffect(() => {
    if (window.location.pathname === "/share") takeShared();
  }, []);
  useEffect(() => {
    if (state === "ready" || state === "locked") wasInside.current = true;
    else if (state === "signed-out" && wasInside.current) dropShared();
  }, [state]);
  useEffect(
    () => () => {
      if (wasInside.current) dropShared();
    },
    [],
  );
  return children;
}
