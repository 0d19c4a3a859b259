import { describe, expect, it } from "vitest";
import { isFarEnough, judge, mayBegin, mayReply, pulled, replyPx } from "./swipe-path";

describe("swiping back to the list", () => {
  it("begins beside the edge, and leaves the edge itself to the browser", () => {
    expect([0, 8, 15].map(mayBegin)).toEqual([false, false, false]);
    expect([16, 40, 76].map(mayBegin)).toEqual([true, true, true]);
    expect([77, 200].map(mayBegin)).toEqual([false, false]);
  });

  it("is not scrolling, and not a swipe the other way", () => {
    expect(judge(4, 3)).toBe("open");
    expect(judge(20, 4)).toBe("swipe");
    expect(judge(20, 18)).toBe("other");
    expect(judge(2, 30)).toBe("other");
    expect(judge(-30, 0)).toBe("other");
  });

  it("goes back when it was long or quick, and not when the finger returned", () => {
    expect(isFarEnough(150, 390, 0)).toBe(true);
    expect(isFarEnough(100, 390, 0)).toBe(false);
    expect(isFarEnough(60, 390, 0.8)).toBe(true);
    expect(isFarEnough(20, 390, 0.8)).toBe(false);
    expect(isFarEnough(200, 390, -0.8)).toBe(false);
  });
});

describe("drawing a message aside", () => {
  it("begins where swiping back does not", () => {
    for (let inset = 0; inset < 390; inset++) expect(mayBegin(inset) && mayReply(inset)).toBe(false);
    expect([76, 77].map(mayReply)).toEqual([false, true]);
  });

  it("follows the finger less and less, and never backwards", () => {
    expect(pulled(-20)).toBe(0);
    expect(pulled(10)).toBeGreaterThan(9);
    expect(pulled(replyPx)).toBeLessThan(replyPx);
    expect(pulled(1_000)).toBeLessThanOrEqual(72);
  });
});
