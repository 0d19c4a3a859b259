"use client";
/** Owns binding the number of people online in a conversation to React, for as long as it is looked at. */
import { useEffect, useState } from "react";
import { useConnection, useMessenger } from "./use-chat";

/** Between two questions. Milliseconds. */
const everyMs = 60_000;

/** Null: not known, or the person hides themselves and sees nobody. */
export function useOnline(id: string): number | null {
  const messenger = useMessenger();
  const offline = useConnection() === "offline";
  const [online, setOnline] = useState<number | null>(null);
  useEffect(() => {
    // Without a network the number of before would be a guess.
    if (!messenger || offline) return undefined;
    let left = false;
    const ask = () => {
      if (document.visibilityState !== "visible") return;
      void messenger.deps.server
        .onlineCount(id)
        .catch(() => null)
        .then((count) => left || setOnline(count));
    };
    ask();
    const timer = setInterval(ask, everyMs);
    return () => {
      left = true;
      clearInterval(timer);
      setOnline(null);
    };
  }, [messenger, offline, id]);
  return online;
}
