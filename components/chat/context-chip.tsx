"use client";
/** Owns the chip of the thing a conversation is about: its name, and how it stands. */
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import type { ContextView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { contextTitle, stateWords } from "./context-words";

export interface ContextChipProps {
  context: ContextView;
  /** What stands above it already, and is not said twice. */
  under?: string;
  className?: string;
}

/** Nothing once the thing is over: the conversation goes on without it. */
export function ContextChip({ context, under, className }: ContextChipProps) {
  const t = useTranslate();
  if (context.ended) return null;
  const title = contextTitle(t, context);
  const said = title === under;
  if (said && context.state === "open") return null;
  return (
    <Chip className={cn("min-w-0 shrink", className)}>
      {said ? null : (
        <bdi className="min-w-0 truncate" title={title}>
          {title}
        </bdi>
      )}
      {context.state === "open" ? null : (
        <bdi className={cn("truncate text-ink", !said && "max-w-[60%] shrink-0 border-s border-edge/40 ps-1")}>
          {stateWords(t, context.state)}
        </bdi>
      )}
    </Chip>
  );
}
