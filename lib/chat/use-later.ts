"use client";
/** Owns binding the messages that wait for their time to React. */
import { useEffect, useMemo, useState } from "react";
import { CodedError } from "@/lib/base/errors";
import { textOf } from "./acts";
import type { Conversation } from "./conversation";
import { useMessenger } from "./use-chat";
import type { LaterCommands, LaterView } from "./view-later";

/** How often it is looked whether one has become late. Milliseconds. */
const lookMs = 20_000;

const none: readonly LaterView[] = [];

/** The messages of a conversation that wait, the next one first. */
export function useLater(id: string): { later: readonly LaterView[]; commands: LaterCommands } {
  const messenger = useMessenger();
  const [later, setLater] = useState(none);
  useEffect(() => {
    if (!messenger) return undefined;
    const read = () => {
      const conversation = messenger.all().find((each) => each.id === id);
      const now = conversation ? messenger.account.scheduled.view(conversation, messenger.deps.clock.now()) : none;
      setLater((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
    };
    const ends = [messenger.account.scheduled.changed, messenger.changed].map((each) => each.subscribe(read));
    const timer = setInterval(read, lookMs);
    read();
    return () => {
      clearInterval(timer);
      for (const end of ends) end();
      setLater(none);
    };
  }, [messenger, id]);
  const commands = useMemo((): LaterCommands => {
    const open = async (): Promise<Conversation> => {
      if (!messenger) throw new CodedError("E_VAULT_LOCKED");
      return messenger.open(id);
    };
    return {
      plan: async (text, extras, at) => messenger?.account.scheduled.plan(await open(), textOf(text, extras), at),
      change: async (message, text, mentions, at) =>
        messenger?.account.scheduled.change(await open(), message, textOf(text, { mentions }), at),
      cancel: async (message) => (await messenger?.account.scheduled.cancel(await open(), message)) ?? false,
      sendNow: async (message) => messenger?.account.scheduled.sendNow(await open(), message),
    };
  }, [messenger, id]);
  return { later, commands };
}
