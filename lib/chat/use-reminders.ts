"use client";
/** Owns telling when a reminder is due: each once, on whichever device of the person is open. */
import { useEffect } from "react";
import { isContent } from "@/lib/protocol/body";
import { plainText } from "@/lib/protocol/markdown";
import { inBackground } from "./background";
import { hashName } from "./effects";
import { titleOf } from "./message-rows";
import type { Messenger } from "./messenger";
import { useMessenger } from "./use-chat";

/** How often it is looked whether one is due. Milliseconds. */
const lookMs = 15_000;

/** Calls `onDue` with the words of the message, null if it is not open here, and forgets the reminder. */
export function useReminders(onDue: (text: string | null) => void): void {
  const messenger = useMessenger();
  useEffect(() => {
    if (!messenger) return undefined;
    const look = () => inBackground(tellDue(messenger, onDue));
    const stop = messenger.deps.marks.changed.subscribe(look);
    const timer = setInterval(look, lookMs);
    look();
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [messenger, onDue]);
}

async function tellDue(messenger: Messenger, onDue: (text: string | null) => void) {
  const { marks, clock } = messenger.deps;
  for (const { conversation, hash, at } of marks.reminders()) {
    if (at > clock.now()) return;
    const seq = marks.in(conversation).seqOf(hash) ?? 1;
    await marks.change(conversation, hash, { seq, remindAt: null });
    const row = (await messenger.open(conversation)).rows.find(
      (each) => each.type === "message" && hashName(each.hash) === hash,
    );
    onDue(row?.type === "message" && isContent(row.body) ? plainText(titleOf(row.body)) : null);
  }
}
