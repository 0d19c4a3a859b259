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

  it("is what Unicode recommends, for every sign there is, alone and with the selector of emoji behind it", () => {
    const recommended = new RegExp(String.raw`^\p{RGI_Emoji}$`, "v");
    const signs = Array.from({ length: 0x110000 }, (_none, point) => String.fromCodePoint(point)).filter((sign) =>
      /\p{Emoji}|\p{Emoji_Component}|\p{Extended_Pictographic}/u.test(sign),
    );
    expect(signs.length).toBeGreaterThan(1_400);
    const all = signs.flatMap((sign) => [sign, `${sign}\u{FE0F}`]);
    expect(all.filter((text) => isEmoji(text) !== recommended.test(text))).toEqual([]);
  });

  it("is found in what was typed, in the form that counts", () => {
    expect(emojiIn("well 🎉🎉!")).toBe("🎉");
    expect(emojiIn("\u2764")).toBe("❤️");
    expect(emojiIn("none")).toBeNull();
  });
});
