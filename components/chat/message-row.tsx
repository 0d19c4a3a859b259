"use client";
/** Owns one message: bubble, name, time outside the bubble, how far it has come, and what is doubtful about it. */
import { Copy, RotateCcw, Trash2, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { copyText } from "@/components/ui/copy-text";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast-queue";
import { errorWords } from "@/lib/i18n/error-words";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { MessageText } from "./message-text";
import { SendMark } from "./send-mark";
import type { MessageRow } from "./timeline-items";

export interface MessageItemProps {
  row: MessageRow;
  first: boolean;
  last: boolean;
  /** More than two people: names and avatars are shown. */
  many: boolean;
  onRetry: (key: string) => void;
  onCancel: (key: string) => void;
}

export const MessageItem = memo(function MessageItem({ row, first, last, many, onRetry, onCancel }: MessageItemProps) {
  const t = useTranslate();
  const format = useFormat();
  const own = row.send !== null;
  const time = format.time(row.at);
  const label = own
    ? t("conversation.ownMessage", { time })
    : t("conversation.messageBy", { name: row.author.name, time });
  const unsent = row.send === "queued" || row.send === "failed";
  const copy = async () => toast(t((await copyText(row.text)) ? "app.copied" : "app.copyFailed"));
  return (
    <div
      role="article"
      aria-label={label}
      className={cn("flex px-4", first ? "pt-(--apart)" : "pt-0.5", own ? "justify-end ps-10" : "pe-10")}
    >
      {many && !own ? (
        <span className="flex w-9 shrink-0 items-end pb-6">
          {last ? <Avatar id={row.author.userId} name={row.author.name} size="small" /> : null}
        </span>
      ) : null}
      <div className={cn("flex min-w-0 flex-col", own ? "items-end" : "items-start")}>
        {many && !own && first ? (
          <span className="px-3 pb-0.5 text-12 font-medium text-muted">{row.author.name}</span>
        ) : null}
        <div className={cn("group/message relative flex max-w-full items-center", own && "flex-row-reverse")}>
          <div
            data-bubble=""
            className={cn(
              "max-w-[min(68ch,100%)] min-w-0 rounded-16 px-3 py-[0.4375rem] text-16 md:text-15",
              own ? "bg-own text-on-own" : "bg-other text-ink",
              own && !first && "rounded-se-6",
              own && !last && "rounded-ee-6",
              !own && !first && "rounded-ss-6",
              !own && !last && "rounded-es-6",
              row.send === "failed" && "outline-2 outline-danger",
            )}
          >
            <MessageText text={row.text} />
          </div>
          <div
            className={cn(
              "absolute flex items-center gap-1 text-12 text-faint tabular-nums opacity-0 transition-opacity duration-100 group-focus-within/message:opacity-100 group-hover/message:opacity-100 pointer-coarse:hidden",
              own ? "end-full me-1.5" : "start-full ms-1.5",
            )}
          >
            {last ? null : <time aria-hidden="true">{time}</time>}
            <IconButton label={t("conversation.copyMessage")} small onClick={() => void copy()}>
              <Copy />
            </IconButton>
          </div>
        </div>
        {last || unsent || row.marks.length > 0 ? (
          <div
            className={cn(
              "flex flex-wrap items-center gap-x-1.5 px-1 pt-1 text-12 text-muted tabular-nums",
              own && "justify-end",
            )}
          >
            <time dateTime={new Date(row.at).toISOString()} title={format.full(row.at)}>
              {time}
            </time>
            {row.send ? <SendMark state={row.send} words /> : null}
            {row.marks.map((mark) => (
              <span key={mark} className="inline-flex items-center gap-1 text-caution">
                <TriangleAlert aria-hidden="true" className="size-3.5" />
                {t(`marks.${mark}`)}
              </span>
            ))}
          </div>
        ) : (
          <span className="sr-only">{row.send ? t(`send.${row.send}`) : null}</span>
        )}
        {unsent ? (
          <div className="flex flex-wrap items-center justify-end gap-x-3 px-1 text-12">
            {row.failure ? <span className="text-muted">{errorWords(t, row.failure).what}</span> : null}
            {row.send === "failed" ? (
              <RowAction onClick={() => onRetry(row.key)}>
                <RotateCcw aria-hidden="true" />
                {t("send.retry")}
              </RowAction>
            ) : null}
            <RowAction onClick={() => onCancel(row.key)}>
              <Trash2 aria-hidden="true" />
              {t("send.cancel")}
            </RowAction>
          </div>
        ) : null}
      </div>
    </div>
  );
}, sameMessage);

function RowAction({ onClick, children }: { onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="inline-flex min-h-7 items-center gap-1 rounded-6 font-medium text-accent hover:underline pointer-coarse:min-h-11 [&_svg]:size-3.5"
    >
      {children}
    </button>
  );
}

/** Rows are made anew with every change; only what is seen counts. */
function sameMessage(before: MessageItemProps, next: MessageItemProps): boolean {
  const [a, b] = [before.row, next.row];
  return (
    before.first === next.first &&
    before.last === next.last &&
    before.many === next.many &&
    before.onRetry === next.onRetry &&
    before.onCancel === next.onCancel &&
    a.key === b.key &&
    a.text === b.text &&
    a.at === b.at &&
    a.send === b.send &&
    a.failure === b.failure &&
    a.author.name === b.author.name &&
    a.marks.join() === b.marks.join()
  );
}
