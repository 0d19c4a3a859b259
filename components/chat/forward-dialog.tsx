"use client";
/** Owns choosing where a message is forwarded to. What it says is copied; who said it stays here. */
import { Dialog } from "@/components/ui/dialog";
import type { ConversationRow } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConversationChoice } from "./conversation-choice";

export interface ForwardDialogProps {
  count: number;
  onForward: (conversation: ConversationRow) => void;
  onClose: () => void;
}

export default function ForwardDialog({ count, onForward, onClose }: ForwardDialogProps) {
  const t = useTranslate();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("message.forwardTitle", { count })}
      text={t("message.forwardText")}
      closeLabel={t("app.close")}
    >
      <ConversationChoice
        className="max-h-72 overflow-y-auto overscroll-contain"
        onChoose={(row) => {
          onForward(row);
          onClose();
        }}
      />
    </Dialog>
  );
}
