"use client";
/** Owns the question before a message is deleted: for everybody, or for this person only. */
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { MessageRow } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";

export interface DeleteDialogProps {
  rows: readonly MessageRow[];
  canWrite: boolean;
  onForAll: () => void;
  onForMe: () => void;
  onClose: () => void;
}

export default function DeleteDialog({ rows, canWrite, onForAll, onForMe, onClose }: DeleteDialogProps) {
  const t = useTranslate();
  const forAll = canWrite && rows.every((row) => row.author.me);
  const then = (act: () => void) => () => {
    act();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("message.deleteTitle", { count: rows.length })}
      text={t(forAll ? "message.deleteOwn" : "message.deleteOther")}
      stacked={forAll}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button look={forAll ? "plain" : "danger"} onClick={then(onForMe)}>
            {t("message.deleteForMe")}
          </Button>
          {forAll ? (
            <Button look="danger" onClick={then(onForAll)}>
              {t("message.deleteForAll")}
            </Button>
          ) : null}
        </>
      }
    />
  );
}
