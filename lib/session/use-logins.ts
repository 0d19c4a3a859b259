"use client";
/** Owns binding the list of logins to React: read when the page opens, and again after every ending. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { createLoginsApi } from "./logins";
import { useSessionParts } from "./use-session";
import type { LoginView } from "./view";

export interface Logins {
  /** null: still loading. */
  readonly list: readonly LoginView[] | null;
  /** What kept the list from loading. */
  readonly failure: unknown;
  readonly reload: () => void;
  readonly end: (id: string) => Promise<void>;
  readonly endOthers: () => Promise<void>;
}

export function useLogins(): Logins {
  const client = useSessionParts()?.client;
  const api = useMemo(() => (client ? createLoginsApi(client) : null), [client]);
  const [list, setList] = useState<readonly LoginView[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const load = useCallback(async () => {
    if (api) setList(await api.list());
  }, [api]);
  const reload = useCallback(() => {
    setFailure(null);
    load().catch(setFailure);
  }, [load]);
  useEffect(reload, [reload]);
  return {
    list,
    failure,
    reload,
    end: async (id) => {
      await api?.end(id);
      await load();
    },
    endOthers: async () => {
      await api?.endOthers();
      await load();
    },
  };
}
