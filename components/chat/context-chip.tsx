"use client";
/** Owns the chip of the thing a conversation is about: its name, and how it stands. */
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import type { ContextView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { contextTitle, stateWords } from "./context-words";

/** Nothing once the thing is over: the conversation goes on without it. */
export function ContextChip({ context, className }: { context: ContextView; className?: string }) {
  const t = useTranslate();
  if (context.ended) return null;
  const title = contextTitle(t, context);
  return (
    <Chip className={cn("min-w-0 shrink", className)}>
      <bdi className="min-w-0 truncate" title={title}>
        {title}
      </bdi>
      {context.state === "open" ? null : (
        <bdi className="max-w-[60%] shrink-0 truncate border-s border-edge/40 ps-1 text-ink">
          {stateWords(t, context.state)}
        </bdi>
      )}
    </Chip>
  );
}
