"use client";
/** Owns the reactions under a message: each emoji once, with how many, and whether oneself is among them. */
import { SmilePlus } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { MessageRow } from "@/lib/chat/view-message";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { useMessageActs } from "./message-acts";

/** Names that a tooltip lists. */
const maxNames = 12;

export function MessageReactions({ row, own }: { row: MessageRow; own: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const acts = useMessageActs();
  if (row.reactions.length === 0) return null;
  return (
    <div className={cn("-mt-1 flex flex-wrap gap-1 px-1.5", own && "justify-end")}>
      {row.reactions.map(({ emoji, people, mine }) => {
        const names = people.slice(0, maxNames).map((person) => (person.me ? t("message.you") : person.name));
        const label = t("message.reactedBy", { names: format.list(names), emoji });
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={mine}
            aria-label={label}
            data-tip={label}
            onClick={() => row.hash && acts.react(row.hash, emoji)}
            className={cn(
              "reach flex h-6 items-center gap-1 rounded-full border px-1.5 text-12 font-medium tabular-nums transition-colors duration-100",
              mine
                ? "border-accent bg-accent-soft text-accent"
                : "border-canvas bg-fill-strong text-muted hover:border-edge/50",
            )}
          >
            <span aria-hidden="true" className="text-13 leading-none">
              {emoji}
            </span>
            {people.length > 1 ? people.length : null}
          </button>
        );
      })}
      <button
        type="button"
        aria-label={t("message.addReaction")}
        data-tip={t("message.addReaction")}
        onClick={(event) => acts.pickEmoji(row, event.currentTarget)}
        className="touch relative flex size-6 items-center justify-center rounded-full text-faint opacity-0 transition-opacity duration-100 group-hover/row:opacity-100 hover:bg-fill hover:text-ink focus-visible:opacity-100 pointer-coarse:hidden [&_svg]:size-4"
      >
        <SmilePlus />
      </button>
    </div>
  );
}
