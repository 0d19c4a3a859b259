/**
 * Owns `npm run bench`: every figure the documents quote, one JSON line each, one benchmark after the other.
 * `npm run bench -- delivery pages` runs only those.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { standOnGround } from "./install.mjs";

const root = join(import.meta.dirname, "..");
await standOnGround(import.meta.url);
const { ensureBrowser } = await import("./browser.mjs");

const all = ["kdf", "curves", "client", "search", "database", "delivery", "rooms", "list", "abuse", "pages", "long"];
/** Only when named: it fetches a program. */
const onDemand = ["lighthouse"];
const inBrowser = ["list", "pages", "long", "lighthouse"];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => ![...all, ...onDemand].includes(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(", ")}. There are: ${[...all, ...onDemand].join(", ")}.\n`,
  );
  process.exit(2);
}

const chosen = wanted.length === 0 ? all : [...all, ...onDemand].filter((one) => wanted.includes(one));
const env = { ...process.env };
if (chosen.some((name) => inBrowser.includes(name))) {
  const browser = await ensureBrowser();
  if (!browser.path) {
    process.stderr.write(`${browser.missing}\n`);
    process.exit(2);
  }
  env.CHROMIUM_PATH = browser.path;
}

for (const name of chosen) {
  const file = join(root, "bench", `${name}.mts`);
  process.stderr.write(`… ${name}\n`);
  const code = await new Promise((resolve) => {
    const hooks = join(root, "scripts", "ts-hooks.mjs");
    spawn(process.execPath, ["--import", hooks, file], { cwd: root, env, stdio: "inherit" }).once("close", resolve);
  });
  if (code !== 0) {
    process.stderr.write(`The benchmark ${name} ended with ${code}.\n`);
    process.exitCode = 1;
  }
}
