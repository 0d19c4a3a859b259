"use client";
/** Owns the calm, lasting reminder that the recovery code was not confirmed. */
import { KeyRound } from "lucide-react";
import Link from "next/link";
import { useTranslate } from "@/lib/i18n/language";

export function RecoveryReminder() {
  const t = useTranslate();
  return (
    <p className="mx-2 mb-1 flex items-center gap-2.5 rounded-10 bg-fill px-3 py-2 text-13 text-muted">
      <KeyRound aria-hidden="true" className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">{t("auth.recovery.reminder")}</span>
      <Link
        href="/settings/security"
        prefetch={false}
        className="reach shrink-0 rounded-6 font-medium text-accent hover:underline"
      >
        {t("auth.recovery.reminderAction")}
      </Link>
    </p>
  );
}
