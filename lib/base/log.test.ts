import { describe, expect, it } from "vitest";
import { logLine } from "./log";

const now = new Date("2026-11-20T10:00:00Z");

describe("a line of the log", () => {
  it("is JSON with time, level, event and fields", () => {
    expect(JSON.parse(logLine("warn", "health-part-down", { part: "storage", ms: 2000 }, now))).toEqual({
      time: "2026-11-20T10:00:00.000Z",
      level: "warn",
      event: "health-part-down",
      part: "storage",
      ms: 2000,
    });
  });

  it.each(["a sentence somebody wrote", "https://x.test/?token=1", 'a"b', "two\nlines", "x".repeat(121)])(
    "does not take %j",
    (value) => {
      const line = logLine("info", "seen", { code: value }, now);
      expect(JSON.parse(line)).toMatchObject({ code: "?" });
      expect(line).not.toContain("\n");
    },
  );
});
