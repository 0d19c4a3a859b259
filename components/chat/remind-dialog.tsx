"use client";
/** Owns choosing when one wants to be reminded of a message. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useFormat, useTranslate } from "@/lib/i18n/language";

const hour = 3_600_000;

/** The next full hour `at` of the day that is `days` away. */
function morning(now: number, days: number, at: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, at).getTime();
}

export default function RemindDialog(props: { onRemind: (at: number) => void; onClose: () => void }) {
  const { onRemind, onClose } = props;
  const t = useTranslate();
  const format = useFormat();
  const [now] = useState(() => Date.now());
  const [own, setOwn] = useState("");
  const ownTime = own === "" ? Number.NaN : new Date(own).getTime();
  const choices = [
    ["message.inAnHour", now + hour],
    ["message.tomorrow", morning(now, 1, 9)],
    ["message.inAWeek", morning(now, 7, 9)],
  ] as const;
  const choose = (at: number) => {
    onRemind(at);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("message.remindTitle")}
      text={t("message.remindText")}
    >
      <div className="flex flex-col gap-1">
        {choices.map(([label, at]) => (
          <button
            key={label}
            type="button"
            onClick={() => choose(at)}
            className="flex h-11 items-center justify-between gap-4 rounded-10 px-3 text-15 hover:bg-fill"
          >
            {t(label)}
            <span className="text-13 text-muted">{format.full(at)}</span>
          </button>
        ))}
      </div>
      <form
        className="flex flex-wrap gap-2 *:grow"
        onSubmit={(event) => {
          event.preventDefault();
          if (ownTime > now) choose(ownTime);
        }}
      >
        <input
          type="datetime-local"
          value={own}
          onChange={(event) => setOwn(event.target.value)}
          aria-label={t("message.remindAt")}
          className="h-10 min-w-[min(14rem,100%)] flex-1 rounded-10 border border-edge bg-surface px-3 text-16 pointer-coarse:h-11 md:text-15"
        />
        <Button type="submit" look="primary" disabled={!(ownTime > now)}>
          {t("message.remindSet")}
        </Button>
      </form>
    </Dialog>
  );
}
