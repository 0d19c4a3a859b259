"use client";
/** Owns binding the session to React: one session per page load, made of this browser's parts. */
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { PublicConfig } from "@/lib/base/env";
import { atFirstTouch } from "@/lib/base/first-touch";
import { whenNeeded } from "@/lib/base/when-needed";
import type { Engine } from "@/lib/crypto/engine-api";
import { startWorker } from "@/lib/crypto/page-worker";
import { engineInWorker } from "@/lib/crypto/worker-client";
import { hasIndexedStore, openIndexedStore, wipeAllStores } from "@/lib/storage/indexed-store";
import { forgetInstall } from "@/lib/storage/install";
import { removeShell } from "@/lib/storage/shell";
import { type BrowserSupabase, createBrowserSupabase } from "@/lib/supabase/browser";
import { isSessionBrief, keepSessionBriefly } from "@/lib/supabase/session-cookies";
import { createAccountApi } from "./account-api";
import { deviceLabel } from "./device";
import { watchIdle } from "./idle";
import { createLogin } from "./login";
import { Session } from "./session";
import { PublicConfigProvider } from "./use-public-config";
import type { SessionCommands, SessionView } from "./view";

/** Everything below the provider that is not for pages: the messenger is made of it. */
export interface SessionParts {
  readonly session: Session;
  readonly engine: Engine;
  readonly client: BrowserSupabase;
}

const Parts = createContext<SessionParts | null>(null);
const starting: SessionView = { state: "starting" };
/** Only shared computers, and those whose disk fails, do without a disk. */
const memoryStore = whenNeeded(async () => (await import("@/lib/storage/memory-store")).MemoryStore);

function assemble(config: PublicConfig): SessionParts {
  const client = createBrowserSupabase(config);
  const engine = engineInWorker({ modRoots: [config.modRoot] });
  const session = new Session({
    engine,
    login: createLogin(client, "/auth/sign-out", client.stored, () => document.documentElement.lang || null),
    accounts: createAccountApi(client),
    stores: {
      has: hasIndexedStore,
      open: async (userId, onDisk) => (onDisk ? openIndexedStore(userId) : new (await memoryStore())()),
      wipeAll: async () => {
        await wipeAllStores();
        await removeShell();
        forgetInstall();
      },
    },
    keepSessionBriefly,
    isSessionBrief,
    deviceLabel: deviceLabel(navigator.userAgent),
  });
  return { session, engine, client };
}

let parts: SessionParts | null = null;

/** The parts live as long as the page: mounting twice, as React does in development, must not start two workers. */
function partsOf(config: PublicConfig): SessionParts {
  if (parts) return parts;
  const made = assemble(config);
  parts = made;
  void made.session.start();
  made.client.watchLogin((userId) => {
    if (userId === null) void made.session.signedOutElsewhere();
    else void made.session.loginBelongsTo(userId);
  });
  // Whoever is not signed in may be about to: what that takes is there before the form is filled in, and not for a look.
  if (!made.client.stored())
    atFirstTouch(() => {
      startWorker();
      made.client.auth().catch(() => undefined);
    });
  return made;
}

export function SessionProvider({ config, children }: { config: PublicConfig; children: ReactNode }) {
  const [value, setValue] = useState<SessionParts | null>(() => {
    // The worker starts and the store opens while the rest of the page is still put together; shown it is afterwards.
    if (typeof document !== "undefined") partsOf(config);
    return null;
  });
  useEffect(() => setValue(partsOf(config)), [config]);
  return (
    <PublicConfigProvider value={config}>
      <Parts value={value}>
        <IdleLock />
        {children}
      </Parts>
    </PublicConfigProvider>
  );
}

function IdleLock() {
  const { view } = useSession();
  const session = useContext(Parts)?.session;
  const minutes = view.state === "ready" ? view.me.idleLockMinutes : null;
  useEffect(() => {
    if (minutes === null || !session) return undefined;
    return watchIdle(minutes, () => void session.lockFor("idle"));
  }, [minutes, session]);
  return null;
}

const nobody = { subscribe: () => () => undefined };

/** The session's state and commands. Commands called before the page is ready reject. */
export function useSession(): { view: SessionView; session: SessionCommands } {
  const session = useContext(Parts)?.session ?? null;
  const view = useSyncExternalStore(
    session?.changed.subscribe ?? nobody.subscribe,
    () => session?.view ?? starting,
    () => starting,
  );
  return { view, session: session ?? notReady };
}

/** The parts, for the messenger; null before the page is ready. */
export function useSessionParts(): SessionParts | null {
  return useContext(Parts);
}

const notReady = new Proxy({} as SessionCommands, {
  get: () => () => Promise.reject(new Error("the session has not started yet")),
});
