import { describe, expect, it } from "vitest";
import { fromUtf8, utf8 } from "@/lib/base/bytes";
import { codeOf } from "@/lib/base/errors";
import { encodeMetadata, isTitle, titleIn } from "./metadata";

const thrown = (run: () => unknown) => {
  try {
    run();
    return null;
  } catch (error) {
    return codeOf(error);
  }
};

describe("metadata", () => {
  it("gives back the title that was put in, whatever script it is in", () => {
    for (const title of ["Garden club", "Jardin & vélo", "نادي الحديقة", "園芸 🌱", 'a "quoted" \\ name'])
      expect(titleIn(encodeMetadata(title))).toBe(title);
  });

  it("is as long for a short title as for a longer one", () => {
    expect(encodeMetadata("x").length).toBe(encodeMetadata("x".repeat(100)).length);
    expect(encodeMetadata("🌱".repeat(100)).length % 256).toBe(0);
  });

  it("takes no title that is empty, too long, more than a line, or not what it looks like", () => {
    for (const title of ["", " ", " padded", "two\nlines", "a\u202etxt.exe", "zero\u200bwidth", "x".repeat(101)]) {
      expect([title, isTitle(title)]).toEqual([title, false]);
      expect(thrown(() => encodeMetadata(title))).toBe("E_FORMAT");
    }
  });

  it("of a hostile member's making shows no title, and fails nothing", () => {
    const bad = [
      "",
      "{",
      "[]",
      '{"v":2,"title":"x"}',
      '{"v":1}',
      '{"v":1,"title":" x"}',
      '{"v":1,"title":"x","title":"y"}',
    ];
    for (const text of bad) expect([text, titleIn(utf8(text))]).toEqual([text, null]);
    expect(titleIn(Uint8Array.of(0xff, 0xfe))).toBeNull();
    expect(titleIn(null)).toBeNull();
  });

  it("of a later version keeps its title readable", () => {
    expect(titleIn(utf8('{"v":1,"title":"Club","picture":"abc"}'))).toBe("Club");
    expect(fromUtf8(encodeMetadata("Club")).trim()).toBe('{"v":1,"title":"Club"}');
  });
});
