import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { recordViolations } from "./commands";

let written: string[];
let clock = 0;

beforeEach(() => {
  written = [];
  clock += 120_000;
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const legacy = (blocked: string) => ({
  "csp-report": {
    "document-uri": "https://chat.parley.test/c/7b0c1c1e",
    "effective-directive": "script-src-elem",
    "blocked-uri": blocked,
  },
});

describe("a reported violation", () => {
  it("is logged with its directive and the blocked origin, in both forms browsers send", () => {
    recordViolations(legacy("https://evil.test/x.js?user=ada"), clock);
    const body = { effectiveDirective: "script-src-elem", blockedURL: "inline", documentURL: "https://a.test/c/1" };
    recordViolations([{ type: "csp-violation", body }], clock);
    expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { event: "content-policy-violation", directive: "script-src-elem", origin: "https://evil.test" },
      { event: "content-policy-violation", directive: "script-src-elem", origin: "inline" },
    ]);
  });

  it("does not bring the page's address into the log", () => {
    recordViolations(legacy("eval"), clock);
    expect(written.join("")).not.toContain("7b0c1c1e");
  });

  it.each([null, "text", {}, [], [{ type: "deprecation", body: {} }], legacy("x".repeat(5000))])(
    "is not made up from %j",
    (report) => {
      expect(recordViolations(report, clock)).toBe(0);
      expect(written).toEqual([]);
    },
  );

  it("cannot fill the log: thirty lines a minute", () => {
    for (let i = 0; i < 100; i++) recordViolations(legacy("inline"), clock);
    expect(written).toHaveLength(30);
    expect(recordViolations(legacy("inline"), clock + 60_000)).toBe(1);
  });
});
