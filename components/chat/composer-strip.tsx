"use client";
/** Owns the strip above the field: which message is being answered or edited, and the way out. */
import { Pencil, Reply, X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { OneLine } from "@/components/ui/one-line";
import type { MessageRow } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";
import { plainText } from "@/lib/protocol/markdown";

export interface ComposerTask {
  readonly kind: "reply" | "edit";
  readonly row: MessageRow;
}

export function ComposerStrip({ task, onEnd }: { task: ComposerTask; onEnd: () => void }) {
  const t = useTranslate();
  const { kind, row } = task;
  const name = row.author.me ? t("message.you") : row.author.name;
  return (
    <div className="mb-1.5 flex animate-rise items-center gap-2.5 rounded-10 border-s-[3px] border-accent bg-fill py-1 ps-3 pe-1 text-13 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-accent">
      {kind === "edit" ? <Pencil aria-hidden="true" /> : <Reply aria-hidden="true" />}
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold text-accent">
          {kind === "edit" ? t("composer.editing") : t("composer.replying", { name })}
        </p>
        <OneLine className="text-muted">{plainText(row.text)}</OneLine>
      </div>
      <IconButton label={t(kind === "edit" ? "composer.endEdit" : "composer.endReply")} small onClick={onEnd}>
        <X />
      </IconButton>
    </div>
  );
}
