"use client";
/** Owns naming a folder, new or old. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useTranslate } from "@/lib/i18n/language";

export interface FolderDialogProps {
  /** The name so far; null: a new folder. */
  name: string | null;
  /** Rejects if the name is empty, too long, or taken. */
  onName: (name: string) => Promise<unknown>;
  onClose: () => void;
}

export function FolderDialog({ name, onName, onClose }: FolderDialogProps) {
  const t = useTranslate();
  const [text, setText] = useState(name ?? "");
  const [refused, setRefused] = useState(false);
  const submit = async () => {
    try {
      await onName(text);
      onClose();
    } catch {
      setRefused(true);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(name === null ? "list.folderNew" : "list.folderRename")}
      text={t("list.folderText")}
      closeLabel={t("app.close")}
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          label={t("list.folderName")}
          name="folder"
          value={text}
          maxLength={40}
          autoComplete="off"
          onValueChange={(next) => {
            setText(next);
            setRefused(false);
          }}
          error={refused ? t("list.folderRefused") : null}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" look="primary">
            {t(name === null ? "list.folderMake" : "list.folderSave")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
