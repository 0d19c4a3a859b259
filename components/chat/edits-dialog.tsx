"use client";
/** Owns the earlier texts of an edited message: each with its time, the newest first. */
import { Dialog } from "@/components/ui/dialog";
import type { MessageRow } from "@/lib/chat/view-message";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { MessageText } from "./message-text";

export default function EditsDialog({ row, onClose }: { row: MessageRow; onClose: () => void }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("message.historyTitle")}
      text={t("message.historyText")}
      closeLabel={t("app.close")}
    >
      <ol className="flex flex-col gap-3">
        <li>
          <p className="text-12 text-muted">{t("message.now")}</p>
          <MessageText text={row.text} mentions={row.mentions} />
        </li>
        {row.before.toReversed().map(({ text, at }) => (
          <li key={at} className="border-t border-line pt-3">
            <p className="text-12 text-muted tabular-nums">{format.full(at)}</p>
            <MessageText text={text} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
