"use client";
/** Owns the number in front of the page's title and on the app's icon, whoever writes the title. */
import { useEffect } from "react";

const counted = /^\(\d+\+?\) /;

/** Shows `count` while it is above zero. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    const write = () => {
      const bare = document.title.replace(counted, "");
      const wanted = count > 0 ? `(${count > 99 ? "99+" : count}) ${bare}` : bare;
      if (document.title !== wanted) document.title = wanted;
    };
    write();
    const observer = new MutationObserver(write);
    observer.observe(document.head, { childList: true, characterData: true, subtree: true });
    // Installed apps only; a refusal changes nothing that matters.
    if ("setAppBadge" in navigator) void navigator.setAppBadge(count).catch(() => undefined);
    return () => {
      observer.disconnect();
      document.title = document.title.replace(counted, "");
    };
  }, [count]);
}
