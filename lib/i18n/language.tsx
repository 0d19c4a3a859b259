"use client";
/** Owns the language of the page for components: one provider, one hook for words and one for dates. */
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import english from "@/messages/en.json";
import { createFormat, type Format } from "./format";
import { createTranslate, type Translate } from "./translate";

interface Language {
  readonly t: Translate;
  readonly format: Format;
}

const englishWords: Language = { t: createTranslate("en", english), format: createFormat("en") };

const LanguageContext = createContext(englishWords);

/** Gives the tree below the language of the page; dates follow the region of the browser where its language is the same. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(englishWords);
  useEffect(() => {
    const region = navigator.languages.find((tag) => tag.split("-")[0] === "en");
    if (region && region !== "en") setLanguage({ ...englishWords, format: createFormat(region) });
  }, []);
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** Words in the language of the page. */
export function useTranslate(): Translate {
  return useContext(LanguageContext).t;
}

/** Dates and times in the language of the page and the zone of the browser. */
export function useFormat(): Format {
  return useContext(LanguageContext).format;
}
