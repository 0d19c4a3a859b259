"use client";
/** Owns the list of what was set apart in a conversation: pinned for all, starred by oneself, and its threads. */
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Sheet } from "@/components/ui/sheet";
import type { ConversationView } from "@/lib/chat/view";
import type { PinView } from "@/lib/chat/view-message";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { plainText } from "@/lib/protocol/markdown";

export interface KeptSheetProps {
  view: ConversationView;
  onJump: (hash: string) => void;
  onThread: (root: string) => void;
  onClose: () => void;
}

export default function KeptSheet({ view, onJump, onThread, onClose }: KeptSheetProps) {
  const t = useTranslate();
  const lines = (pins: readonly PinView[]) => pins.map((pin) => <PinLine key={pin.hash} pin={pin} onJump={onJump} />);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={t("kept.title")} closeLabel={t("app.close")}>
      <div className="flex flex-col gap-5 p-4">
        <Section title={t("kept.pinned")} empty={t("kept.noPins")}>
          {lines(view.pins)}
        </Section>
        <Section title={t("kept.threads")} empty={t("kept.noThreads")}>
          {view.threads.map((thread) => (
            <Line key={thread.root} onClick={() => onThread(thread.root)} title={thread.title ?? t("kept.earlier")}>
              <span className="flex items-center gap-2">
                {t("thread.replies", { count: thread.rows.length })}
                {thread.unread > 0 ? (
                  <Badge count={thread.unread} label={t("list.unreadCount", { count: thread.unread })} />
                ) : null}
              </span>
            </Line>
          ))}
        </Section>
        <Section title={t("kept.starred")} empty={t("kept.noStars")}>
          {lines(view.stars)}
        </Section>
      </div>
    </Sheet>
  );
}

function Section({ title, empty, children }: { title: string; empty: string; children: readonly ReactNode[] }) {
  return (
    <section>
      <h3 className="px-2 pb-1 text-13 font-semibold text-muted">{title}</h3>
      {children.length > 0 ? <ul>{children}</ul> : <p className="px-2 text-13 text-faint">{empty}</p>}
    </section>
  );
}

function PinLine({ pin, onJump }: { pin: PinView; onJump: (hash: string) => void }) {
  const t = useTranslate();
  const format = useFormat();
  const { row, hash } = pin;
  return (
    <Line onClick={() => onJump(hash)} title={row ? row.text : t("kept.earlier")}>
      {row
        ? t("kept.by", { name: row.author.me ? t("message.you") : row.author.name, time: format.full(row.at) })
        : null}
    </Line>
  );
}

function Line({ onClick, title, children }: { onClick: () => void; title: string; children: ReactNode }) {
  return (
    <li>
      <button type="button" onClick={onClick} className="w-full rounded-10 px-2 py-1.5 text-start hover:bg-fill">
        <span dir="auto" className="line-clamp-2 text-15 [overflow-wrap:anywhere]">
          {plainText(title)}
        </span>
        <span className="text-12 text-muted">{children}</span>
      </button>
    </li>
  );
}
