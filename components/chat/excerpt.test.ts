import { describe, expect, it } from "vitest";
import { excerpt } from "./excerpt";

describe("the line of a hit", () => {
  const text = "A long beginning that nobody has to read, and then the word that was looked for";
  it("begins at a word shortly before the first place that is marked", () => {
    const from = text.indexOf("looked");
    expect(text.slice(excerpt(text, [[from, from + 6]]))).toMatch(/^(then )?the word that was looked for$/);
  });

  it("begins at the beginning if the place is near it, or there is none", () => {
    expect(excerpt(text, [[7, 10]])).toBe(0);
    expect(excerpt(text, [])).toBe(0);
  });
});
