import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { crashed, playwrightCounts, sum, vitestCounts } from "./test-counts.mjs";

const folder = mkdtempSync(join(tmpdir(), "parley-counts-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
function report(content: unknown): string {
  const path = join(folder, `${files++}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const test = (status: string, fullName = status) => ({ status, fullName, failureMessages: ["Error: no\n at x"] });

describe("a Vitest report", () => {
  const file = {
    name: "a.test.ts",
    status: "passed",
    assertionResults: [test("passed"), test("pending"), test("todo")],
  };

  it("is counted test by test, with the failed ones by name", () => {
    const failing = {
      name: "b.test.ts",
      status: "failed",
      assertionResults: [test("failed", "opens"), test("passed")],
    };
    expect(vitestCounts(report({ testResults: [file, failing] }), false)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
      failures: ["b.test.ts: opens\n  Error: no"],
    });
  });

  it("counts a file that could not be loaded as one failure", () => {
    const broken = { name: "c.test.ts", status: "failed", message: "SyntaxError", assertionResults: [] };
    expect(vitestCounts(report({ testResults: [file, broken] }), false)).toMatchObject({ passed: 1, failed: 1 });
  });

  it("never passes a run that ended badly, or wrote nothing", () => {
    expect(vitestCounts(report({ testResults: [file] }), false)).toMatchObject({ passed: 1, failed: 1 });
    expect(vitestCounts(join(folder, "none.json"), true)).toMatchObject({ failed: 1 });
    expect(vitestCounts(report("{"), true)).toMatchObject({ failed: 1 });
  });
});

describe("a Playwright report", () => {
  const stats = { expected: 3, unexpected: 0, flaky: 0, skipped: 1 };

  it("is counted, with the failed ones by name", () => {
    const hung = 'Error: page.waitForURL: Test ended.\n=== logs ===\nwaiting for navigation to "**/new"\n===';
    const errors = [
      { message: "\u001b[31mTimeout\u001b[39m\nmore" },
      { message: hung, location: { file: "a.spec.ts", line: 67, column: 14 } },
    ];
    const results = [{ errors }];
    const spec = { file: "a.spec.ts", title: "two people talk", tests: [{ status: "unexpected", results }] };
    const suites = [{ suites: [{ specs: [spec] }] }];
    expect(playwrightCounts(report({ stats: { ...stats, unexpected: 1 }, suites }), false)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 1,
      failures: [
        'a.spec.ts: two people talk\n  Timeout\n  Error: page.waitForURL: Test ended., waiting for navigation to "**/new", line 67',
      ],
    });
  });

  it("counts what passed at a second try, and errors outside of tests, as failed", () => {
    expect(playwrightCounts(report({ stats: { ...stats, flaky: 2 }, suites: [] }), true).failed).toBe(2);
    const errors = [{ message: "the server did not start" }];
    expect(playwrightCounts(report({ stats, suites: [], errors }), false).failed).toBe(1);
  });
});

describe("the sum", () => {
  it("adds everything up", () => {
    const counts = { passed: 1, failed: 0, skipped: 2, failures: [] };
    expect(sum([counts, counts, crashed("why")])).toEqual({
      passed: 2,
      failed: 1,
      skipped: 4,
      failures: ["the run ended badly: why"],
    });
  });
});
