"use client";
/** Owns saying that settings and marks were written over and brought back, and where to look for who did it. */
import { ShieldAlert } from "lucide-react";
import Link from "next/link";
import { useTranslate } from "@/lib/i18n/language";

export function RestoredNote() {
  const t = useTranslate();
  return (
    <p
      role="status"
      className="mx-2 mb-1 flex items-start gap-2.5 rounded-10 bg-caution-soft px-3 py-2 text-13 text-ink"
    >
      <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-caution" />
      <span className="min-w-0 flex-1">
        {t("list.restored")}{" "}
        <Link
          href="/settings/devices"
          prefetch={false}
          className="reach rounded-6 font-medium text-accent hover:underline"
        >
          {t("list.restoredAction")}
        </Link>
      </span>
    </p>
  );
}
