/** Owns the list of gates: what must hold for the whole tree before a test runs. */
import { run, tail, tool } from "./run.mjs";

/** @typedef {{ name: string, says: string, steps: () => string[][] }} Gate each step is a `node …` that must succeed */

/** Next's generated types come first: tsc and the linter read them, and what tsc remembers does not follow them. @type {Gate[]} */
export const gates = [
  {
    name: "types",
    says: "tsc",
    steps: () => [
      [tool("next"), "typegen"],
      [tool("typescript", "tsc"), "--incremental", "false"],
    ],
  },
  { name: "unused", says: "knip", steps: () => [[tool("knip")]] },
  { name: "lint", says: "oxlint", steps: () => [[tool("oxlint"), "--deny-warnings"]] },
  { name: "format", says: "oxfmt --check", steps: () => [[tool("oxfmt"), "--check"]] },
  { name: "house", says: "house rules", steps: () => [["house-rules.mjs"]] },
  { name: "lock", says: "package-lock.json", steps: () => [["scripts/complete-lock.mjs", "--check"]] },
];

/** Tests that start servers and processes, or compute for seconds: they belong to `npm test`. */
const slow = [
  ...["supabase/**", "scripts/start.test.mts", "scripts/crowd.test.mts"],
  ...["log-server", "log-snapshot", "safety-number", "account-vectors", "standards"].map(
    (name) => `lib/crypto/${name}.test.ts`,
  ),
  ...["astray", "start-over", "search", "membership", "row-window"].map((name) => `lib/chat/${name}.test.ts`),
  "components/ui/cn.test.ts",
];

/** The quick unit tests, as a gate for `npm run check`. @type {Gate} */
export const unitGate = {
  name: "unit",
  says: "vitest, the quick ones",
  steps: () => [
    [tool("vitest"), "run", "--project", "node", "--project", "dom", "--reporter", "dot"].concat(
      slow.flatMap((pattern) => ["--exclude", pattern]),
    ),
  ],
};

/**
 * Runs gates in two lanes, one line each; a failing gate shows its output.
 * @param {Gate[]} list
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runGates(list) {
  const waiting = [...list];
  let passed = 0;
  const lane = async () => {
    for (let gate = waiting.shift(); gate; gate = waiting.shift()) {
      const started = performance.now();
      let [ok, output] = [true, ""];
      for (const args of gate.steps()) if (ok) ({ ok, output } = await run(`gate-${gate.name}`, args));
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${ok ? "pass" : "FAIL"}  ${gate.name.padEnd(8)} ${gate.says} (${seconds} s)\n`);
      if (ok) passed++;
      else process.stdout.write(`${tail(output).replace(/^/gm, "      ")}\n`);
    }
  };
  await Promise.all([lane(), lane()]);
  return { passed, failed: list.length - passed };
}
