"use client";
/** Owns what is being done with messages on one screen: answering, editing, selecting, and which menu or question is open. */
import { useMemo, useRef, useState } from "react";
import { codeOf } from "@/lib/base/errors";
import { copyText } from "@/components/ui/copy-text";
import { toast } from "@/components/ui/toast-queue";
import type { ConversationCommands, ConversationRow, ConversationView } from "@/lib/chat/view";
import type { MessageRow } from "@/lib/chat/view-message";
import { translatesHere } from "@/lib/i18n/device-translator";
import { errorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import type { ComposerTask } from "./composer-strip";
import { conversationTitle } from "./conversation-title";
import type { MenuPlace, MessageActs, Writing } from "./message-acts";
import type { VerbActs } from "./message-verbs";

/** The thread that stands beside the conversation; what floats floats above it. `at`: the key of the message to be shown; null: the newest. */
export interface OpenThread {
  readonly root: string;
  readonly at: string | null;
}

/** What floats above the conversation. */
export type Layer =
  /** `at`: when it was opened, ms since 1970. */
  | {
      readonly kind: "menu" | "emoji";
      readonly row: MessageRow;
      readonly place: MenuPlace;
      readonly at: number;
      readonly writing?: Writing | undefined;
    }
  | { readonly kind: "edits" | "remind" | "receipts" | "take-out" | "translation"; readonly row: MessageRow }
  | { readonly kind: "delete" | "forward"; readonly rows: readonly MessageRow[] }
  | { readonly kind: "poll" | "invite" | "status" | "link" | "call" | "kept" };

export function useMessages(view: ConversationView, commands: ConversationCommands) {
  const t = useTranslate();
  const [task, setTask] = useState<ComposerTask | null>(null);
  const [layer, setLayer] = useState<Layer | null>(null);
  const [thread, setThread] = useState<OpenThread | null>(null);
  // What is being written in threads, by their first messages, as long as the conversation is open.
  const [threadDrafts] = useState(() => new Map<string, string>());
  const [selected, setSelected] = useState<ReadonlyMap<string, MessageRow> | null>(null);
  const [target, setTarget] = useState<{ key: string; turn: number } | null>(null);
  // Below zero: whoever else asks for messages counts upwards.
  const turn = useRef(0);
  const { canSend, timeline } = view;
  const isRoom = view.room !== null;

  // The same object while the conversation is open: rows are only drawn again when they change.
  const made = useMemo(() => {
    const say = (thrown: unknown) => toast(errorWords(t, codeOf(thrown)).what, "danger");
    const jump = (hash: string) =>
      void commands
        .reach(hash)
        .then((found) => {
          if (!found) return toast(t("message.notFound"));
          if (found.thread) return openThread(found.thread, found.key);
          setLayer(null);
          setThread(null);
          setTarget({ key: found.key, turn: --turn.current });
        })
        .catch(say);
    const mark = (row: MessageRow, change: Parameters<ConversationCommands["mark"]>[1]) => {
      if (row.hash) void commands.mark(row.hash, change).catch(say);
    };
    const openThread = (root: string, at: string | null = null) => {
      setLayer(null);
      setThread({ root, at });
    };
    const reply = (row: MessageRow) => setTask({ kind: "reply", row });
    const edit = (row: MessageRow) => setTask({ kind: "edit", row });
    const acts: MessageActs = {
      react: commands.react,
      say: commands.say,
      retry: commands.retry,
      cancel: commands.cancel,
      reply: canSend ? reply : null,
      edit,
      openMenu: (row, place, writing) => setLayer({ kind: "menu", row, place, writing, at: Date.now() }),
      pickEmoji: (row, place) => setLayer({ kind: "emoji", row, place, at: Date.now() }),
      openThread,
      showEdits: (row) => setLayer({ kind: "edits", row }),
      showReceipts: isRoom ? null : (row) => setLayer({ kind: "receipts", row }),
      jump,
      select: (row) => {
        setThread(null);
        setSelected((before) => {
          const next = new Map(before);
          if (!next.delete(row.key)) next.set(row.key, row);
          return next.size > 0 ? next : null;
        });
      },
    };
    const verbs = (row: MessageRow, writing: Writing = { reply, edit }): VerbActs => ({
      reply: () => writing.reply(row),
      thread: () => row.hash && openThread(row.hash),
      edit: () => writing.edit(row),
      copy: () => void copyText(row.text).then((done) => toast(t(done ? "app.copied" : "app.copyFailed"))),
      translate: translatesHere() ? () => setLayer({ kind: "translation", row }) : null,
      forward: () => setLayer({ kind: "forward", rows: [row] }),
      pin: (pinned) => row.hash && commands.say({ t: pinned ? "pin" : "unpin", of: row.hash }),
      star: (starred) => mark(row, { starred }),
      remind: () => setLayer({ kind: "remind", row }),
      forgetReminder: () => mark(row, { remindAt: null }),
      history: () => setLayer({ kind: "edits", row }),
      select: () => acts.select(row),
      remove: () => setLayer({ kind: "delete", rows: [row] }),
      takeOut: () => setLayer({ kind: "take-out", row }),
    });
    return { acts, verbs, mark, say };
  }, [canSend, commands, isRoom, t]);
  const { acts, verbs, mark, say } = made;
  return {
    acts,
    verbs,
    open: setLayer,
    closeThread: () => setThread(null),
    /** Closes this one; what has taken its place meanwhile stays. */
    close: (closing: Layer) => setLayer((now) => (now === closing ? null : now)),
    endTask: () => setTask(null),
    endSelection: () => setSelected(null),
    remindAt: (row: MessageRow, at: number) => mark(row, { remindAt: at }),
    hide: (rows: readonly MessageRow[]) => {
      for (const row of rows) mark(row, { hidden: true });
      setSelected(null);
    },
    removeForAll: (rows: readonly MessageRow[]) => {
      for (const { hash } of rows) if (hash) commands.remove(hash);
      setSelected(null);
    },
    forward: (rows: readonly MessageRow[], to: ConversationRow) => {
      void commands
        .forward(
          rows.map((row) => row.text),
          to.id,
        )
        .then(() => toast(t("message.forwardDone", { title: conversationTitle(t, to) })))
        .catch(say);
      setSelected(null);
    },
    copyAll: (rows: readonly MessageRow[]) => {
      const text = rows.map((row) => `${row.author.name}: ${row.text}`).join("\n");
      void copyText(text).then((done) => toast(t(done ? "app.copied" : "app.copyFailed")));
      setSelected(null);
    },
    /** The text is sent as what it is: an answer, an edit, or a message. */
    send: (text: string, mentions: readonly string[], now: ComposerTask | null) => {
      const hash = now?.row.hash ?? undefined;
      if (now?.kind === "edit" && hash) commands.edit(hash, text, mentions);
      else commands.send(text, { mentions, reply: hash });
      setTask(null);
    },
    editLast: () => {
      const last = timeline.findLast((row) => row.type === "message" && row.editableUntil !== null);
      if (last?.type === "message" && Date.now() < (last.editableUntil ?? 0)) setTask({ kind: "edit", row: last });
    },
    ...{ task, layer, thread, threadDrafts, selected, target },
  };
}

export type Messages = ReturnType<typeof useMessages>;
