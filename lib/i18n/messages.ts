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

/** Everything said in a language; a test holds each against English. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  return (await files[locale]()).default;
}
