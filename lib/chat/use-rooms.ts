"use client";
/** Owns binding what a person does with open rooms to React. */
import { CodedError } from "@/lib/base/errors";
import { useMessenger } from "./use-chat";
import type { RoomsCommands } from "./view-rooms";

const notReady = new Proxy({} as RoomsCommands, {
  get: () => () => Promise.reject(new CodedError("E_VAULT_LOCKED")),
});

export function useRooms(): RoomsCommands {
  return useMessenger()?.rooms ?? notReady;
}
