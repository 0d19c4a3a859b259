"use client";
/** Owns binding whom a person has blocked to React. */
import { useSyncExternalStore } from "react";
import { CodedError } from "@/lib/base/errors";
import { useMessenger } from "./use-chat";
import type { BlockCommands, BlockedPerson } from "./view";

const nobody: readonly BlockedPerson[] = [];
const never = () => () => undefined;
const notReady: BlockCommands = {
  block: () => Promise.reject(new CodedError("E_VAULT_LOCKED")),
  unblock: () => Promise.reject(new CodedError("E_VAULT_LOCKED")),
};

/** The people blocked, the last one first, and how to change that. */
export function useBlocks(): { blocked: readonly BlockedPerson[]; commands: BlockCommands } {
  const blocks = useMessenger()?.deps.blocks;
  const blocked = useSyncExternalStore(
    blocks?.changed.subscribe ?? never,
    () => blocks?.list ?? nobody,
    () => nobody,
  );
  return { blocked, commands: blocks ?? notReady };
}
