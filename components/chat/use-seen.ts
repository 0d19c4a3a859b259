"use client";
/** Owns when the newest message counts as seen: after a moment at the end of the list, on a page that is looked at. */
import { useEffect } from "react";

/** So long the newest message must be in view to count as seen, in ms. */
const seenMs = 300;

/** @param newest which message that is; an own one keeps its key when it gets its number, and only then can it be told as read */
export function useSeen(atEnd: boolean, newest: string, onSeen: () => void): void {
  useEffect(() => {
    if (!atEnd) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (document.visibilityState === "visible" && document.hasFocus()) onSeen();
      }, seenMs);
    };
    tell();
    document.addEventListener("visibilitychange", tell);
    window.addEventListener("focus", tell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", tell);
      window.removeEventListener("focus", tell);
    };
  }, [atEnd, newest, onSeen]);
}
