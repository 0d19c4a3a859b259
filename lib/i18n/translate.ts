/** Owns turning a key of the message files into words: placeholders, plurals, numbers. Knows no React. */
import type english from "@/messages/en.json";
import { directionOf, formatTag, type Locale } from "./locales";

/** Forms of a countable message, as Intl.PluralRules names them; `other` is always there. */
type Plural = { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

type Paths<Node, At extends string> = {
  [Key in keyof Node & string]: Node[Key] extends string | Plural ? `${At}${Key}` : Paths<Node[Key], `${At}${Key}.`>;
}[keyof Node & string];

/** Every key of messages/en.json, such as "auth.signIn.title". */
export type MessageKey = Paths<typeof english, "">;

/** What placeholders stand for. `count` also chooses the plural form. */
export type MessageValues = Readonly<Record<string, string | number>>;

export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** A letter of a script that is written from the right. */
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A message file of any language, before its shape is known. */
export type Messages = { readonly [key: string]: string | Messages };

/**
 * A function that speaks one language. A key without a message falls back to the key itself, a placeholder without a
 * value stays as it is written: both are visible, neither throws.
 */
export function createTranslate(locale: Locale, messages: Messages): Translate {
  // A browser needs some milliseconds for each of the two, and the first screen mostly neither.
  let plurals: Intl.PluralRules | undefined;
  let numbers: Intl.NumberFormat | undefined;
  // A name written the other way must not pull the words around it to its side.
  const foreign =
    directionOf(locale) === "rtl" ? /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u : rightToLeft;
  return (key, values = {}) => {
    let node: string | Messages | undefined = messages;
    for (const part of key.split(".")) node = typeof node === "object" ? node[part] : undefined;
    if (typeof node === "object") {
      const form = (plurals ??= new Intl.PluralRules(locale)).select(Number(values["count"] ?? 0));
      node = node[form] ?? node["other"];
    }
    if (typeof node !== "string") return key;
    return node.replace(/\{(\w+)\}/g, (whole, name: string, at: number, all: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      if (typeof value === "number") return (numbers ??= new Intl.NumberFormat(formatTag(locale))).format(value);
      const alone = all[at - 1] === "\n" && all[at + whole.length] === "\n";
      return foreign.test(value) && !alone ? `\u2068${value}\u2069` : value;
    });
  };
}
