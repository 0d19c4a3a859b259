"use client";
/** Owns the conditions that a search can be narrowed by, for those who do not know them by heart. */
import { useTranslate } from "@/lib/i18n/language";

const conditions = ["from:", "in:", "has:link", "has:file", "has:mention", "after:", "before:"] as const;

const names = {
  "from:": "search.from",
  "in:": "search.in",
  "has:link": "search.links",
  "has:file": "search.files",
  "has:mention": "search.mentions",
  "after:": "search.after",
  "before:": "search.before",
} as const;

/** Shown while something is looked for; a press writes the condition into the field. */
export function SearchConditions({ query, onQuery }: { query: string; onQuery: (query: string) => void }) {
  const t = useTranslate();
  const offered = conditions.filter((condition) => !query.includes(condition));
  return (
    <div role="group" aria-label={t("search.narrow")} className="flex flex-wrap gap-1">
      {offered.map((condition) => (
        <button
          key={condition}
          type="button"
          onClick={() => onQuery(`${query.trimEnd()} ${condition}${condition.endsWith(":") ? "" : " "}`)}
          className="rounded-full border border-line px-2.5 py-0.5 text-12 text-muted hover:bg-fill pointer-coarse:py-2"
        >
          {t(names[condition])}
        </button>
      ))}
    </div>
  );
}
