"use client";
/** Owns what can be done with several messages at once; it stands where the composer stood. */
import { Copy, Forward, Trash2, X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useTranslate } from "@/lib/i18n/language";
import type { Messages } from "./use-messages";

export function SelectionBar({ messages }: { messages: Messages }) {
  const t = useTranslate();
  const rows = [...(messages.selected ?? new Map()).values()].toSorted((a, b) => a.at - b.at);
  return (
    <div
      role="toolbar"
      aria-label={t("message.selection")}
      className="mx-auto flex w-full max-w-[53.75rem] shrink-0 items-center gap-1 px-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))]"
    >
      <IconButton label={t("message.endSelection")} onClick={messages.endSelection}>
        <X />
      </IconButton>
      <p role="status" className="flex-1 px-1 text-15 font-medium tabular-nums">
        {t("message.selected", { count: rows.length })}
      </p>
      <IconButton label={t("conversation.copyMessage")} onClick={() => messages.copyAll(rows)}>
        <Copy />
      </IconButton>
      <IconButton
        label={t("message.forward")}
        disabled={rows.some((row) => row.content.kind !== "text")}
        onClick={() => messages.open({ kind: "forward", rows })}
      >
        <Forward />
      </IconButton>
      <IconButton label={t("message.delete")} onClick={() => messages.open({ kind: "delete", rows })}>
        <Trash2 />
      </IconButton>
    </div>
  );
}
