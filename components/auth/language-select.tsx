"use client";
/** Owns choosing the language of the pages: each calls itself by its own name. */
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Select } from "@/components/ui/select";
import { rememberedLocale, rememberLocale, useTranslate } from "@/lib/i18n/language";
import { type Locale, locales, ownNames } from "@/lib/i18n/locales";

export function LanguageSelect() {
  const t = useTranslate();
  const router = useRouter();
  const [chosen, setChosen] = useState<Locale | "auto">("auto");
  useEffect(() => setChosen(rememberedLocale() ?? "auto"), []);
  const choose = (next: Locale | "auto") => {
    setChosen(next);
    rememberLocale(next === "auto" ? null : next);
    router.refresh();
  };
  return (
    <Select
      label={t("settings.appearance.language")}
      value={chosen}
      onValueChange={choose}
      options={[
        { value: "auto", label: t("settings.appearance.languageAuto") },
        ...locales.map((locale) => ({ value: locale, label: ownNames[locale], lang: locale })),
      ]}
    />
  );
}
