"use client";
/** Owns a thread beside the conversation: its first message, what was said to it, and writing more. */
import { useEffect, useRef, useState } from "react";
import { Sheet } from "@/components/ui/sheet";
import type { ConversationCommands, ConversationView } from "@/lib/chat/view";
import type { MessageRow } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";
import { Composer } from "./composer";
import type { ComposerTask } from "./composer-strip";
import { MessageActsProvider, useMessageActs } from "./message-acts";
import { MessageItem } from "./message-row";

export interface ThreadSheetProps {
  root: string;
  view: ConversationView;
  commands: ConversationCommands;
  onClose: () => void;
}

export default function ThreadSheet({ root, view, commands, onClose }: ThreadSheetProps) {
  const t = useTranslate();
  const acts = useMessageActs();
  const end = useRef<HTMLDivElement>(null);
  const [task, setTask] = useState<ComposerTask | null>(null);
  const first = view.timeline.find((row): row is MessageRow => row.type === "message" && row.hash === root);
  const rows = view.threads.find((thread) => thread.root === root)?.rows ?? [];
  const newest = rows.at(-1)?.key;
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
    void commands.readThread(root).catch(() => undefined);
  }, [newest, root, commands]);
  useEffect(() => {
    if (!first) void commands.reach(root).catch(() => undefined);
  }, [first, root, commands]);
  const inside = {
    ...acts,
    reply: (row: MessageRow) => setTask({ kind: "reply", row }),
    edit: (row: MessageRow) => setTask({ kind: "edit", row }),
  };
  const many = view.roster.length > 2;
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
            title={view.row.title}
            seal={view.row.seal}
            draft=""
            canWrite={view.canSend ? "yes" : "no"}
            offline={false}
            queued={0}
            first={false}
            shell={false}
            people={view.row.people}
            task={task}
            onSend={send}
            onDraft={() => {}}
            onTyping={() => commands.typing()}
            onEndTask={() => setTask(null)}
            onEditLast={() => {}}
          />
        </div>
      </MessageActsProvider>
    </Sheet>
  );
}
