"use client";
/** Owns binding to React what puts a text into the draft of a conversation that is not open. */
import { useCallback } from "react";
import { CodedError } from "@/lib/base/errors";
import { addToDraft } from "./add-to-draft";
import { useMessenger } from "./use-chat";

/** Resolves when the text stands in the draft. Nothing is sent. */
export function useDrafting(): (id: string, text: string) => Promise<void> {
  const messenger = useMessenger();
  return useCallback(
    async (id, text) => {
      if (!messenger) throw new CodedError("E_VAULT_LOCKED");
      await addToDraft((await messenger.open(id)).drafts, text);
    },
    [messenger],
  );
}
