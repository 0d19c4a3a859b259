/** Owns a person without a browser: the application's own session and messenger over real network, for demos, benchmarks and tests. */
import { createClient } from "@supabase/supabase-js";
import { systemClock } from "@/lib/base/clock";
import { createEngine } from "@/lib/crypto/engine";
import { Messenger } from "@/lib/chat/messenger";
import { Marks } from "@/lib/chat/own-marks";
import { People } from "@/lib/chat/people";
import { Presence } from "@/lib/chat/presence";
import { Preferences } from "@/lib/chat/preferences";
import { Blocks } from "@/lib/chat/blocks";
import { createServerApi } from "@/lib/chat/server-api";
import { Outbox } from "@/lib/outbox/outbox";
import { LiveTopics } from "@/lib/realtime/live-topics";
import { createSupabaseLink } from "@/lib/realtime/supabase-link";
import { createAccountApi } from "@/lib/session/account-api";
import { createLogin } from "@/lib/session/login";
import { Session } from "@/lib/session/session";
import { MemoryStore } from "@/lib/storage/memory-store";
import { toCodedError } from "@/lib/supabase/errors";
import { liveAddress, type LoginSource, type WholeSupabase } from "@/lib/supabase/client";

/** Where the person lives. */
export interface Place {
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  /** Page of the mail catcher, from which codes are read. */
  readonly mailUrl: string;
  /** 64 hex digits. */
  readonly modRoot: string;
}

export interface Credentials {
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly password: string;
}

export interface NodePerson {
  readonly userId: string;
  readonly client: WholeSupabase;
  readonly session: Session;
  readonly messenger: Messenger;
  stop(): Promise<void>;
}

/** Signs up, reads the code from the mail, makes the keys: what the sign-up pages do. */
export async function signUpPerson(place: Place, person: Credentials): Promise<NodePerson> {
  const parts = assemble(place);
  const { email, password, name, handle } = person;
  await parts.session.signUp({ name, email, password, sharedComputer: true });
  await parts.session.confirmCode(email, await codeFor(place, email));
  await parts.session.createKeys({ handle, displayName: name });
  parts.session.postponeRecovery();
  return enter(parts);
}

/** Signs in on a new device. @throws CodedError E_CREDENTIALS */
export async function signInPerson(place: Place, person: Credentials): Promise<NodePerson> {
  const parts = assemble(place);
  await parts.session.signIn({ ...person, sharedComputer: true });
  return enter(parts);
}

function assemble(place: Place) {
  const client: WholeSupabase = createClient(place.supabaseUrl, place.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: true, detectSessionInUrl: false },
  });
  const engine = createEngine({ modRoots: [place.modRoot] });
  const login = loginOf(client);
  const live = new LiveTopics(
    {
      address: liveAddress(place.supabaseUrl, place.publishableKey),
      token: async () => (await login.session())?.access_token ?? null,
    },
    systemClock,
  );
  const session = new Session({
    engine,
    login: createLogin(login, null),
    accounts: createAccountApi(client),
    stores: { has: async () => false, open: async () => new MemoryStore(), wipeAll: async () => undefined },
    keepSessionBriefly: () => undefined,
    isSessionBrief: () => true,
    deviceLabel: "Node",
  });
  return { client, live, engine, session };
}

/** The login of a client that has the whole library. */
export function loginOf({ auth }: WholeSupabase): LoginSource {
  return {
    auth: async () => auth,
    session: async () => {
      const { data, error } = await auth.getSession();
      if (error) throw toCodedError(error);
      return data.session;
    },
  };
}

async function enter({ client, live, engine, session }: ReturnType<typeof assemble>): Promise<NodePerson> {
  if (session.view.state !== "ready") throw new Error(`not ready but ${session.view.state}`);
  const { userId: me } = session.view.me;
  const { store } = session;
  const server = createServerApi(client);
  const messenger = new Messenger({
    me,
    engine,
    store,
    server,
    link: createSupabaseLink(live),
    people: new People({ engine, server, store, me }),
    blocks: new Blocks({ engine, server, store }),
    presence: new Presence({ server, clock: systemClock, me }),
    preferences: new Preferences({ engine, store }),
    outbox: new Outbox(store),
    marks: new Marks(engine),
    clock: systemClock,
    exclusively: oneAtATime(),
    newId: () => crypto.randomUUID(),
  });
  await messenger.start();
  return {
    userId: me,
    client,
    session,
    messenger,
    async stop() {
      messenger.stop();
      live.close();
      await client.auth.stopAutoRefresh();
      await engine.lock();
    },
  };
}

/** In one process a chain of promises per name is what locks are between tabs. */
function oneAtATime() {
  const tails = new Map<string, Promise<unknown>>();
  return <T,>(name: string, work: () => Promise<T>): Promise<T> => {
    const result = (tails.get(name) ?? Promise.resolve()).then(work, work);
    tails.set(
      name,
      result.catch(() => undefined),
    );
    return result;
  };
}

/** The newest code mailed to an address. */
export async function codeFor(place: Place, email: string): Promise<string> {
  for (let round = 0; round < 100; round++) {
    const answer = await fetch(`${place.mailUrl}/mails.json?to=${encodeURIComponent(email)}`);
    const [mail] = (await answer.json()) as { code: string | null }[];
    if (mail?.code) return mail.code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no code was mailed to ${email}`);
}
