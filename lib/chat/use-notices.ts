"use client";
/** Owns notices of the browser while the page is hidden: asked for by an act of the person, shown from here, never from a server. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type Notice, Notices } from "./notices";
import { useMessenger } from "./use-chat";
import { usePreferences } from "./use-preferences";

export type NoticePermission = "unsupported" | "default" | "granted" | "denied";

const permissionNow = (): NoticePermission => ("Notification" in globalThis ? Notification.permission : "unsupported");

/** Whether notices are on in this browser, and switching them. */
export function useNoticeChoice() {
  const { values, set } = usePreferences();
  const [permission, setPermission] = useState<NoticePermission>("unsupported");
  useEffect(() => setPermission(permissionNow()), []);
  const turn = useCallback(
    async (on: boolean) => {
      if (on && permissionNow() === "default") await Notification.requestPermission();
      setPermission(permissionNow());
      await set({ notices: on ? null : "off" });
    },
    [set],
  );
  return {
    permission,
    on: permission === "granted" && values["notices"] !== "off",
    withText: values["notices:text"] !== "hidden",
    turn,
    turnText: (shown: boolean) => set({ "notices:text": shown ? null : "hidden" }),
  };
}

export interface NoticeWords {
  readonly app: string;
  /** Stands in place of a text that is not to be shown. */
  readonly hidden: string;
  /** Who names this person. */
  readonly named: (name: string) => string;
}

/** Shows notices as long as the component lives; `open` is called with the conversation of one that was pressed. */
export function useNotices(words: NoticeWords, open: (conversation: string) => void): void {
  const messenger = useMessenger();
  const latest = useRef({ words, open });
  useEffect(() => {
    latest.current = { words, open };
  });
  useEffect(() => {
    if (!messenger) return undefined;
    const { preferences } = messenger.deps;
    const notices = new Notices(messenger, {
      wanted: () =>
        document.visibilityState === "hidden" &&
        permissionNow() === "granted" &&
        preferences.values["notices"] !== "off",
      show: (notice) => {
        const words = latest.current.words;
        const hidden = preferences.values["notices:text"] === "hidden";
        const from = notice.named ? words.named(notice.from) : notice.from;
        const said = hidden ? { ...notice, from: words.app, text: words.hidden } : { ...notice, from };
        show(said, (id) => latest.current.open(id));
      },
    });
    return () => notices.stop();
  }, [messenger]);
}

function show({ tag, conversation, from, text }: Notice, open: (conversation: string) => void): void {
  const options = { body: text, tag, icon: "/icons/icon-192.png" };
  try {
    const notice = new Notification(from, options);
    notice.addEventListener("click", () => {
      window.focus();
      open(conversation);
      notice.close();
    });
  } catch {
    // Browsers on phones show notices of a service worker only.
    void navigator.serviceWorker
      ?.getRegistration()
      .then((worker) => worker?.showNotification(from, { ...options, data: { conversation } }));
  }
}
