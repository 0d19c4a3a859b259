"use client";
/** Owns binding what is computed from changing things to React. */
import { useCallback, useRef, useSyncExternalStore } from "react";
import { atMost } from "@/lib/base/at-most";
import type { Emitter } from "@/lib/base/emitter";

/**
 * What `read` makes of things whose changes `of` tells (the same array and function as long as they are the same things). It is
 * read once per change, however often React asks, and a change is drawn at once, those within `pauseMs` after it together. What
 * changes between drawing and listening is not missed.
 */
export function useDerived<T>(of: readonly Emitter[], read: () => T, pauseMs: number): T {
  const kept = useRef<{ read: () => T; changes: number; value: T } | null>(null);
  const subscribe = useCallback(
    (listener: () => void) => {
      const told = atMost(pauseMs, listener);
      const ends = of.map((each) => each.subscribe(told.call));
      return () => {
        ends.forEach((end) => end());
        told.stop();
      };
    },
    [of, pauseMs],
  );
  const value = () => {
    const changes = of.reduce((sum, { count }) => sum + count, 0);
    if (kept.current?.read !== read || kept.current.changes !== changes)
      kept.current = { read, changes, value: read() };
    return kept.current.value;
  };
  return useSyncExternalStore(subscribe, value, value);
}
