"use client";
/** Owns the two answers to a proposal of how long messages are kept. */
import { useTranslate } from "@/lib/i18n/language";
import { SayButton } from "./say-button";

export interface LifetimeAnswerProps {
  /** As proposed. */
  days: number;
  /** As it is. */
  now: number;
  onSay: (days: number) => Promise<unknown>;
}

export function LifetimeAnswer({ days, now, onSay }: LifetimeAnswerProps) {
  const t = useTranslate();
  return (
    <>
      <SayButton words={t("lifetime.decline")} onSay={() => onSay(now)} />
      <SayButton words={t("lifetime.agree")} look="primary" onSay={() => onSay(days)} />
    </>
  );
}
