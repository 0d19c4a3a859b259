/** Owns the browser's way to Supabase: functions and live topics at once, the library that signs in when it is needed. */
import type { PublicConfig } from "@/lib/base/env";
import { whenNeeded } from "@/lib/base/when-needed";
import { type AuthSession, type LiveAccess, liveAddress, type LoginSource, type Supabase } from "./client";
import { toCodedError } from "./errors";
import { createFunctions } from "./functions";
import { sessionName, storedSession } from "./stored-session";

export interface BrowserSupabase extends Supabase, LoginSource {
  /** The login as the cookies hold it, unchecked; null: nobody's. */
  readonly stored: () => AuthSession | null;
  readonly live: LiveAccess;
  /** Tells of every login that begins, is renewed or ends (null) in this browser, in whichever tab. */
  watchLogin(listener: (userId: string | null) => void): void;
}

/** A token that ends sooner is renewed first; the library takes the same time. Milliseconds. */
const renewalMs = 90_000;

const clients = new Map<string, BrowserSupabase>();

/** The client for this deployment; the same object at every call. */
export function createBrowserSupabase(config: PublicConfig): BrowserSupabase {
  const name = `${config.supabaseUrl} ${config.publishableKey}`;
  const client = clients.get(name) ?? assemble(config);
  clients.set(name, client);
  return client;
}

function assemble(config: PublicConfig): BrowserSupabase {
  const { supabaseUrl, publishableKey } = config;
  const auth = whenNeeded(async () => (await import("./whole-client")).createAuth(config));
  const session: LoginSource["session"] = async () => {
    const stored = storedSession(supabaseUrl);
    if (!stored || (stored.expires_at ?? 0) * 1000 > Date.now() + renewalMs) return stored;
    const { data, error } = await (await auth()).getSession();
    if (error) throw toCodedError(error);
    return data.session;
  };
  const token = async () => (await session())?.access_token ?? null;
  return {
    ...createFunctions(supabaseUrl, publishableKey, token),
    auth,
    session,
    live: { address: liveAddress(supabaseUrl, publishableKey), token },
    stored: () => storedSession(supabaseUrl),
    watchLogin: (listener) => watchLogin(supabaseUrl, listener),
  };
}

/** Whoever signs in or out, in this tab or another, says so on a channel; a tab that slept looks at the cookies. */
function watchLogin(supabaseUrl: string, listener: (userId: string | null) => void): void {
  const channel = new BroadcastChannel(sessionName(supabaseUrl));
  channel.addEventListener(
    "message",
    ({ data }: MessageEvent<{ event: string; session: { user: { id: string } } | null }>) => {
      if (data.event === "SIGNED_OUT") listener(null);
      else if (data.session) listener(data.session.user.id);
    },
  );
  document.addEventListener("visibilitychange", () => {
    const stored = document.visibilityState === "visible" ? storedSession(supabaseUrl) : null;
    if (stored) listener(stored.user.id);
  });
}
