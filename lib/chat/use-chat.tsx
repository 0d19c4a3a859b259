"use client";
/** Owns binding the messenger to React: one per unlocked session. */
import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import type { Emitter } from "@/lib/base/emitter";
import { CodedError } from "@/lib/base/errors";
import { systemClock } from "@/lib/base/clock";
import { Outbox } from "@/lib/outbox/outbox";
import { conversationAt } from "@/lib/base/address";
import { LiveTopics } from "@/lib/realtime/live-topics";
import { createSupabaseLink } from "@/lib/realtime/supabase-link";
import { patiently } from "@/lib/session/patience";
import { type SessionParts, useSession, useSessionParts } from "@/lib/session/use-session";
import { usePublicConfig } from "@/lib/session/use-public-config";
import { inBackground } from "./background";
import { Messenger } from "./messenger";
import { Blocks } from "./blocks";
import { Marks } from "./own-marks";
import { People } from "./people";
import { Presence } from "./presence";
import { Preferences } from "./preferences";
import { createServerApi } from "./server-api";
import { watchSleep } from "./sleep";
import { useDerived } from "./use-derived";
import type { ChatCommands, ConversationListView, MarkingCommands } from "./view";

const Current = createContext<Messenger | null>(null);

function assemble({ session, engine, client }: SessionParts, me: string, retentionDays: number | undefined): Messenger {
  const server = createServerApi(client);
  const { store } = session;
  return new Messenger({
    me,
    engine,
    store,
    server,
    link: createSupabaseLink(new LiveTopics(client.live, systemClock)),
    people: new People({ engine, server, store, me }),
    blocks: new Blocks({ engine, server, store }),
    presence: new Presence({ server, clock: systemClock, me }),
    preferences: new Preferences({ engine, store }),
    outbox: new Outbox(store),
    marks: new Marks(engine),
    clock: systemClock,
    ...(retentionDays !== undefined && { retentionDays }),
    exclusively: (name, work) => navigator.locks.request(`parley ${me} ${name}`, work),
    newId: () => crypto.randomUUID(),
  });
}

/**
 * Runs the messenger while the session is ready; below it the hooks of this folder work. `waiting` stands there until what this
 * device remembers has been read: nothing is drawn empty first.
 */
export function ChatProvider({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  const parts = useSessionParts();
  const { view } = useSession();
  const me = view.state === "ready" ? view.me.userId : null;
  const retentionDays = usePublicConfig()?.retentionDays;
  const [messenger, setMessenger] = useState<Messenger | null>(null);
  useEffect(() => {
    if (!parts || !me) return undefined;
    const made = assemble(parts, me, retentionDays);
    let left = false;
    inBackground(made.deps.marks.load());
    // In parts: the whole messenger drawn at once would keep a slow phone from answering a finger.
    const show = () =>
      startTransition(() => {
        if (!left) setMessenger(made);
      });
    const stopShowing = made.begun.subscribe(show);
    inBackground(made.start().finally(show));
    // What will be shown is read while the page is still being put together. Whoever shows it says what is wrong with it.
    const first = conversationAt(window.location.pathname);
    if (first)
      made
        .open(first)
        .then((conversation) => conversation.load())
        .catch(() => undefined);
    const stopRenewing = parts.session.arrivals.renewed.subscribe(() => made.storeSync.merged.emit());
    const leaveIfEnded = () =>
      patiently(
        systemClock,
        () => !left,
        () => parts.session.arrivals.leaveIfEnded(),
      );
    made.account.touched.subscribe(() => inBackground(leaveIfEnded()));
    const { presence } = made.deps;
    presence.visible(document.visibilityState === "visible");
    const wake = () => {
      presence.visible(document.visibilityState === "visible");
      if (document.visibilityState === "visible") made.wake();
    };
    const away = () => made.away();
    const leave = (event: BeforeUnloadEvent) => {
      if (made.deps.outbox.atRisk > 0) event.preventDefault();
    };
    // Neither event need come when a computer wakes up, and its sockets are dead by then.
    const stopWatching = watchSleep(systemClock, wake);
    window.addEventListener("offline", away);
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("beforeunload", leave);
    return () => {
      left = true;
      stopShowing();
      stopRenewing();
      stopWatching();
      window.removeEventListener("offline", away);
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("beforeunload", leave);
      made.stop();
      setMessenger(null);
    };
  }, [parts, me, retentionDays]);
  return <Current value={messenger}>{messenger ? children : waiting}</Current>;
}

/** The messenger; null while it starts. For the hooks of this folder. */
export function useMessenger(): Messenger | null {
  return useContext(Current);
}

const notReady = new Proxy({} as ChatCommands, {
  get: () => () => Promise.reject(new CodedError("E_VAULT_LOCKED")),
});

/** What the pages may ask of a messenger. */
function commandsOf(messenger: Messenger): ChatCommands {
  const { starting, trusting, invitations } = messenger;
  return {
    findPerson: (handle) => starting.findPerson(handle),
    startDirect: (userId) => starting.direct(userId),
    startGroup: (group) => starting.group(group),
    openNote: () => starting.note(),
    openLink: (id, fragment) => invitations.open(id, fragment),
    askToJoin: (id, fragment, link) => invitations.ask(id, fragment, link),
    withdrawJoin: (conversation) => messenger.deps.server.withdrawJoin(conversation),
    safety: (userId) => trusting.safety(userId),
    setVerified: (userId, verified) => trusting.setVerified(userId, verified),
    acceptReset: (userId) => trusting.acceptReset(userId),
    reconnect: () => messenger.wake(),
  };
}

export function useChat(): ChatCommands {
  const messenger = useMessenger();
  return useMemo(() => (messenger ? commandsOf(messenger) : notReady), [messenger]);
}

const notMarking = new Proxy({} as MarkingCommands, {
  get: () => () => Promise.reject(new CodedError("E_VAULT_LOCKED")),
});

/** What a person does to conversations for themselves alone. */
export function useMarking(): MarkingCommands {
  return useMessenger()?.account.marking ?? notMarking;
}

const emptyList: ConversationListView = {
  phase: "loading",
  conversations: [],
  connection: "connecting",
  queued: 0,
  folders: [],
  unread: 0,
};
/** Between two drawings of the list: a thousand conversations that arrive at once are not drawn a thousand times. Milliseconds. */
const listPauseMs = 50;

const nothing: readonly Emitter[] = [];
const whole = (list: ConversationListView) => list;
const connectionOf = ({ connection }: ConversationListView) => connection;

export function useConversations(): ConversationListView {
  return useList(whole);
}

/** Whether the server is heard; who only wants to know this is not drawn anew with the list. */
export function useConnection(): ConversationListView["connection"] {
  return useList(connectionOf);
}

/** @param read the same function every time */
function useList<T>(read: (list: ConversationListView) => T): T {
  const messenger = useMessenger();
  const of = useMemo(() => (messenger ? [messenger.changed] : nothing), [messenger]);
  const readNow = useCallback(() => read(messenger?.list() ?? emptyList), [messenger, read]);
  return useDerived(of, readNow, listPauseMs);
}
