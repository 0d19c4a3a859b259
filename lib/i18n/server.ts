/** Owns the words of what the server renders: page titles, metadata, the manifest, pages without a script. */
import "server-only";
import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { chooseLocale, type Locale, localeCookie } from "./locales";
import { loadMessages } from "./messages";
import { createTranslate, type MessageKey, type Translate } from "./translate";

/** The language of this request: chosen in the settings, or asked for by the browser. */
export const requestLocale = cache(async (): Promise<Locale> => {
  const [jar, incoming] = await Promise.all([cookies(), headers()]);
  return chooseLocale(jar.get(localeCookie)?.value, incoming.get("accept-language"));
});

/** Words in the language of this request. */
export const getTranslate = cache(async (): Promise<Translate> => {
  const locale = await requestLocale();
  return createTranslate(locale, await loadMessages(locale));
});

/** `generateMetadata` of a page whose title is one message. */
export function titled(key: MessageKey, more: Metadata = {}): () => Promise<Metadata> {
  return async () => ({ title: (await getTranslate())(key), ...more });
}
