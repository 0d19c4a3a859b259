"use client";
/** Owns how sure we are that somebody is who they say: compared, not compared, or changed. Shape and words, not colour alone. */
import { BadgeCheck, KeyRound } from "lucide-react";
import type { PersonView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

export function TrustMark({ trust }: { trust: PersonView["trust"] }) {
  const t = useTranslate();
  if (trust === "verified")
    return (
      <span className="inline-flex items-center gap-1 text-success">
        <BadgeCheck aria-hidden="true" className="size-3.5" />
        {t("details.verified")}
      </span>
    );
  if (trust === "changed")
    return (
      <span className="inline-flex items-center gap-1 text-danger">
        <KeyRound aria-hidden="true" className="size-3.5" />
        {t("details.changed")}
      </span>
    );
  return <span>{t("details.unverified")}</span>;
}
