import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { locales } from "../lib/i18n/locales";
import { messageFaults } from "./message-faults.mts";

const file = (name: string) =>
  JSON.parse(readFileSync(new URL(`../messages/${name}.json`, import.meta.url), "utf8")) as Record<string, never>;
const english = file("en");

const sample = {
  title: "Hello {name}",
  deep: { plain: "Close", count: { one: "{count} message of {name}", other: "{count} messages of {name}" } },
};
const german = {
  title: "Hallo {name}",
  deep: { plain: "Schließen", count: { one: "Eine Nachricht von {name}", other: "{count} Nachrichten von {name}" } },
};
const faults = (own: object, locale = "de") => messageFaults(locale, sample, own as never);

it.each(locales)("%s says everything that English says, with the same placeholders", (locale) => {
  expect(messageFaults(locale, english, file(locale))).toEqual([]);
});

it("finds nothing in a language that says the same", () => {
  expect(faults(german)).toEqual([]);
});

it.each([
  ["a missing key", { ...german, title: undefined }, "missing", "title"],
  ["a missing group", { title: german.title }, "missing", "deep"],
  ["a key too many", { ...german, more: "Mehr" }, "extra", "more"],
  ["a placeholder that is lost", { ...german, title: "Hallo" }, "placeholders", "title"],
  ["a placeholder that is made up", { ...german, title: "Hallo {name} {nmae}" }, "placeholders", "title"],
  ["an empty message", { ...german, title: " " }, "empty", "title"],
  ["a group where a text should be", { ...german, title: { a: "b" } }, "shape", "title"],
  ["a text where forms should be", { ...german, deep: { ...german.deep, count: "viele" } }, "shape", "deep.count"],
  [
    "a form without its name",
    { ...german, deep: { ...german.deep, count: { ...german.deep.count, one: "Eine Nachricht" } } },
    "placeholders",
    "deep.count.one",
  ],
  [
    "a form that no number takes",
    { ...german, deep: { ...german.deep, count: { ...german.deep.count, few: "{count} von {name}" } } },
    "plural",
    "deep.count",
  ],
])("finds %s", (_, own, kind, key) => {
  expect(faults(own)).toMatchObject([{ kind, key }]);
});

it("wants all six forms of Arabic", () => {
  const missing = faults(german, "ar").map(({ detail }) => detail);
  expect(missing).toEqual(['no form "zero"', 'no form "two"', 'no form "few"', 'no form "many"']);
});
