/** Owns what is said when not even the page's language could be loaded: three sentences in every language. */
import words from "@/messages/last-words.json";
import { directionOf, parseLocale } from "./locales";

/** The last words in the first language of the browser that there is. */
export function lastWords(languages: readonly string[]) {
  const locale = languages.map((tag) => parseLocale(tag)).find((each) => each !== null) ?? "en";
  return { locale, direction: directionOf(locale), ...words[locale] };
}
