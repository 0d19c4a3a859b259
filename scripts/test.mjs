/**
 * Owns `npm test`: from a bare clone to one line that says how many tests passed, failed and were skipped.
 * TEST_ONLY=gates|unit|database|e2e runs one stage. Full logs are in test-results/.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { standOnGround } from "./install.mjs";

await standOnGround(import.meta.url);
const { ensureBrowser } = await import("./browser.mjs");
const { gates, runGates } = await import("./gates.mjs");
const { results, run, tool } = await import("./run.mjs");
const { crashed, playwrightCounts, sum, vitestCounts } = await import("./test-counts.mjs");

/** One Vitest run over some projects. */
async function vitest(name, projects) {
  const report = join(results, `${name}.json`);
  rmSync(report, { force: true });
  const args = [tool("vitest"), "run", ...projects.flatMap((project) => ["--project", project])];
  const { ok } = await run(name, [...args, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
  return vitestCounts(report, ok);
}

const stages = {
  gates: async () => ({ ...(await runGates(gates)), skipped: 0, failures: [] }),
  unit: () => vitest("unit", ["node", "dom"]),
  database: () => vitest("database", ["database"]),
  e2e: async () => {
    const browser = await ensureBrowser();
    if ("missing" in browser) return crashed(browser.missing);
    const report = join(results, "e2e.json");
    rmSync(report, { force: true });
    const { ok } = await run("e2e", [tool("@playwright/test", "playwright"), "test"], {
      env: { CHROMIUM_PATH: browser.path },
    });
    return playwrightCounts(report, ok);
  },
};

const only = process.env.TEST_ONLY;
if (only && !(only in stages)) {
  process.stderr.write(`TEST_ONLY is one of ${Object.keys(stages).join(", ")}; it was "${only}".\n`);
  process.exit(2);
}

const all = [];
for (const [name, stage] of Object.entries(stages)) {
  if (only && only !== name) continue;
  const started = performance.now();
  const counts = await stage();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { passed, failed, skipped, failures } = counts;
  process.stdout.write(
    `${failed > 0 ? "FAIL" : "pass"}  ${name.padEnd(8)} ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)\n`,
  );
  for (const failure of failures.slice(0, 30)) process.stdout.write(`${failure.replace(/^/gm, "      ")}\n`);
  if (failures.length > 0) process.stdout.write(`      full log: test-results/${name}.log\n`);
  all.push(counts);
}

const { passed, failed, skipped } = sum(all);
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed > 0 ? 1 : 0;
