/** Owns running a tool of this project under this Node: output into a log, end and duration out. */
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./install.mjs";

export const results = join(root, "test-results");

const { FORCE_COLOR: _, ...inherited } = process.env;
const withoutColour = { ...inherited, NO_COLOR: "1" };

/**
 * Program file of a package's command, so that no shell and no npx stands in between.
 * @param {string} name package
 * @param {string} [command] command of the package, where it has several
 */
export function tool(name, command = name.split("/").at(-1)) {
  const { bin } = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
  return join(root, "node_modules", name, typeof bin === "string" ? bin : bin[command]);
}

/**
 * Runs `node …args` with all output in test-results/<name>.log.
 * @param {string} name
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, timeoutMs?: number }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function run(name, args, { env = {}, timeoutMs = 30 * 60_000 } = {}) {
  const log = join(results, `${name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  const file = createWriteStream(log);
  const chunks = [];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...withoutColour, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = () => child.kill("SIGTERM");
  const timer = setTimeout(end, timeoutMs);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, end);
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      chunks.push(chunk);
      file.write(chunk);
    });
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearTimeout(timer);
  for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, end);
  await new Promise((resolve) => file.end(resolve));
  return { ok: code === 0, output: Buffer.concat(chunks).toString() };
}

/** The last lines of an output, for a console that shows only what failed. */
export function tail(output, lines = 60) {
  return output.trimEnd().split("\n").slice(-lines).join("\n");
}
