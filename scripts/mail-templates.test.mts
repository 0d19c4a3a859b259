import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { locales } from "@/lib/i18n/locales";
import words from "../supabase/templates/words.json" with { type: "json" };
import { fileOf, mails, subjectOf, templateOf } from "./mail-templates.mts";

const config = readFileSync(join(import.meta.dirname, "../supabase/config.toml"), "utf8");

it("there are words for every mail in every language of the pages, and none is empty or left in English", () => {
  expect(Object.keys(words).toSorted()).toEqual([...locales].toSorted());
  for (const locale of locales) {
    expect(Object.keys(words[locale])).toEqual(mails);
    for (const mail of mails) {
      const own = Object.entries(words[locale][mail]);
      expect(own.map(([part]) => part)).toEqual(Object.keys(words.en[mail]));
      for (const [part, text] of own) {
        expect(text, `${locale} ${mail} ${part}`).not.toBe("");
        if (locale !== "en") expect(Object.values(words.en[mail]), `${locale} ${mail} ${part}`).not.toContain(text);
      }
    }
  }
});

it("every language names the same values", () => {
  const values = (text: string) => (text.match(/\{\{ \.\w+ \}\}/g) ?? []).toSorted();
  for (const locale of locales)
    for (const mail of mails)
      for (const [part, text] of Object.entries(words[locale][mail]))
        expect(values(text)).toEqual(values(Object.entries(words.en[mail]).find(([name]) => name === part)?.[1] ?? ""));
});

it.each(mails)(
  "the template of %s is the one that `npm run mails` writes, and Auth's configuration has its subject",
  (mail) => {
    expect(readFileSync(fileOf(mail), "utf8")).toBe(templateOf(mail));
    expect(config).toContain(`[auth.email.template.${mail}]\nsubject = '${subjectOf(mail)}'\n`);
  },
);
