"use client";
/** Owns links between the list and its conversations: they change the address and ask the server for nothing. */
import { useRouter } from "next/navigation";
import { useCallback, useLayoutEffect } from "react";

const local = /^\/(chats|c\/[^/]+)$/;

/** Address of a plain click on a link to the list or a conversation; null for everything else. */
export function localTarget(event: MouseEvent): URL | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target !== "" || link.hasAttribute("download")) return null;
  const url = new URL(link.href);
  return url.origin === location.origin && local.test(url.pathname) ? url : null;
}

/** Goes to the list or a conversation at once. */
function goLocally(path: string): void {
  window.history.pushState(null, "", path);
}

/** What takes a person anywhere: locally where that is possible, by the router otherwise. */
export function useWays(): (path: string) => void {
  const router = useRouter();
  return useCallback((path) => (local.test(path) ? goLocally(path) : router.push(path)), [router]);
}

/** From the moment the page is drawn. */
export function useLocalWays(): void {
  useLayoutEffect(() => {
    const onClick = (event: MouseEvent) => {
      const url = localTarget(event);
      if (!url) return;
      // The router's own links let go of a click that has been taken.
      event.preventDefault();
      if (url.href !== location.href) goLocally(`${url.pathname}${url.search}${url.hash}`);
    };
    document.addEventListener("click", onClick, true);
    return () => document.removeEventListener("click", onClick, true);
  }, []);
}
