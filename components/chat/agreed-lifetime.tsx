"use client";
/** Owns agreeing, of two people, on how long messages are kept: proposing a time, taking it back, and where the answer stands. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Choices } from "@/components/ui/choices";
import type { ConversationView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";
import { retentionChoices, retentionWords } from "./group-choices";
import { LifetimeAnswer } from "./lifetime-answer";
import { onlyOther } from "./people-words";
import { SayButton } from "./say-button";

export interface AgreedLifetimeProps {
  view: ConversationView;
  onSay: (days: number) => Promise<unknown>;
}

/** Nothing where there is nobody to agree with. */
export function AgreedLifetime({ view, onSay }: AgreedLifetimeProps) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  const { row, proposal, retentionDays } = view;
  const other = onlyOther(row.kind, row.people);
  if (!other || row.state !== "active") return null;
  if (proposal && !proposal.by.me) {
    const time = retentionWords(t, proposal.days);
    return (
      <Strip words={t("lifetime.proposedBy", { name: other.name, time })}>
        <LifetimeAnswer days={proposal.days} now={retentionDays} onSay={onSay} />
      </Strip>
    );
  }
  if (proposal) {
    const time = retentionWords(t, proposal.days);
    return (
      <Strip words={t("lifetime.proposedByMe", { name: other.name, time })}>
        <SayButton words={t("lifetime.withdraw")} onSay={() => onSay(retentionDays)} />
      </Strip>
    );
  }
  return (
    <>
      <Button size="small" className="ms-7 mt-3" onClick={() => setOpen(true)}>
        {t("lifetime.change")}
      </Button>
      {open ? <Proposing now={retentionDays} name={other.name} onSay={onSay} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Strip({ words, children }: { words: string; children: React.ReactNode }) {
  return (
    <div className="mt-3 rounded-10 bg-fill p-3">
      <p className="text-13 text-pretty">{words}</p>
      <div className="mt-2 flex flex-wrap gap-2">{children}</div>
    </div>
  );
}

function Proposing(props: {
  now: number;
  name: string;
  onSay: (days: number) => Promise<unknown>;
  onClose: () => void;
}) {
  const { now, name, onSay, onClose } = props;
  const t = useTranslate();
  const [value, setValue] = useState(String(now));
  return (
    <ConfirmWish
      title={t("lifetime.title")}
      text={t("lifetime.proposeText", { name })}
      action={t("lifetime.propose")}
      disabled={value === String(now)}
      onConfirm={() => onSay(Number(value))}
      onClose={onClose}
    >
      <Choices
        legend={t("lifetime.title")}
        hideLegend
        value={value}
        onChange={setValue}
        choices={retentionChoices(t, now)}
      />
    </ConfirmWish>
  );
}
