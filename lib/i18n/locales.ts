/** Owns which languages there are, which way each is written, and which one a request gets. */

/** Every language with a message file; the first is what everybody else gets. */
export const locales = ["en", "de", "es", "fr", "ar"] as const;

export type Locale = (typeof locales)[number];

/** What each language calls itself: somebody who cannot read the page must find the way out of it. */
export const ownNames: Readonly<Record<Locale, string>> = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  ar: "العربية",
};

/** Name of the cookie; absent means "what the browser asks for". */
export const localeCookie = "parley-language";

/** The language a text names ("de", "de-AT"), or null if there is no such language here. */
export function parseLocale(value: string | undefined): Locale | null {
  const language = value?.trim().toLowerCase().split("-")[0];
  return locales.find((locale) => locale === language) ?? null;
}

/** Which way a language is written. */
export function directionOf(locale: Locale): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr";
}

/**
 * The tag that numbers and dates are written by, for a language with or without a region. Arabic keeps the digits of codes, handles and safety numbers, so that
 * nobody compares two kinds of digits.
 */
export function formatTag(tag: string): string {
  return parseLocale(tag) === "ar" ? `${tag}-u-nu-latn` : tag;
}

/** The language chosen here, or else the first of `Accept-Language` that there is, by its weights. */
export function chooseLocale(chosen: string | undefined, accepted: string | null): Locale {
  const own = parseLocale(chosen);
  if (own) return own;
  const wishes = (accepted ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.split(";");
    const weight = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
    return { locale: parseLocale(tag), weight: weight === undefined ? 1 : Number(weight) };
  });
  wishes.sort((a, b) => b.weight - a.weight);
  return wishes.find(({ locale, weight }) => locale !== null && weight > 0)?.locale ?? locales[0];
}
