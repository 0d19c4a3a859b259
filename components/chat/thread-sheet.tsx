"use client";
/** Owns a thread beside the conversation: its first message, what was said to it, and writing more. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Sheet } from "@/components/ui/sheet";
import type { MessageRow } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";
import { Composer } from "./composer";
import type { ComposerTask } from "./composer-strip";
import { conversationTitle } from "./conversation-title";
import { MessageActsProvider, type Writing } from "./message-acts";
import type { MessageLayersProps } from "./message-layers";
import { MessageItem } from "./message-row";
import { namesAuthors } from "./timeline-items";
import type { OpenThread } from "./use-messages";

export interface ThreadSheetProps extends MessageLayersProps {
  thread: OpenThread;
  onClose: () => void;
  /** What floats above it. */
  children: ReactNode;
}

export default function ThreadSheet(props: ThreadSheetProps) {
  const { thread, view, commands, messages, onClose, children } = props;
  const { root, at } = thread;
  const t = useTranslate();
  const { acts, threadDrafts } = messages;
  const end = useRef<HTMLDivElement>(null);
  /** The message that was asked for has been shown. */
  const shown = useRef<string | null>(null);
  const [task, setTask] = useState<ComposerTask | null>(null);
  const first = view.timeline.find((row): row is MessageRow => row.type === "message" && row.hash === root);
  const rows = view.threads.find((each) => each.root === root)?.rows ?? [];
  const newest = rows.at(-1)?.key;
  useEffect(() => {
    const asked = at === shown.current ? null : end.current?.parentElement?.querySelector(`[data-message="${at}"]`);
    if (asked) shown.current = at;
    (asked ?? end.current)?.scrollIntoView({ block: asked ? "center" : "end" });
    void commands.readThread(root).catch(() => undefined);
  }, [newest, root, at, commands]);
  useEffect(() => {
    if (!first) void commands.reach(root).catch(() => undefined);
  }, [first, root, commands]);
  const writing: Writing = {
    reply: (row) => setTask({ kind: "reply", row }),
    edit: (row) => setTask({ kind: "edit", row }),
  };
  const inside: typeof acts = {
    ...acts,
    ...writing,
    reply: acts.reply && writing.reply,
    openMenu: (row, place) => acts.openMenu(row, place, writing),
  };
  const many = namesAuthors(view);
  const send = (text: string, mentions: readonly string[]) => {
    const hash = task?.row.hash ?? undefined;
    if (task?.kind === "edit" && hash) commands.edit(hash, text, mentions);
    else commands.send(text, { mentions, thread: root, reply: hash });
    setTask(null);
  };
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={t("thread.title")} closeLabel={t("app.close")}>
      <MessageActsProvider value={inside}>
        <div className="flex h-full flex-col">
          <div className="min-h-0 flex-1 overflow-y-auto py-2">
            {first ? (
              <div className="mb-1 border-b border-line pb-3">
                <MessageItem row={{ ...first, thread: null }} first last many={many} />
              </div>
            ) : null}
            {rows.map((row) => (
              <MessageItem key={row.key} row={row} first last many={many} />
            ))}
            <div ref={end} />
          </div>
          <Composer
            title={conversationTitle(t, view.row)}
            seal={view.row.seal}
            draft={threadDrafts.get(root) ?? ""}
            canWrite={view.canSend ? "yes" : "no"}
            offline={false}
            queued={0}
            first={false}
            shell={false}
            people={view.row.people}
            task={task}
            onSend={send}
            onDraft={(text) => threadDrafts.set(root, text)}
            onTyping={() => commands.typing()}
            onEndTask={() => setTask(null)}
            onEditLast={() => {}}
          />
        </div>
      </MessageActsProvider>
      {children}
    </Sheet>
  );
}
