/** Owns whether the application is built from the sources as they are now. */
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../supabase/embedded/start-error.mts";
import { writeBuildList } from "./build-list.mts";
import { type ProcessGroup, startGroup } from "./process-group.mts";

const sources = [
  "{app,components,lib,public}/**/*",
  "{proxy,instrumentation,instrumentation-client}.ts",
  "next.config.js",
  "scripts/compress-build.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** Written by the build itself. */
const madeByBuild = "sw-build.js";

/** Fingerprint of everything `next build` reads; tests do not count. */
export function hashSources(root: string): string {
  const hash = createHash("sha256");
  const files = globSync(sources, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== madeByBuild && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/**
 * Builds if sources changed since the last build that succeeded.
 * @param onBuild called with the processes of the build when there is one
 * @throws StartError with the end of the output
 */
export async function buildApp(
  root: string,
  env: NodeJS.ProcessEnv,
  onBuild: (group: ProcessGroup) => void,
): Promise<void> {
  const record = join(root, ".next", "built-from");
  const hash = hashSources(root);
  if (!existsSync(record) || readFileSync(record, "utf8") !== hash) {
    await build(root, env, onBuild);
    writeFileSync(record, hash);
  }
  // Always: the list is no source, and may have been removed since the build that it belongs to.
  writeBuildList(root, env["PARLEY_SECURITY_RELEASE"] === "1");
}

async function build(root: string, env: NodeJS.ProcessEnv, onBuild: (group: ProcessGroup) => void): Promise<void> {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const stdio = ["ignore", "pipe", "pipe"] as const;
  const group = startGroup([next, "build"], { cwd: root, env: { ...env, NODE_ENV: "production" }, stdio: [...stdio] });
  onBuild(group);
  let output = "";
  for (const stream of [group.child.stdout, group.child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await group.exited;
  if (code !== 0)
    throw new StartError(`The application could not be built.\n${output.trimEnd().split("\n").slice(-40).join("\n")}`);
}
