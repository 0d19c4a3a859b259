"use client";
/** Owns choosing when a message is sent. */
import { type SyntheticEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { fieldOf, laterTimes, timeOf } from "./later-times";

export interface LaterDialogProps {
  /** Resolves to whether it was taken; says itself why not. */
  onChoose: (at: number) => Promise<boolean>;
  onClose: () => void;
}

export default function LaterDialog({ onChoose, onClose }: LaterDialogProps) {
  const t = useTranslate();
  const format = useFormat();
  const [now] = useState(() => Date.now());
  const [own, setOwn] = useState("");
  const [busy, setBusy] = useState(false);
  const ownTime = timeOf(own);
  const choose = (at: number) => {
    setBusy(true);
    void onChoose(at).then((taken) => (taken ? onClose() : setBusy(false)));
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (ownTime > Date.now()) choose(ownTime);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("later.title")} text={t("later.text")}>
      <div className="-mx-3 flex flex-col">
        {laterTimes(now).map(({ name, at }) => (
          <button
            key={name}
            type="button"
            disabled={busy}
            onClick={() => choose(at)}
            className="flex min-h-11 items-center justify-between gap-4 rounded-10 px-3 py-1.5 text-start text-15 hover:bg-fill disabled:opacity-60"
          >
            {t(`later.${name}`)}
            <span className="text-end text-13 text-muted tabular-nums">{format.soon(at, now)}</span>
          </button>
        ))}
      </div>
      <form className="flex flex-wrap gap-2 *:grow" onSubmit={submit}>
        <input
          type="datetime-local"
          value={own}
          min={fieldOf(now)}
          onChange={(event) => setOwn(event.target.value)}
          aria-label={t("later.at")}
          className="h-10 min-w-[min(14rem,100%)] flex-1 rounded-10 border border-edge bg-surface px-3 text-16 pointer-coarse:h-11 md:text-15"
        />
        <Button type="submit" look="primary" disabled={busy || !(ownTime > now)}>
          {t("later.set")}
        </Button>
      </form>
    </Dialog>
  );
}
