"use client";
/** Owns binding presence to React: whoever is on screen is asked for. */
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { CodedError } from "@/lib/base/errors";
import { useMessenger } from "./use-chat";
import type { PresenceCommands, PresenceView } from "./view";

const nothing: PresenceView = { seen: null, status: null, until: null };
const never = () => () => undefined;
const notReady: PresenceCommands = {
  hide: () => Promise.reject(new CodedError("E_VAULT_LOCKED")),
  setStatus: () => Promise.reject(new CodedError("E_VAULT_LOCKED")),
};

/** What may be seen of a person now; null for nobody. */
export function usePresence(userId: string | null): PresenceView {
  const presence = useMessenger()?.deps.presence;
  useEffect(() => (userId && presence ? presence.watch(userId) : undefined), [presence, userId]);
  const read = useCallback(() => (userId && presence ? presence.of(userId) : nothing), [presence, userId]);
  return useSyncExternalStore(presence?.changed.subscribe ?? never, read, () => nothing);
}

/** Whether I hide myself, and what I may change about it. */
export function useOwnPresence(): { hidden: boolean; own: PresenceView; commands: PresenceCommands } {
  const presence = useMessenger()?.deps.presence;
  const hidden = useSyncExternalStore(
    presence?.changed.subscribe ?? never,
    () => presence?.hidden ?? false,
    () => false,
  );
  const own = useSyncExternalStore(
    presence?.changed.subscribe ?? never,
    () => presence?.own ?? nothing,
    () => nothing,
  );
  return { hidden, own, commands: presence ?? notReady };
}
