"use client";
/** Owns telling a person what the server can see of a conversation. */
import { ChevronRight, Eye, EyeOff, Radio } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslate } from "@/lib/i18n/language";
import type { MessageKey } from "@/lib/i18n/translate";
import { keptFacts, neverFacts, passingFacts, type SeenFact } from "./server-sees";

export function ServerSeesList({ open }: { open: boolean }) {
  const t = useTranslate();
  return (
    <details className="group">
      <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2 rounded-6 text-15 font-medium [&::-webkit-details-marker]:hidden">
        <span className="flex-1">{t("sees.title")}</span>
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 text-muted transition-transform duration-150 group-open:rotate-90 rtl:-scale-x-100"
        />
      </summary>
      <p className="mt-1 mb-4 text-13 text-muted">{t(open ? "sees.leadOpen" : "sees.lead")}</p>
      <Facts title="sees.kept" icon={<Eye />} facts={keptFacts} />
      <Facts title="sees.passing" icon={<Radio />} facts={passingFacts} />
      <Facts title="sees.never" icon={<EyeOff />} facts={open ? neverFacts.slice(1) : neverFacts} />
    </details>
  );
}

function Facts({ title, icon, facts }: { title: MessageKey; icon: ReactNode; facts: readonly SeenFact[] }) {
  const t = useTranslate();
  return (
    <section className="mb-4">
      <h4 className="mb-1.5 flex items-center gap-2 text-13 font-semibold [&_svg]:size-4 [&_svg]:text-muted">
        {icon}
        {t(title)}
      </h4>
      <ul className="flex list-disc flex-col gap-1 ps-9 text-13 text-muted marker:text-edge">
        {facts.map((seen) => (
          <li key={seen.id}>{t(seen.words)}</li>
        ))}
      </ul>
    </section>
  );
}
