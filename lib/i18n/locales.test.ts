import { describe, expect, it } from "vitest";
import { chooseLocale, directionOf, formatTag, locales } from "./locales";
import { createTranslate } from "./translate";

describe("the language of a request", () => {
  it.each([
    [undefined, null, "en"],
    [undefined, "", "en"],
    [undefined, "de-AT,de;q=0.9,en;q=0.8", "de"],
    [undefined, "ja, fr;q=0.4, es;q=0.7", "es"],
    [undefined, "nl,da;q=0.8", "en"],
    [undefined, "de;q=0, fr;q=0.1", "fr"],
    [undefined, "AR-eg", "ar"],
    ["fr", "de", "fr"],
    ["xx", "de", "de"],
    ["", "de", "de"],
    ["../en", "de;q=zero", "de"],
  ])("chosen %o and accepted %o is %s", (chosen, accepted, expected) => {
    expect(chooseLocale(chosen, accepted)).toBe(expected);
  });
});

it("is written from the right in Arabic alone", () => {
  expect(locales.filter((locale) => directionOf(locale) === "rtl")).toEqual(["ar"]);
});

it("writes numbers in the digits of codes and safety numbers, in every language", () => {
  for (const locale of locales) {
    expect(new Intl.NumberFormat(formatTag(locale)).format(48_213).replace(/\D/g, "")).toBe("48213");
    const t = createTranslate(locale, { list: { unreadCount: { other: "{count}" } } });
    expect(t("list.unreadCount", { count: 17 })).toBe("17");
  }
  expect(formatTag("ar-EG")).toBe("ar-EG-u-nu-latn");
});
