"use client";
/** Owns choosing when a message is sent. */
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { useTranslate } from "@/lib/i18n/language";
import { laterTimes } from "./later-times";
import { TimeChoices } from "./time-choices";

export interface LaterDialogProps {
  /** Resolves to whether it was taken; says itself why not. */
  onChoose: (at: number) => Promise<boolean>;
  onClose: () => void;
}

export default function LaterDialog({ onChoose, onClose }: LaterDialogProps) {
  const t = useTranslate();
  const [now] = useState(() => Date.now());
  const [busy, setBusy] = useState(false);
  const choose = (at: number) => {
    setBusy(true);
    void onChoose(at).then((taken) => (taken ? onClose() : setBusy(false)));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !busy && onClose()}
      title={t("later.title")}
      text={t("later.text")}
      closeLabel={t("app.close")}
    >
      <TimeChoices
        choices={laterTimes(now).map(({ name, at }) => ({ label: t(`later.${name}`), at }))}
        now={now}
        busy={busy}
        ownLabel={t("later.at")}
        action={t("later.set")}
        onChoose={choose}
      />
    </Dialog>
  );
}
