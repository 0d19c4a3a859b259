"use client";
/** Owns what the details say of the thing a conversation is about, and whose word that is. */
import type { ContextView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { contextTitle, stateWords } from "./context-words";

export function ContextFacts({ context }: { context: ContextView }) {
  const t = useTranslate();
  const { kind, ended, platform } = context;
  if (ended) return <p className="text-pretty text-muted">{t("context.endedText", { kind: t(`kind.${kind}`) })}</p>;
  return (
    <>
      <p className="font-medium wrap-break-word">
        <bdi>{contextTitle(t, context)}</bdi>
      </p>
      <p className="mt-0.5 text-13 text-muted">
        {t(`kind.${kind}`)} · <bdi>{stateWords(t, context.state)}</bdi>
      </p>
      <p className="mt-2 text-13 text-pretty text-muted">{t("context.saidBy", { platform })}</p>
    </>
  );
}
