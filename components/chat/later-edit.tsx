"use client";
/** Owns changing a message that waits for its time: its text and the time. */
import { type SyntheticEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { LaterView } from "@/lib/chat/view-later";
import { useTranslate } from "@/lib/i18n/language";
import { maxTextLength } from "@/lib/protocol/limits";
import { fieldOf, timeOf } from "./later-times";

export interface LaterEditProps {
  item: LaterView;
  /** Resolves to whether it was taken; says itself why not. */
  onSave: (text: string, at: number) => Promise<boolean>;
  onClose: () => void;
}

export function LaterEdit({ item, onSave, onClose }: LaterEditProps) {
  const t = useTranslate();
  const formId = useId();
  const [now] = useState(() => Date.now());
  const [text, setText] = useState(item.text ?? "");
  // A time that has passed is to be chosen anew.
  const [time, setTime] = useState(item.at > now ? fieldOf(item.at) : "");
  const [busy, setBusy] = useState(false);
  const at = timeOf(time) === timeOf(fieldOf(item.at)) ? item.at : timeOf(time);
  const valid = text.trim() !== "" && text.trim().length <= maxTextLength && at > now;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!valid || busy) return;
    setBusy(true);
    void onSave(text.trim(), at).then((taken) => (taken ? onClose() : setBusy(false)));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("later.editTitle")}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" form={formId} look="primary" disabled={!valid || busy}>
            {t("later.save")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <label className="flex flex-col gap-1 text-13 text-muted">
          {t("later.message")}
          <textarea
            rows={4}
            dir="auto"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="resize-none rounded-10 border border-edge bg-surface px-3 py-2 text-16 text-ink outline-none focus-visible:border-accent md:text-15"
          />
        </label>
        <label className="flex flex-col gap-1 text-13 text-muted">
          {t("later.at")}
          <input
            type="datetime-local"
            required
            value={time}
            min={fieldOf(now)}
            onChange={(event) => setTime(event.target.value)}
            className="h-10 rounded-10 border border-edge bg-surface px-3 text-16 text-ink outline-none focus-visible:border-accent pointer-coarse:h-11 md:text-15"
          />
        </label>
      </form>
    </Dialog>
  );
}
