import { expect, it } from "vitest";
import { listWidths, parsePreferences, type Preferences, usualPreferences, writePreferences } from "./preferences";

it("takes nothing, and nonsense, for the usual", () => {
  for (const value of [undefined, "", "....", "tgigantic.dnone.wNaN", "w-5", "__proto__"])
    expect(parsePreferences(value)).toEqual(usualPreferences);
});

it("reads back what it wrote, and says nothing of what is usual", () => {
  const wishes: Preferences = {
    text: "larger",
    density: "compact",
    enterSends: false,
    singleKeys: false,
    listWidth: 400,
  };
  expect(parsePreferences(writePreferences(wishes))).toEqual(wishes);
  expect(writePreferences(usualPreferences)).toBe("");
});

it("keeps the list between its narrowest and its widest", () => {
  expect(parsePreferences("w1").listWidth).toBe(listWidths.least);
  expect(parsePreferences("w9999").listWidth).toBe(listWidths.most);
});
