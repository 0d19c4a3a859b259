"use client";
/** Owns the line above the field that says what waits for its time here, and what did not go out. */
import { CalendarClock, ChevronUp, TriangleAlert } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { useNow } from "@/components/ui/use-now";
import type { LaterView } from "@/lib/chat/view-later";
import { useFormat, useTranslate } from "@/lib/i18n/language";

export function LaterBar({ later, onOpen }: { later: readonly LaterView[]; onOpen: () => void }) {
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  const waiting = later.filter(({ state }) => state === "waiting");
  const stuck = later.length - waiting.length;
  const [next] = waiting;
  return (
    <div role="status" className="mx-auto w-full max-w-[53.75rem] shrink-0 px-3 pb-2 empty:sr-only">
      {later.length > 0 ? (
        <button
          type="button"
          onClick={onOpen}
          className={cn(
            "flex min-h-9 w-full animate-rise items-center gap-2.5 rounded-10 px-3 py-1.5 text-start text-13 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
            stuck > 0
              ? "bg-caution-soft text-ink [&>svg:first-child]:text-caution"
              : "bg-fill text-muted hover:text-ink",
          )}
        >
          {stuck > 0 ? <TriangleAlert aria-hidden="true" /> : <CalendarClock aria-hidden="true" />}
          <span className="min-w-0 flex-1">
            {stuck > 0 ? t("later.notSent", { count: stuck }) : t("later.waiting", { count: waiting.length })}
            {stuck === 0 && next ? (
              <span className="tabular-nums"> · {t("later.next", { time: format.soon(next.at, now) })}</span>
            ) : null}
          </span>
          <ChevronUp aria-hidden="true" />
        </button>
      ) : null}
    </div>
  );
}
