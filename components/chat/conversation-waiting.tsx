"use client";
/** Owns what stands in the place of a conversation: its outline while it opens, the reason when it cannot, an invitation when none is chosen. */
import { MessagesSquare } from "lucide-react";
import Link from "next/link";
import { Button, buttonStyle } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Seal } from "@/components/ui/seal";
import { Skeleton } from "@/components/ui/skeleton";
import type { ErrorCode } from "@/lib/base/errors";
import { errorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

const outline = [
  { own: false, width: "w-52" },
  { own: false, width: "w-72" },
  { own: true, width: "w-60" },
  { own: false, width: "w-40" },
  { own: true, width: "w-44" },
  { own: true, width: "w-64" },
] as const;

export function ConversationSkeleton({ headless = false }: { headless?: boolean }) {
  const t = useTranslate();
  return (
    <>
      {headless ? null : (
        <div className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-4">
          <Skeleton className="size-11 rounded-full" />
          <span className="flex flex-col gap-2">
            <Skeleton className="h-3.5 w-32" />
            <Skeleton className="h-3 w-44" />
          </span>
        </div>
      )}
      <div role="status" className="mx-auto flex w-full max-w-[53.75rem] flex-1 flex-col justify-end gap-2.5 px-4">
        <span className="sr-only">{t("conversation.opening")}</span>
        {outline.map(({ own, width }, at) => (
          <Skeleton key={at} className={cn("h-9 max-w-[70%] rounded-16", width, own && "self-end")} />
        ))}
      </div>
      {headless ? null : (
        <div className="mx-auto mt-6 mb-3 h-11 w-full max-w-[53.75rem] px-3">
          <Skeleton className="h-full rounded-[1.375rem]" />
        </div>
      )}
    </>
  );
}

export interface ConversationFailedProps {
  code: ErrorCode;
  onReopen: (() => void) | undefined;
}

export function ConversationFailed({ code, onReopen }: ConversationFailedProps) {
  const t = useTranslate();
  const { what, next } = errorWords(t, code);
  return (
    <EmptyState
      className="h-full"
      icon={<Seal state="broken" className="size-10" />}
      title={t("conversation.failedTitle")}
      text={`${what} ${next}`}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          {onReopen ? <Button onClick={onReopen}>{t("app.retry")}</Button> : null}
          <Link href="/chats" prefetch={false} className={buttonStyle()}>
            {t("nav.backToList")}
          </Link>
        </span>
      }
    />
  );
}

export function NoConversation() {
  const t = useTranslate();
  return (
    <EmptyState className="h-full" icon={<MessagesSquare />} title={t("list.selectTitle")} text={t("list.select")} />
  );
}
