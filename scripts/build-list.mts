/** Owns the list of the build's own files, which the service worker holds every file against: `public/sw-build.js`. */
import { createHash } from "node:crypto";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a page of this application may need without a network. Maps are for developers. */
const files = "**/*.{js,css,woff2}";

/** Path as a browser asks for it → SHA-256 of the file in base64, in order. */
export function listAssets(root: string): Record<string, string> {
  const cwd = join(root, ".next", "static");
  const paths = globSync(files, { cwd }).toSorted();
  return Object.fromEntries(
    paths.map((path) => [
      `/_next/static/${path.replaceAll("\\", "/")}`,
      createHash("sha256")
        .update(readFileSync(join(cwd, path)))
        .digest("base64"),
    ]),
  );
}

/** The script: `urgent` makes browsers take this build without asking the person, for releases that close a hole. */
export function buildScript(id: string, assets: Record<string, string>, urgent: boolean): string {
  return `self.parleyBuild = ${JSON.stringify({ id, urgent, assets })};\n`;
}

/** Writes the list of the build that is in `.next`. @throws if there is none */
export function writeBuildList(root: string, urgent: boolean): void {
  const id = readFileSync(join(root, ".next", "BUILD_ID"), "utf8").trim();
  const assets = listAssets(root);
  if (Object.keys(assets).length === 0) throw new Error("The build has no files.");
  writeFileSync(join(root, "public", "sw-build.js"), buildScript(id, assets, urgent));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  writeBuildList(root, process.env["PARLEY_SECURITY_RELEASE"] === "1");
}
