"use client";
/** Owns one row of the list: who, the last line, when, how much is unread. */
import Link from "next/link";
import { memo } from "react";
import { Badge } from "@/components/ui/badge";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import type { ConversationRow } from "@/lib/chat/view";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { ConversationAvatar } from "./conversation-avatar";
import { SendMark } from "./send-mark";

export interface ConversationRowProps {
  row: ConversationRow;
  selected: boolean;
  /** ms since 1970 */
  now: number;
}

export const ConversationListRow = memo(function ConversationListRow({ row, selected, now }: ConversationRowProps) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Link
      href={`/c/${row.id}`}
      aria-current={selected ? "page" : undefined}
      data-selected={selected}
      data-row=""
      className={cn(
        "flex h-(--row) items-center gap-3 rounded-10 px-2.5 outline-offset-[-2px] transition-colors duration-100 [--behind:var(--sunken)]",
        selected ? "bg-fill-strong [--behind:var(--fill-strong)]" : "hover:bg-fill hover:[--behind:var(--fill)]",
      )}
    >
      <ConversationAvatar row={row} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={cn("truncate text-15", row.unread > 0 ? "font-semibold" : "font-medium")}>{row.title}</span>
          <time
            dateTime={new Date(row.lastActivityAt).toISOString()}
            className="ms-auto shrink-0 text-12 text-faint tabular-nums"
          >
            {format.listTime(row.lastActivityAt, now)}
          </time>
        </span>
        <span className="mt-0.5 flex items-center gap-2">
          {row.context ? <Chip>{t(`kind.${row.context.kind}`)}</Chip> : null}
          <LastLine row={row} />
          {row.unread > 0 ? <Badge count={row.unread} label={t("list.unreadCount", { count: row.unread })} /> : null}
        </span>
      </span>
    </Link>
  );
});

function LastLine({ row }: { row: ConversationRow }) {
  const t = useTranslate();
  const { last } = row;
  const line = "min-w-0 flex-1 truncate text-13";
  if (row.state === "halted") return <span className={cn(line, "text-danger")}>{t("list.halted")}</span>;
  if (row.state === "ended") return <span className={cn(line, "text-muted")}>{t("list.ended")}</span>;
  if (row.draft !== "")
    return (
      <span className={cn(line, "text-muted")}>
        <span className="text-danger">{t("list.draft")}</span> {row.draft}
      </span>
    );
  if (!last)
    return <span className={cn(line, "text-faint")}>{t(row.state === "shell" ? "list.shell" : "list.nothing")}</span>;
  if (last.unreadable) return <span className={cn(line, "text-danger")}>{t("list.unreadable")}</span>;
  return (
    <>
      <span dir="auto" className={cn(line, row.unread > 0 ? "text-ink" : "text-muted")}>
        {last.mine ? t("list.you", { text: last.text }) : last.text}
      </span>
      {last.send ? (
        <span className="shrink-0 text-faint">
          <SendMark state={last.send} />
        </span>
      ) : null}
    </>
  );
}
