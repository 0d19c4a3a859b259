"use client";
/** Owns choosing a time to come: one of a few that are offered, or an own one. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/lib/i18n/language";
import { fieldOf, timeOf } from "./later-times";

export interface TimeChoicesProps {
  choices: readonly { readonly label: string; readonly at: number }[];
  /** ms since 1970, when the choices were made. */
  now: number;
  busy?: boolean;
  /** Of the own time, and of the button that takes it. */
  ownLabel: string;
  action: string;
  onChoose: (at: number) => void;
}

export function TimeChoices({ choices, now, busy = false, ownLabel, action, onChoose }: TimeChoicesProps) {
  const format = useFormat();
  const [own, setOwn] = useState("");
  const ownTime = timeOf(own);
  return (
    <>
      <div className="-mx-3 flex flex-col">
        {choices.map(({ label, at }) => (
          <button
            key={label}
            type="button"
            disabled={busy}
            onClick={() => onChoose(at)}
            className="flex min-h-11 items-center justify-between gap-4 rounded-10 px-3 py-1.5 text-start text-15 hover:bg-fill disabled:opacity-60"
          >
            {label}
            <span className="text-end text-13 text-muted tabular-nums">{format.soon(at, now)}</span>
          </button>
        ))}
      </div>
      <form
        className="flex flex-wrap gap-2 *:grow"
        onSubmit={(event) => {
          event.preventDefault();
          if (ownTime > Date.now()) onChoose(ownTime);
        }}
      >
        <input
          type="datetime-local"
          value={own}
          min={fieldOf(now)}
          onChange={(event) => setOwn(event.target.value)}
          aria-label={ownLabel}
          className="h-10 min-w-[min(14rem,100%)] flex-1 rounded-10 border border-edge bg-surface px-3 text-16 pointer-coarse:h-11 md:text-15"
        />
        <Button type="submit" look="primary" disabled={busy || !(ownTime > now)}>
          {action}
        </Button>
      </form>
    </>
  );
}
