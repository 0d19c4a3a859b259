/** Owns reading what Vitest and Playwright write about their runs: how many passed, failed and were skipped, and which failed. */
import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts */

/**
 * Counts of a Vitest JSON report. A file that could not be loaded, or a run that ended badly in another way, is one failure.
 * @param {string} path
 * @param {boolean} ok the run's own verdict
 * @returns {Counts}
 */
export function vitestCounts(path, ok) {
  const report = read(path);
  if (!report) return crashed("no report was written");
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: file.name })),
  );
  const failures = tests
    .filter(({ status }) => status === "failed")
    .map(({ file, fullName, failureMessages }) => `${file}: ${fullName}\n${firstLine(failureMessages?.[0])}`);
  const unloaded = report.testResults
    .filter((file) => file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed"))
    .map(({ name, message }) => `${name}: could not be run\n${firstLine(message)}`);
  return settled(
    {
      passed: tests.filter(({ status }) => status === "passed").length,
      failed: failures.length + unloaded.length,
      skipped: tests.filter(({ status }) => status !== "passed" && status !== "failed").length,
      failures: [...failures, ...unloaded],
    },
    ok,
  );
}

/**
 * Counts of a Playwright JSON report. A test that passed at a second try only counts as failed.
 * @param {string} path
 * @param {boolean} ok
 * @returns {Counts}
 */
export function playwrightCounts(path, ok) {
  const report = read(path);
  if (!report) return crashed("no report was written");
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failures = specsOf(report.suites)
    .filter((spec) => spec.tests.some(({ status }) => status === "unexpected" || status === "flaky"))
    .map((spec) => {
      const failed = spec.tests.flatMap(({ results }) => results).find((result) => result.errors?.length > 0);
      return [`${spec.file}: ${spec.title}`, ...(failed?.errors ?? []).map(placed)].join("\n");
    });
  const errors = (report.errors ?? []).map(({ message }) => `playwright: ${firstLine(message)}`);
  const failed = unexpected + flaky + errors.length;
  return settled({ passed: expected, failed, skipped, failures: [...failures, ...errors] }, ok);
}

/** The sum of several counts. @param {Counts[]} list @returns {Counts} */
export function sum(list) {
  const total = (key) => list.reduce((all, counts) => all + counts[key], 0);
  return {
    passed: total("passed"),
    failed: total("failed"),
    skipped: total("skipped"),
    failures: list.flatMap(({ failures }) => failures),
  };
}

/** One failure that no report knows of. @returns {Counts} */
export function crashed(reason) {
  return { passed: 0, failed: 1, skipped: 0, failures: [`the run ended badly: ${reason}`] };
}

/** A run that failed although no test did must not count as passed. */
function settled(counts, ok) {
  return ok || counts.failed > 0 ? counts : sum([counts, crashed("no test failed, see the log")]);
}

function specsOf(suites) {
  return (suites ?? []).flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites)]);
}

/** What was wrong, what was being waited for, and the line. A limit that was exceeded comes with the call that it ended. */
function placed({ message, location }) {
  const waited = /waiting for [^\n]*/.exec(message ?? "")?.[0];
  return firstLine([message?.split("\n")[0], waited, location && `line ${location.line}`].filter(Boolean).join(", "));
}

function firstLine(message) {
  // oxlint-disable-next-line no-control-regex -- colours of a terminal start with this character
  return `  ${(message ?? "").replace(/\u001b\[[\d;]*m/g, "").split("\n")[0]}`;
}

function read(path) {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
