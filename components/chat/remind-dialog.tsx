"use client";
/** Owns choosing when one wants to be reminded of a message. */
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { useTranslate } from "@/lib/i18n/language";
import { TimeChoices } from "./time-choices";

const hour = 3_600_000;

/** The next full hour `at` of the day that is `days` away. */
function morning(now: number, days: number, at: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, at).getTime();
}

export default function RemindDialog(props: { onRemind: (at: number) => void; onClose: () => void }) {
  const { onRemind, onClose } = props;
  const t = useTranslate();
  const [now] = useState(() => Date.now());
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("message.remindTitle")}
      text={t("message.remindText")}
      closeLabel={t("app.close")}
    >
      <TimeChoices
        choices={[
          { label: t("message.inAnHour"), at: now + hour },
          { label: t("message.tomorrow"), at: morning(now, 1, 9) },
          { label: t("message.inAWeek"), at: morning(now, 7, 9) },
        ]}
        now={now}
        ownLabel={t("message.remindAt")}
        action={t("message.remindSet")}
        onChoose={(at) => {
          onRemind(at);
          onClose();
        }}
      />
    </Dialog>
  );
}
