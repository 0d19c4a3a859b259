import { describe, expect, it } from "vitest";
import { emojiIn, isEmoji } from "./emoji";

describe("an emoji", () => {
  it.each(["👍", "👍🏽", "❤️", "👩‍👩‍👧‍👦", "🇨🇭", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])("%s counts", (text) => {
    expect(isEmoji(text)).toBe(true);
  });

  it.each([
    ["nothing", ""],
    ["two of them", "👍👍"],
    ["a letter", "a"],
    ["a digit", "1"],
    ["M08: a stack of marks", `👍${"\u0301".repeat(10)}`],
    ["M09: markup", "<b>👍</b>"],
    ["a direction override", "\u202E👍"],
    ["half a flag", "🇨"],
  ])("is not %s", (_what, text) => {
    expect(isEmoji(text)).toBe(false);
  });

  it("is found in what was typed, in the form that counts", () => {
    expect(emojiIn("well 🎉🎉!")).toBe("🎉");
    expect(emojiIn("\u2764")).toBe("❤️");
    expect(emojiIn("none")).toBeNull();
  });
});
