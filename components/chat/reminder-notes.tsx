"use client";
/** Owns saying that a reminder is due. */
import { useCallback } from "react";
import { toast } from "@/components/ui/toast-queue";
import { useReminders } from "@/lib/chat/use-reminders";
import { useTranslate } from "@/lib/i18n/language";

export function ReminderNotes() {
  const t = useTranslate();
  const say = useCallback(
    (text: string | null) =>
      toast(text === null ? t("message.remindFar") : t("message.remindNow", { text: text.slice(0, 120) })),
    [t],
  );
  useReminders(say);
  return null;
}
