import { describe, expect, it } from "vitest";
import { isLoneEmoji } from "./lone-emoji";

describe("a message of nothing but emoji", () => {
  it.each(["🎉", "😀😀😀", "😀 😀", "👍🏽", "👨‍👩‍👧‍👦", "🇪🇺", "❤️", "🏳️‍🌈"])("is %s", (text) => {
    expect(isLoneEmoji(text)).toBe(true);
  });

  it.each(["", "ok", "😀😀😀😀", "😀!", "1", "©", "12", "🇪", "😀  😀", `😀${"\u{301}".repeat(80)}`])(
    "is not %j",
    (text) => {
      expect(isLoneEmoji(text)).toBe(false);
    },
  );
});
