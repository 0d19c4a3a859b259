"use client";
/** Owns the line under the head: the newest pinned message, threads with something unread, and the way to all that was kept. */
import { MessagesSquare, Pin, Star } from "lucide-react";
import { OneLine } from "@/components/ui/one-line";
import type { ConversationView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { plainText } from "@/lib/protocol/markdown";

export interface KeptBarProps {
  view: ConversationView;
  onJump: (hash: string) => void;
  onOpen: () => void;
}

export function KeptBar({ view, onJump, onOpen }: KeptBarProps) {
  const t = useTranslate();
  const { pins, stars, threads } = view;
  const unread = threads.reduce((sum, thread) => sum + thread.unread, 0);
  const [newest] = pins;
  if (!newest && stars.length === 0 && threads.length === 0) return null;
  return (
    <div className="flex h-10 shrink-0 items-center gap-1 border-b border-line bg-canvas px-3 text-13">
      {newest ? (
        <button
          type="button"
          onClick={() => onJump(newest.hash)}
          className="touch flex h-8 min-w-0 flex-1 items-center gap-2 rounded-10 px-2 text-start hover:bg-fill [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-accent"
        >
          <Pin aria-label={t("message.pinned")} />
          <OneLine>{newest.row ? plainText(newest.row.text) : t("kept.earlier")}</OneLine>
        </button>
      ) : (
        <span className="flex-1" />
      )}
      <button
        type="button"
        onClick={onOpen}
        className="touch relative flex h-8 shrink-0 items-center gap-3 rounded-10 px-2 text-muted tabular-nums hover:bg-fill hover:text-ink [&_svg]:size-4"
      >
        <span className="sr-only">{t("kept.open")}</span>
        {pins.length > 1 ? <Count icon={<Pin />}>{pins.length}</Count> : null}
        {threads.length > 0 ? (
          <span className={unread > 0 ? "font-semibold text-accent" : ""}>
            <Count icon={<MessagesSquare />}>{unread > 0 ? t("kept.unread", { count: unread }) : threads.length}</Count>
          </span>
        ) : null}
        {stars.length > 0 ? <Count icon={<Star />}>{stars.length}</Count> : null}
        {pins.length === 1 && threads.length === 0 && stars.length === 0 ? t("kept.all") : null}
      </button>
    </div>
  );
}

function Count({ icon, children }: { icon: React.ReactNode; children: React.ReactNode }) {
  return (
    <span className="flex items-center gap-1">
      {icon}
      {children}
    </span>
  );
}
