"use client";
/** Owns the language of the page for components: one provider, one hook for words and one for dates. */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { createFormat, type Format } from "./format";
import { formatTag, type Locale, localeCookie, parseLocale } from "./locales";
import { createTranslate, type Messages, type Translate } from "./translate";

interface Language {
  readonly t: Translate;
  readonly format: Format;
}

const LanguageContext = createContext<Language | null>(null);

export interface LanguageProviderProps {
  locale: Locale;
  messages: Messages;
  children: ReactNode;
}

/** Gives the tree below the language of the page; dates follow the region of the browser where its language is the same. */
export function LanguageProvider({ locale, messages, children }: LanguageProviderProps) {
  const [region, setRegion] = useState<string | null>(null);
  useEffect(() => {
    const tag = navigator.languages.find((each) => each.split("-")[0] === locale);
    setRegion(tag && tag !== locale ? formatTag(tag) : null);
  }, [locale]);
  const t = useMemo(() => createTranslate(locale, messages), [locale, messages]);
  const format = useMemo(() => createFormat(region ?? formatTag(locale)), [locale, region]);
  const language = useMemo(() => ({ t, format }), [t, format]);
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** Words in the language of the page. */
export function useTranslate(): Translate {
  return useLanguage().t;
}

/** Dates and times in the language of the page and the zone of the browser. */
export function useFormat(): Format {
  return useLanguage().format;
}

/** The language chosen here, or null while the browser's wish counts. */
export function rememberedLocale(): Locale | null {
  const found = new RegExp(`(?:^|; )${localeCookie}=([^;]*)`).exec(document.cookie)?.[1];
  return parseLocale(found);
}

/** Remembers a language for a year; null goes back to what the browser asks for. The page has to be asked for again. */
export function rememberLocale(locale: Locale | null): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = locale === null ? 0 : 31_536_000;
  document.cookie = `${localeCookie}=${locale ?? ""}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}

let unprovided: Language | null = null;

/** The language of components that stand under no provider, as in tests of a single one. */
export function speakWithoutProvider(locale: Locale, messages: Messages): void {
  unprovided = { t: createTranslate(locale, messages), format: createFormat(formatTag(locale)) };
}

function useLanguage(): Language {
  const language = use(LanguageContext) ?? unprovided;
  if (!language) throw new Error("LanguageProvider is missing above this component.");
  return language;
}
