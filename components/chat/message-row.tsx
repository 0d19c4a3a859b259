"use client";
/** Owns one message: bubble, name, what it answers, what it holds, and the ways to its menu. */
import { Forward, Reply } from "lucide-react";
import { memo, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { lazyPart } from "@/components/ui/lazy-part";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { AutomatedMark } from "./automated-mark";
import { LinkCard } from "./link-card";
import { lazily } from "./lazily";
import { isLoneEmoji } from "./lone-emoji";
import { useMessageActs } from "./message-acts";
import { MessageMeta } from "./message-meta";
import { MessageQuote } from "./message-quote";
import { MessageReactions } from "./message-reactions";
import { MessageText } from "./message-text";
import { sameData } from "./same-row";
import { spokenMessage } from "./spoken-message";
import type { MessageRow } from "./timeline-items";
import { TryAgain } from "./try-again";
import { useLongPress } from "./use-long-press";
import { useReplySwipe } from "./use-reply-swipe";

// Most conversations hold none. Until its code is there it takes the room that it will need.
const MessageCard = lazyPart(async () => (await import("./message-card")).MessageCard, {
  waiting: () => <div className="h-28 w-64 max-w-full" />,
  missing: TryAgain,
});
const MessageTools = lazily(async () => (await import("./message-tools")).MessageTools);

export interface MessageItemProps {
  row: MessageRow;
  first: boolean;
  last: boolean;
  /** More than two people: names and avatars are shown. */
  many: boolean;
  /** Messages are being selected; whether this one is. Null: they are not. */
  selected?: boolean | null;
}

export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { row, first, last, many, selected = null } = props;
  const t = useTranslate();
  const format = useFormat();
  const acts = useMessageActs();
  const press = useLongPress((target) => acts.openMenu(row, target.querySelector("[data-bubble]") ?? target));
  const { reply } = acts;
  const swipe = useReplySwipe(reply && row.hash && selected === null ? () => reply(row) : null);
  // Most rows pass by without a hand near them: their tools are made when one comes.
  const [near, setNear] = useState(false);
  const own = row.send !== null;
  return (
    <div
      role="article"
      aria-label={spokenMessage(t, format, row)}
      // The log numbers what is written; how much there will be nobody knows.
      {...(row.seq === null ? {} : { "aria-posinset": row.seq, "aria-setsize": -1 })}
      tabIndex={-1}
      data-message={row.key}
      onContextMenu={(event) => {
        // A selection of text keeps the browser's own menu.
        if (getSelection()?.isCollapsed === false) return;
        event.preventDefault();
        acts.openMenu(row, { x: event.clientX, y: event.clientY });
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || (event.key !== "Enter" && event.key !== "ContextMenu")) return;
        event.preventDefault();
        acts.openMenu(row, event.currentTarget.querySelector("[data-bubble]") ?? event.currentTarget);
      }}
      onPointerEnter={({ pointerType }) => setNear((before) => before || pointerType !== "touch")}
      onFocus={() => setNear(true)}
      {...press}
      {...swipe.handlers}
      className={cn(
        "group/row relative flex rounded-10 px-4 -outline-offset-2 transition-colors duration-500 pointer-coarse:select-none",
        first ? "pt-2.5" : "pt-0.5",
        own ? "justify-end ps-10" : "pe-10",
        selected !== null && "ps-11",
        selected === true && "bg-accent-soft",
      )}
    >
      {selected === null ? null : (
        <label className="absolute inset-0 z-10 flex cursor-pointer items-center ps-4">
          <input
            type="checkbox"
            checked={selected}
            onChange={() => acts.select(row)}
            aria-label={t("message.selectOne", { text: row.text.slice(0, 80) })}
            className="size-4.5 accent-(--accent-fill)"
          />
        </label>
      )}
      {many && !own ? (
        <span className="flex w-9 shrink-0 items-end pb-6">
          {last ? <Avatar id={row.author.userId} name={row.author.name} size="small" /> : null}
        </span>
      ) : null}
      {swipe.swiping ? (
        <span className="absolute inset-y-0 start-3 grid place-items-center text-accent opacity-(--pull)">
          <Reply aria-hidden="true" className="size-5 rtl:-scale-x-100" />
        </span>
      ) : null}
      <div
        className={cn(
          "flex max-w-full min-w-0 translate-x-(--along) flex-col",
          own ? "items-end" : "items-start",
          swipe.swiping ? "transition-none" : "transition-[translate] duration-150 motion-reduce:transition-none",
        )}
      >
        {many && !own && first ? (
          <span className="flex items-center gap-1.5 px-3 pb-0.5 text-12 font-medium text-muted">
            {row.author.name}
            <AutomatedMark person={row.author} />
          </span>
        ) : null}
        <div className={cn("relative flex max-w-full items-center", own && "flex-row-reverse")}>
          <Bubble row={row} own={own} first={first} last={last} />
          {near && selected === null ? <MessageTools row={row} own={own} timed={!last} /> : null}
          {selected === null ? (
            // For screen readers: without the focus there are no verbs beside it, and no finger can rest on it.
            <button
              type="button"
              tabIndex={-1}
              aria-haspopup="menu"
              aria-label={t("message.menu")}
              className="sr-only"
              onClick={(event) => acts.openMenu(row, event.currentTarget)}
            />
          ) : null}
        </div>
        <MessageReactions row={row} own={own} />
        <MessageMeta row={row} last={last} />
      </div>
    </div>
  );
}, sameData);

function Bubble({ row, own, first, last }: { row: MessageRow; own: boolean; first: boolean; last: boolean }) {
  const t = useTranslate();
  const lone = row.content.kind === "text" && !row.quote && !row.forwarded && !row.link && isLoneEmoji(row.text);
  return (
    <div
      data-bubble=""
      className={cn(
        "max-w-[min(68ch,100%)] min-w-0 rounded-16",
        lone ? "px-1 py-0.5 text-40" : "px-3 py-[0.4375rem] text-16 md:text-15",
        lone ? "text-ink" : own ? "bg-own text-on-own" : "bg-other text-ink",
        own && !first && "rounded-se-6",
        own && !last && "rounded-ee-6",
        !own && !first && "rounded-ss-6",
        !own && !last && "rounded-es-6",
        row.send === "failed" && "outline-2 outline-danger",
      )}
    >
      {row.forwarded ? (
        <span className="mb-0.5 flex items-center gap-1 text-12 italic opacity-80 [&_svg]:size-3.5">
          <Forward aria-hidden="true" />
          {t("message.forwarded")}
        </span>
      ) : null}
      {row.quote ? <MessageQuote quote={row.quote} own={own} /> : null}
      {row.content.kind === "text" ? (
        <MessageText text={row.text} mentions={row.mentions} />
      ) : (
        <MessageCard row={row} own={own} />
      )}
      {row.link ? <LinkCard link={row.link} own={own} /> : null}
    </div>
  );
}
