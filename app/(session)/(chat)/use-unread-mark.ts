"use client";
/** Owns how much is unread outside of the page: in the tab's title and on the installed app's icon. */
import { useEffect } from "react";

const mark = /^\(\d+\) /;

/** The title with the count in front; a count that was there is replaced. */
export function markedTitle(title: string, count: number): string {
  const bare = title.replace(mark, "");
  return count > 0 ? `(${count}) ${bare}` : bare;
}

export function useUnreadMark(count: number): void {
  useEffect(() => {
    const show = () => {
      const wanted = markedTitle(document.title, count);
      if (document.title !== wanted) document.title = wanted;
    };
    show();
    // Pages and conversations name the tab when they come on screen.
    const observer = new MutationObserver(show);
    observer.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => {
      observer.disconnect();
      document.title = markedTitle(document.title, 0);
    };
  }, [count]);
  useEffect(() => {
    if (!("setAppBadge" in navigator)) return undefined;
    // Only installed apps have an icon to put it on.
    void (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
    return () => void navigator.clearAppBadge().catch(() => undefined);
  }, [count]);
}
