"use client";
/** Owns the mark of an account that is a program's: a shape and a word, and on request who says so. */
import { Bot } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import type { PersonView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

/** Nothing for people. */
export function AutomatedMark({ person }: { person: Pick<PersonView, "automated"> }) {
  const t = useTranslate();
  if (!person.automated) return null;
  return (
    <span title={t("automated.text")} className="inline-flex shrink-0">
      <Chip>
        <Bot aria-hidden="true" />
        {t("automated.mark")}
      </Chip>
    </span>
  );
}
