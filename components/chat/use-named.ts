"use client";
/** Owns which unread messages that name this person are still to be shown: neither in view since they came, nor jumped to. */
import { useCallback, useState } from "react";
import type { NamedView } from "@/lib/chat/view-message";

export function useNamed(named: readonly NamedView[]) {
  const [met, setMet] = useState<ReadonlySet<string>>(new Set());
  const left = named.filter(({ key }) => !met.has(key));
  /** These are in view now. */
  const meet = useCallback(
    (keys: readonly string[]) => {
      if (named.length === 0) return;
      setMet((before) => {
        const fresh = named.filter(({ key }) => keys.includes(key) && !before.has(key));
        return fresh.length > 0 ? new Set([...before, ...fresh.map(({ key }) => key)]) : before;
      });
    },
    [named],
  );
  return { left, meet };
}
