"use client";
/** Owns binding one conversation to React: it is on screen while a component uses it. */
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Emitter } from "@/lib/base/emitter";
import { whenCalled } from "@/lib/base/when-called";
import { codeOf, type ErrorCode } from "@/lib/base/errors";
import { inBackground } from "./background";
import { Acts } from "./acts";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { openFrom } from "./history";
import type { Messenger } from "./messenger";
import { firstUnreadOf, markUnread } from "./unread";
import { useMessenger } from "./use-chat";
import { useDerived } from "./use-derived";
import type { ConversationCommands, ConversationView } from "./view";

/** Between two drawings of a conversation: while it is being opened it changes with every answer of worker, disk and server. Milliseconds. */
const pauseMs = 50;

export interface UsedConversation {
  readonly view: ConversationView;
  readonly commands: ConversationCommands;
  /** Opens it anew, after that has failed. */
  readonly reopen: () => void;
}

/** View and commands of a conversation. While it is on screen its topic is joined and receipts are told. */
export function useConversation(id: string): UsedConversation {
  const messenger = useMessenger();
  // One whose rows are open already is drawn at once.
  const [conversation, setConversation] = useState<Conversation | null>(() => {
    const there = messenger?.opened(id) ?? null;
    if (there) there.firstUnreadSeq = firstUnreadOf(there);
    return there;
  });
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [turn, setTurn] = useState(0);
  const reopen = useCallback(() => setTurn((before) => before + 1), []);

  useEffect(() => {
    if (!messenger) return undefined;
    let left = false;
    let leave: (() => void) | undefined;
    let stopMarking: (() => void) | undefined;
    let stopWaiting: (() => void) | undefined;
    const attempt = async () => {
      stopWaiting?.();
      try {
        const opened = await messenger.open(id);
        if (left) return;
        setFailure(null);
        leave ??= opened.room.enter();
        inBackground(messenger.account.marking.opened(id));
        setConversation(opened);
        await opened.load();
        if (left) return;
        stopMarking = markUnread(opened, messenger);
      } catch (thrown) {
        if (left) return;
        setFailure(codeOf(thrown));
        // What is not remembered here is asked for again as soon as there is a network.
        if (codeOf(thrown) !== "E_OFFLINE") return;
        stopWaiting?.();
        stopWaiting = messenger.changed.subscribe(() => {
          if (messenger.list().connection !== "offline") void attempt();
        });
      }
    };
    setFailure(null);
    void attempt();
    return () => {
      left = true;
      leave?.();
      stopMarking?.();
      stopWaiting?.();
      setConversation(null);
    };
  }, [messenger, id, turn]);

  const view = useView(conversation, id, failure);
  const commands = useMemo(() => commandsOf(conversation, messenger), [conversation, messenger]);
  return { view, commands, reopen };
}

const nothing: readonly Emitter[] = [];

function useView(conversation: Conversation | null, id: string, failure: ErrorCode | null): ConversationView {
  const opening = useMemo(() => openingView(id, failure), [id, failure]);
  const of = useMemo(() => {
    if (!conversation) return nothing;
    const { preferences, blocks, presence, marks } = conversation.deps;
    return [conversation.changed, preferences.changed, blocks.changed, presence.changed, marks.changed];
  }, [conversation]);
  const read = useCallback(() => (conversation ? viewOf(conversation) : opening), [conversation, opening]);
  return useDerived(of, read, pauseMs);
}

function commandsOf(conversation: Conversation | null, messenger: Messenger | null): ConversationCommands {
  const acts = conversation && new Acts(conversation);
  return {
    send: (text, extras) => void acts?.write(text, extras),
    edit: (hash, text, mentions) => void acts?.edit(hash, text, mentions),
    remove: (hash) => void acts?.remove(hash),
    forward: async (texts, to) => {
      const other = await messenger?.open(to);
      // Each waits only until it is written down; sending goes on by itself.
      if (other) for (const text of texts) void new Acts(other).write(text, { forwarded: true });
    },
    react: (hash, emoji) => void acts?.react(hash, emoji),
    say: (said) => void acts?.say(said),
    mark: async (hash, change) => acts?.mark(hash, change),
    reach: async (hash) => (await acts?.reach(hash)) ?? null,
    readThread: async (root) => acts?.readThread(root),
    retry: (key) => void conversation?.sender.retry(key),
    cancel: (key) => void conversation?.sender.cancel(key),
    loadOlder: async () => conversation?.loadOlder(),
    reachSeq: async (seq) => {
      if (!conversation || !(await openFrom(conversation, seq))) return null;
      const { timeline, threads } = viewOf(conversation);
      const here = (row: { readonly seq: number | null }) => row.seq === seq;
      const row = timeline.find(here);
      const thread = row ? undefined : threads.find(({ rows }) => rows.some(here));
      const key = row?.key ?? thread?.rows.find(here)?.key;
      return key === undefined ? null : { key, thread: thread?.root ?? null };
    },
    reachTime: async (at) => {
      await acts?.openSince(at);
      const row =
        conversation && viewOf(conversation).timeline.find((each) => each.type === "message" && each.at >= at);
      return row ? { key: row.key, thread: null } : null;
    },
    markRead: () => conversation?.pointers.markRead(),
    typing: () => conversation?.room.tell(),
    setDraft: (text) => conversation?.drafts.set(text),
    membership: whenCalled(async () =>
      (await import("./membership-commands")).membershipCommands(conversation, messenger),
    ),
  };
}

function openingView(id: string, failure: ErrorCode | null): ConversationView {
  return {
    row: {
      id,
      kind: "direct",
      title: "",
      people: [],
      context: null,
      seal: "closed",
      state: "active",
      last: null,
      lastActivityAt: 0,
      unread: 0,
      mentions: 0,
      draft: "",
      flags: {
        pinnedAt: null,
        mutedUntil: null,
        archived: false,
        markedUnread: false,
        favourite: false,
        folders: [],
      },
    },
    roster: [],
    powers: { add: false, admin: false, leave: false, mustHandOver: false },
    mayAdd: 0,
    asked: [],
    timeline: [],
    threads: [],
    pins: [],
    stars: [],
    hasOlder: false,
    loadingOlder: false,
    firstUnreadSeq: null,
    named: [],
    typing: [],
    present: [],
    banners: [],
    phase: failure ? { kind: "failed", code: failure } : { kind: "opening" },
    canSend: false,
    room: null,
    retentionDays: 0,
    proposal: null,
    life: { mayClose: false, mayDelete: null, closed: false, deleting: false, wished: false, graceDays: 0 },
    epoch: 0,
    lastSeq: 0,
  };
}
