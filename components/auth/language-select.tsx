"use client";
/** Owns choosing the language of the pages: each calls itself by its own name. */
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Select } from "@/components/ui/select";
import { rememberedLocale, rememberLocale, useTranslate } from "@/lib/i18n/language";
import { type Locale, locales, ownNames, parseLocale } from "@/lib/i18n/locales";

export interface LanguageSelectProps {
  /** At the edge of a page, where only languages are offered. */
  quiet?: boolean;
}

export function LanguageSelect({ quiet = false }: LanguageSelectProps) {
  const t = useTranslate();
  const router = useRouter();
  const [chosen, setChosen] = useState<Locale | "auto">("auto");
  const spoken = parseLocale(t("app.language")) ?? "en";
  useEffect(() => setChosen(rememberedLocale() ?? "auto"), []);
  const choose = (next: Locale | "auto") => {
    setChosen(next);
    rememberLocale(next === "auto" ? null : next);
    router.refresh();
  };
  return (
    <Select
      label={t("settings.appearance.language")}
      quiet={quiet}
      value={quiet ? spoken : chosen}
      onValueChange={choose}
      options={[
        ...(quiet ? [] : [{ value: "auto" as const, label: t("settings.appearance.languageAuto") }]),
        ...locales.map((locale) => ({ value: locale, label: ownNames[locale], lang: locale })),
      ]}
    />
  );
}
