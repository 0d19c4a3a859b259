"use client";
/** Owns the mark behind an own message: how far it has come, as shape and as words. */
import { Check, CheckCheck, CircleAlert, CircleCheck, Clock } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { SendState } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

const icons = {
  queued: Clock,
  sending: Clock,
  sent: Check,
  delivered: CheckCheck,
  read: CircleCheck,
  failed: CircleAlert,
} as const;

/** Everything unusual is also written out; the rest is a shape of its own and spoken. */
export function SendMark({ state, words = false }: { state: SendState; words?: boolean }) {
  const t = useTranslate();
  const Icon = icons[state];
  const written = words && (state === "queued" || state === "sending" || state === "failed");
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1",
        state === "read" && "text-accent",
        state === "failed" && "text-danger",
      )}
    >
      {written ? t(`send.${state}`) : <span className="sr-only">{t(`send.${state}`)}</span>}
      <Icon
        aria-hidden="true"
        className={cn(
          "size-3.5",
          state === "sending" && "animate-breathe",
          state === "read" && "fill-current [&_path]:stroke-(--behind,var(--canvas))",
        )}
        strokeWidth={2.25}
      />
    </span>
  );
}
