"use client";
/** Owns binding the search to React: what was typed in, what was found out, again whenever more of the past can be found. */
import { useEffect, useState } from "react";
import { useSession } from "@/lib/session/use-session";
import { inBackground } from "./background";
import { isEmpty, parseQuery, resolveQuery } from "./search-query";
import { idleSearch, searchView } from "./search-view";
import { useMessenger } from "./use-chat";
import type { SearchView } from "./view";

/** Pause after the last key press. Milliseconds. */
const settleMs = 90;
/** While the index grows, what is on screen is looked up again at most this often. Milliseconds. */
const againMs = 1_500;

/**
 * Messages that fit `text`; `only`: in one conversation; `onServer`: in open rooms also what only the server has. Empty text
 * finds nothing and costs nothing.
 */
export function useSearch(text: string, only: string | null = null, onServer = false): SearchView {
  const messenger = useMessenger();
  const { view: session } = useSession();
  const me = session.state === "ready" ? session.me : null;
  const [view, setView] = useState<SearchView>(idleSearch);
  useEffect(() => {
    const typed = parseQuery(text);
    if (!messenger || !me || isEmpty(typed)) {
      setView(idleSearch);
      return undefined;
    }
    let left = false;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = async () => {
      timer = null;
      const rows = messenger.list().conversations;
      const self = { userId: me.userId, names: [me.displayName, me.handle, "me"] };
      const found = await messenger.search.find(resolveQuery(typed, rows, self, only), onServer);
      const person = (userId: string) => messenger.deps.people.view(userId);
      if (!left) setView(searchView(typed, found, rows, person, messenger.search.progress));
    };
    const later = (ms: number) => {
      timer ??= setTimeout(() => inBackground(look()), ms);
    };
    setView((before) => (before.phase === "idle" ? { ...before, phase: "looking" } : before));
    later(settleMs);
    const unsubscribe = messenger.search.changed.subscribe(() => later(againMs));
    return () => {
      left = true;
      if (timer) clearTimeout(timer);
      unsubscribe();
    };
  }, [messenger, me, text, only, onServer]);
  return view;
}
