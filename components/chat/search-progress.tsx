"use client";
/** Owns saying how much of the past can be found yet. */
import { useTranslate } from "@/lib/i18n/language";

export function SearchProgress({ done, total }: { done: number; total: number }) {
  const t = useTranslate();
  const percent = Math.floor((100 * done) / Math.max(1, total));
  return (
    <div className="px-2.5 pb-1 text-12 text-muted">
      <p>{percent === 0 ? t("search.readingFirst") : t("search.reading", { percent })}</p>
      <div
        role="progressbar"
        aria-label={t("search.readingLabel")}
        aria-valuenow={percent}
        className="mt-1 h-1 overflow-hidden rounded-full bg-fill-strong"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-200"
          style={{ width: `${percent}%` }}
        />
      </div>
    </div>
  );
}
