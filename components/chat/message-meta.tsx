"use client";
/** Owns the line under a message: when, edited or not, how far it has come, what is doubtful, and what could not be done. */
import { AlarmClock, Pin, RotateCcw, Star, Trash2, TriangleAlert } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { MessageRow, WaitingChange } from "@/lib/chat/view-message";
import { errorWords } from "@/lib/i18n/error-words";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { useMessageActs } from "./message-acts";
import { SendMark } from "./send-mark";

export function MessageMeta({ row, last }: { row: MessageRow; last: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const acts = useMessageActs();
  const own = row.send !== null;
  const unsent = row.send === "queued" || row.send === "failed";
  const kept = row.pinned || row.starred || row.remindAt !== null;
  const edited = row.before.length > 0;
  const shown = last || unsent || row.marks.length > 0 || edited || kept || row.thread || row.waiting.length > 0;
  if (!shown) return row.send && <span className="sr-only">{t(`send.${row.send}`)}</span>;
  return (
    <>
      <div
        className={cn(
          "flex flex-wrap items-center gap-x-1.5 px-1 pt-1 text-12 text-muted tabular-nums [&>svg]:size-3.5",
          own && "justify-end",
        )}
      >
        {row.thread ? (
          <button
            type="button"
            onClick={() => row.hash && acts.openThread(row.hash)}
            className="reach me-1 rounded-6 font-medium text-accent hover:underline"
          >
            {t("thread.replies", { count: row.thread.count })}
            {row.thread.unread > 0 ? (
              <span className="ms-1 font-semibold">· {t("thread.unread", { count: row.thread.unread })}</span>
            ) : null}
          </button>
        ) : null}
        {row.pinned ? <Pin role="img" aria-label={t("message.pinned")} /> : null}
        {row.starred ? <Star role="img" aria-label={t("message.starred")} className="fill-current" /> : null}
        {row.remindAt === null ? null : (
          <AlarmClock role="img" aria-label={t("message.reminder", { time: format.full(row.remindAt) })} />
        )}
        <time dateTime={new Date(row.at).toISOString()} title={format.full(row.at)}>
          {format.time(row.at)}
        </time>
        {edited ? (
          <button
            type="button"
            onClick={() => acts.showEdits(row)}
            className="reach rounded-6 underline-offset-2 hover:text-ink hover:underline"
          >
            {t("message.edited")}
          </button>
        ) : null}
        {row.send && row.seq !== null && !unsent && acts.showReceipts ? (
          <button
            type="button"
            data-tip={t("receipts.open")}
            onClick={() => acts.showReceipts?.(row)}
            className="reach inline-flex items-center rounded-6 px-0.5 hover:bg-fill"
          >
            <SendMark state={row.send} words />
            <span className="sr-only">{t("receipts.open")}</span>
          </button>
        ) : row.send ? (
          <SendMark state={row.send} words />
        ) : null}
        {row.marks.map((mark) => (
          <span key={mark} className="inline-flex items-center gap-1 text-caution">
            <TriangleAlert aria-hidden="true" className="size-3.5" />
            {t(`marks.${mark}`)}
          </span>
        ))}
      </div>
      {unsent ? <Unsent failed={row.send === "failed"} failure={row.failure} id={row.key} /> : null}
      {row.waiting.map((change) => (
        <Waiting key={change.key} change={change} />
      ))}
    </>
  );
}

/** An own edit, deletion or reaction that waits for the connection, or did not go through. */
function Waiting({ change }: { change: WaitingChange }) {
  const t = useTranslate();
  if (change.state === "sending") return null;
  const failed = change.state === "failed";
  return (
    <Unsent failed={failed} failure={change.failure} id={change.key}>
      {t(failed ? `message.failed.${change.what}` : "message.changeWaits")}
    </Unsent>
  );
}

interface UnsentProps {
  failed: boolean;
  failure: MessageRow["failure"];
  id: string;
  children?: string;
}

function Unsent({ failed, failure, id, children }: UnsentProps) {
  const t = useTranslate();
  const acts = useMessageActs();
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-3 px-1 text-12">
      {children ? <span className={failed ? "text-danger" : "text-muted"}>{children}</span> : null}
      {failure ? <span className="text-muted">{errorWords(t, failure).what}</span> : null}
      {failed ? (
        <RowAction onClick={() => acts.retry(id)}>
          <RotateCcw aria-hidden="true" />
          {t("send.retry")}
        </RowAction>
      ) : null}
      <RowAction onClick={() => acts.cancel(id)}>
        <Trash2 aria-hidden="true" />
        {t("send.cancel")}
      </RowAction>
    </div>
  );
}

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
