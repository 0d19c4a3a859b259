/** Owns the list of gates: what must hold for the whole tree before a test runs. */
import { run, tail, tool } from "./run.mjs";

/** @typedef {{ name: string, says: string, args: () => string[] }} Gate */

/** Longest first, so that two lanes end together. @type {Gate[]} */
export const gates = [
  { name: "types", says: "tsc", args: () => [tool("typescript", "tsc")] },
  { name: "lint", says: "oxlint", args: () => [tool("oxlint"), "--deny-warnings"] },
  { name: "unused", says: "knip", args: () => [tool("knip")] },
  { name: "format", says: "oxfmt --check", args: () => [tool("oxfmt"), "--check"] },
  { name: "house", says: "house rules", args: () => ["house-rules.mjs"] },
  { name: "lock", says: "package-lock.json", args: () => ["scripts/complete-lock.mjs", "--check"] },
];

/** The unit tests, as a gate for `npm run check`. @type {Gate} */
export const unitGate = {
  name: "unit",
  says: "vitest, node and dom",
  args: () => [tool("vitest"), "run", "--project", "node", "--project", "dom", "--reporter", "dot"],
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
      const { ok, output, seconds } = await run(`gate-${gate.name}`, gate.args());
      process.stdout.write(`${ok ? "pass" : "FAIL"}  ${gate.name.padEnd(8)} ${gate.says} (${seconds} s)\n`);
      if (ok) passed++;
      else process.stdout.write(`${tail(output).replace(/^/gm, "      ")}\n`);
    }
  };
  await Promise.all([lane(), lane()]);
  return { passed, failed: list.length - passed };
}
