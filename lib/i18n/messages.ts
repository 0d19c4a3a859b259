/** Owns the message files: one language is loaded at a time, on the server. */
import "server-only";
import type { Locale } from "./locales";
import type { Messages } from "./translate";

const files: Readonly<Record<Locale, () => Promise<{ default: Messages }>>> = {
  en: () => import("@/messages/en.json"),
  de: () => import("@/messages/de.json"),
  es: () => import("@/messages/es.json"),
  fr: () => import("@/messages/fr.json"),
  ar: () => import("@/messages/ar.json"),
};

/** Everything said in a language. What a language does not say yet is said in English. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  const [own, english] = await Promise.all([files[locale](), files.en()]);
  return filled(own.default, english.default);
}

function filled(own: Messages, english: Messages): Messages {
  const both: Record<string, string | Messages> = { ...own };
  for (const [key, said] of Object.entries(english)) {
    const mine = both[key];
    if (mine === undefined) both[key] = said;
    else if (typeof mine === "object" && typeof said === "object" && !("other" in said)) both[key] = filled(mine, said);
  }
  return both;
}
