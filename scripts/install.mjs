/** Owns the ground that every command stands on: packages installed as the lock file says, and Node 24. No dependencies. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const wantedMajor = 24;

/** True if every package that this machine needs is there, in the version of the lock file. */
export function isInstalled(directory = root) {
  const there = packagesOf(join(directory, "node_modules", ".package-lock.json"));
  const wanted = packagesOf(join(directory, "package-lock.json"));
  if (!there || !wanted) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || there[path]?.version === version,
  );
}

/** @returns {Record<string, { version?: string, optional?: boolean }> | undefined} */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Installs what is missing, saying so first. Ends the process with a sentence if that fails. */
export function install() {
  if (isInstalled()) return;
  process.stdout.write("Installing packages (once, about a minute) …\n");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_ENV: "development" },
  };
  const { status } =
    npm && /npm-cli\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (status !== 0) fail("npm ci failed: see above. It needs the npm registry and about 1.5 GB of disk space.");
}

/** Path of a Node 24 or newer: this one, or the one among the packages. */
export function node24() {
  if (Number(process.versions.node.split(".")[0]) >= wantedMajor) return process.execPath;
  const name = process.platform === "win32" ? "node.exe" : "node";
  const own = join(root, "node_modules", "node", "bin", name);
  if (existsSync(own)) return own;
  return fail(
    `This is Node ${process.versions.node} and Node ${wantedMajor} is not among the packages (npm ci --ignore-scripts leaves it out). Install Node ${wantedMajor}, or run npm ci again.`,
  );
}

/**
 * Makes sure that the calling script runs under Node 24 with all packages there.
 * Under an older Node it runs itself again under the right one and never comes back.
 * @param {string} script `import.meta.url` of the caller
 */
export async function standOnGround(script) {
  install();
  const program = node24();
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  if (program === process.execPath) return;
  const child = spawn(program, [fileURLToPath(script), ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  const [code] = await new Promise((resolve) => child.on("exit", (...end) => resolve(end)));
  process.exit(code ?? 1);
}

/** @returns {never} */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
