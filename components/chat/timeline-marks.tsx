"use client";
/** Owns what stands between messages: day labels, the unread line, and the beginning of the conversation. */
import { Handle } from "@/components/ui/handle";
import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import type { ConversationRow } from "@/lib/chat/view";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { ConversationAvatar } from "./conversation-avatar";
import { conversationTitle } from "./conversation-title";
import { onlyOther } from "./people-words";

export function DayLabel({ at, now }: { at: number; now: number }) {
  const format = useFormat();
  return (
    <div className="flex justify-center pt-5 pb-2">
      <time dateTime={new Date(at).toISOString().slice(0, 10)} className="px-3 py-0.5 text-12 font-medium text-muted">
        {format.day(at, now)}
      </time>
    </div>
  );
}

/** The same label while scrolling, standing still at the top. It repeats what is in the list, so it is decoration. */
export function FloatingDay({ at, now, shown }: { at: number | null; now: number; shown: boolean }) {
  const format = useFormat();
  return (
    <div
      aria-hidden="true"
      className={`pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center transition-opacity duration-150 ${shown && at !== null ? "opacity-100" : "opacity-0"}`}
    >
      <span className="rounded-full bg-surface px-3 py-0.5 text-12 font-medium text-muted shadow-float">
        {at === null ? null : format.day(at, now)}
      </span>
    </div>
  );
}

export function UnreadLine() {
  const t = useTranslate();
  return (
    <div className="flex items-center gap-3 px-4 pt-4 pb-1 text-12 font-semibold text-accent">
      <span aria-hidden="true" className="h-px flex-1 bg-accent/50" />
      {t("conversation.unreadFrom")}
      <span aria-hidden="true" className="h-px flex-1 bg-accent/50" />
    </div>
  );
}

/** Who this is with, who can read it, and how to make sure. */
export function Beginning({ row }: { row: ConversationRow }) {
  const t = useTranslate();
  const other = onlyOther(row.kind, row.people);
  const text =
    row.seal === "open"
      ? t("conversation.beginningOpen")
      : row.kind === "note"
        ? t("conversation.beginningNote")
        : other
          ? t("conversation.beginningDirect", { name: other.name })
          : t("conversation.beginningGroup");
  return (
    <div className="flex flex-col items-center px-6 pt-12 pb-4 text-center">
      <ConversationAvatar row={row} size="huge" />
      <p className="mt-4 text-18 font-semibold text-balance">{conversationTitle(t, row)}</p>
      {other ? (
        <p className="text-13 text-muted">
          <Handle of={other.handle} />
        </p>
      ) : null}
      <p className="mt-3 max-w-80 text-13 text-balance text-muted">{text}</p>
      {other && row.seal !== "open" ? (
        <Link
          href={`/c/${row.id}/safety`}
          prefetch={false}
          className={buttonStyle({ look: "plain", size: "small", class: "mt-4" })}
        >
          {t("conversation.compare")}
        </Link>
      ) : null}
    </div>
  );
}
