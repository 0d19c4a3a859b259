import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFolded, fold } from "./fold";

const marked = (text: string, ...words: string[]) =>
  findFolded(
    text,
    words.map((word) => fold(word)),
  ).map(([from, to]) => text.slice(from, to));

describe("folding", () => {
  it.each([
    ["Café", "cafe"],
    ["CAFE\u0301", "cafe"],
    ["Straße", "STRASSE"],
    ["Łódź", "lodz"],
    ["ﬁancée", "fiancee"],
    ["Ångström", "angstrom"],
    ["İstanbul ılık", "istanbul ilik"],
    ["Ⅷ ＡＢＣ", "viii abc"],
    ["مُحَمَّد", "محمد"],
    ["がぎ", "かき"],
  ])("%s and %s are the same", (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  it("twice is once, for any text", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => fold(fold(text)) === fold(text)));
  });
});

describe("finding words in a text", () => {
  it("marks what was written, not what was looked for", () => {
    expect(marked("Deux CAFÉS, un cafe\u0301.", "café")).toEqual(["CAFÉ", "cafe\u0301"]);
    expect(marked("die Straße", "ss")).toEqual(["ß"]);
    expect(marked("die Straße", "s")).toEqual(["S", "ß"]);
    expect(marked("a 👍🏽 b", "b")).toEqual(["b"]);
  });

  it("joins stretches that touch, and finds nothing in nothing", () => {
    expect(marked("abcdef", "bcd", "cde")).toEqual(["bcde"]);
    expect(marked("abc", "")).toEqual([]);
    expect(marked("", "a")).toEqual([]);
  });

  it("marks something exactly where the folded text holds the word", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "B", "é", "e\u0301", "ß", "s", "ﬁ", "𝒳", " ") });
    fc.assert(
      fc.property(texts, texts, (text, word) => {
        const wanted = fold(word);
        const found = findFolded(text, [wanted]);
        return wanted === "" ? found.length === 0 : found.length > 0 === fold(text).includes(wanted);
      }),
    );
  });
});
