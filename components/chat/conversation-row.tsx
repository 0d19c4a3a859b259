"use client";
/** Owns one row of the list: who, the last line, when, how much is unread. */
import { AtSign, BellOff, CalendarClock, MoreHorizontal, Pin, Star, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { memo, type ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import type { MenuAnchor } from "@/components/ui/menu";
import { OneLine } from "@/components/ui/one-line";
import type { ConversationRow } from "@/lib/chat/view";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { carry } from "./carried-row";
import { ContextChip } from "./context-chip";
import { conversationTitle } from "./conversation-title";
import { ConversationAvatar } from "./conversation-avatar";
import { SendMark } from "./send-mark";
import { useRowPress } from "./use-row-press";

export interface ConversationRowProps {
  row: ConversationRow;
  selected: boolean;
  /** ms since 1970 */
  now: number;
  onMenu: (row: ConversationRow, anchor: MenuAnchor) => void;
}

export const ConversationListRow = memo(function ConversationListRow(props: ConversationRowProps) {
  const { row, selected, now, onMenu } = props;
  const t = useTranslate();
  const format = useFormat();
  const title = conversationTitle(t, row);
  const press = useRowPress((anchor) => onMenu(row, anchor));
  const bold = row.unread > 0 || row.flags.markedUnread;
  return (
    <div className="group/row relative" {...press}>
      <Link
        href={`/c/${row.id}`}
        prefetch={false}
        aria-current={selected ? "page" : undefined}
        data-selected={selected}
        data-row=""
        data-pinned={row.flags.pinnedAt === null ? undefined : ""}
        onDragStart={(event) => carry(event, row.id)}
        className={cn(
          "flex h-(--row) items-center gap-3 rounded-10 px-2.5 outline-offset-[-2px] transition-colors duration-100 [--behind:var(--sunken)]",
          selected ? "bg-fill-strong [--behind:var(--fill-strong)]" : "hover:bg-fill hover:[--behind:var(--fill)]",
        )}
      >
        <ConversationAvatar row={row} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <OneLine className={cn("text-15", bold ? "font-semibold" : "font-medium")}>{title}</OneLine>
            <Marks row={row} />
            <time
              dateTime={new Date(row.lastActivityAt).toISOString()}
              className="ms-auto shrink-0 text-12 text-faint tabular-nums group-hover/row:pointer-fine:invisible group-focus-within/row:pointer-fine:invisible"
            >
              {format.listTime(row.lastActivityAt, now)}
            </time>
          </span>
          <span className="mt-0.5 flex items-center gap-2">
            {row.context ? <ContextChip context={row.context} under={title} className="max-w-[50%]" /> : null}
            <LastLine row={row} />
            {row.mentions > 0 ? (
              <AtSign role="img" aria-label={t("list.mentioned")} className="size-4 shrink-0 text-accent" />
            ) : null}
            <LaterSign row={row} />
            {row.request ? <RequestMark /> : null}
            <Unread row={row} />
          </span>
        </span>
      </Link>
      <span className="absolute end-2 top-1.5 flex justify-end opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 pointer-coarse:not-has-focus-visible:sr-only">
        <IconButton
          label={t("list.menu", { title })}
          small
          aria-haspopup="menu"
          onClick={(event) => onMenu(row, event.currentTarget)}
        >
          <MoreHorizontal />
        </IconButton>
      </span>
    </div>
  );
});

/** Small signs of what the person has chosen for it. */
function Marks({ row: { flags } }: { row: ConversationRow }) {
  const t = useTranslate();
  const signs = [
    { on: flags.pinnedAt !== null, icon: <Pin aria-hidden="true" />, words: t("list.pinned") },
    { on: flags.favourite, icon: <Star aria-hidden="true" />, words: t("list.isFavourite") },
    {
      on: flags.mutedUntil !== null,
      icon: <BellOff aria-hidden="true" />,
      words: t(flags.mutedUntil === "mentions" ? "list.mutedMentions" : "list.muted"),
    },
  ].filter(({ on }) => on);
  if (signs.length === 0) return null;
  return (
    <span className="flex shrink-0 items-center gap-1 self-center text-faint [&_svg]:size-3.5">
      {signs.map(({ icon, words }) => (
        <span key={words} className="flex">
          {icon}
          <span className="sr-only">{words}</span>
        </span>
      ))}
    </span>
  );
}

/** Something waits for its time here, or did not go out. */
function LaterSign({ row: { later } }: { row: ConversationRow }) {
  const t = useTranslate();
  if (!later) return null;
  const [Sign, tone] = later === "stuck" ? [TriangleAlert, "text-caution"] : [CalendarClock, "text-faint"];
  return <Sign role="img" aria-label={t(`list.later.${later}`)} className={cn("size-4 shrink-0", tone)} />;
}

/** Somebody unknown waits for an answer here. */
function RequestMark() {
  const t = useTranslate();
  return (
    <span className="shrink-0 rounded-full bg-accent-soft px-2 py-px text-12 font-medium text-accent">
      {t("list.request")}
    </span>
  );
}

function Unread({ row: { unread, flags } }: { row: ConversationRow }) {
  const t = useTranslate();
  const quiet = flags.mutedUntil !== null;
  if (unread > 0) return <Badge count={unread} label={t("list.unreadCount", { count: unread })} quiet={quiet} />;
  if (!flags.markedUnread) return null;
  return (
    <span className={cn("size-2.5 shrink-0 rounded-full", quiet ? "bg-faint" : "bg-accent-fill")}>
      <span className="sr-only">{t("list.markedUnread")}</span>
    </span>
  );
}

/** Words, after who said them: each reads its own way, and only the words are cut. */
function Said({ by, text, tone }: { by: ReactNode; text: string; tone: string }) {
  return (
    <span className={cn("flex min-w-0 flex-1 gap-[0.25em] text-13", tone)}>
      {by === null ? null : <span className="shrink-0">{by} </span>}
      <OneLine>{text}</OneLine>
    </span>
  );
}

function LastLine({ row }: { row: ConversationRow }) {
  const t = useTranslate();
  const { last } = row;
  const line = "min-w-0 flex-1 truncate text-13";
  if (row.state === "halted") return <span className={cn(line, "text-danger")}>{t("list.halted")}</span>;
  if (row.state === "ended") return <span className={cn(line, "text-muted")}>{t("list.ended")}</span>;
  if (row.draft !== "")
    return (
      <Said by={<span className="font-medium text-ink">{t("list.draft")}</span>} text={row.draft} tone="text-muted" />
    );
  // The line is there before its words are: nothing moves when they come.
  if (!last && row.state === "unopened") return <span className={line}>{"\u00a0"}</span>;
  if (!last)
    return <span className={cn(line, "text-faint")}>{t(row.state === "shell" ? "list.shell" : "list.nothing")}</span>;
  if (last.expired) return <span className={cn(line, "text-faint")}>{t("lifetime.allExpired")}</span>;
  if (last.deleted) return <span className={cn(line, "text-muted italic")}>{t("list.deleted")}</span>;
  if (last.unreadable) return <span className={cn(line, "text-danger")}>{t("list.unreadable")}</span>;
  return (
    <>
      <Said by={last.mine ? t("list.you") : null} text={last.text} tone={row.unread > 0 ? "text-ink" : "text-muted"} />
      {last.send ? (
        <span className="shrink-0 text-faint">
          <SendMark state={last.send} />
        </span>
      ) : null}
    </>
  );
}
