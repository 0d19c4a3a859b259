"use client";
/** Owns binding who has a message to React: it changes while one looks. */
import { useEffect, useState } from "react";
import { receiptsOf } from "./receipts-view";
import { useMessenger } from "./use-chat";
import type { ReceiptsView } from "./view-receipts";

/** null: not known here. */
export function useReceipts(conversationId: string, seq: number): ReceiptsView | null {
  const messenger = useMessenger();
  const [view, setView] = useState<ReceiptsView | null>(null);
  useEffect(() => {
    const conversation = messenger?.all().find(({ id }) => id === conversationId);
    if (!conversation) return undefined;
    const read = () => setView(receiptsOf(conversation, seq));
    read();
    const ends = [conversation.changed, conversation.deps.preferences.changed].map((each) => each.subscribe(read));
    return () => ends.forEach((end) => end());
  }, [messenger, conversationId, seq]);
  return view;
}
