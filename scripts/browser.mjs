/** Owns finding a Chromium for the browser tests: Playwright's own, the system's, one fetched now, or a clear sentence. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tool } from "./run.mjs";

const systemPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The system's Chromium, or the one named by CHROMIUM_PATH. */
function systemChromium() {
  return [process.env.CHROMIUM_PATH, ...systemPaths].find((path) => path && existsSync(path));
}

/**
 * Makes sure that there is a browser, fetching one if need be.
 * @returns {Promise<{ path: string } | { missing: string }>} where it is, or the sentence that says what to do
 */
export async function ensureBrowser() {
  const { chromium } = await import("@playwright/test");
  const find = () => [chromium.executablePath(), systemChromium()].find(starts);
  let path = find();
  if (path) return { path };
  process.stdout.write("      No Chromium found: fetching Playwright's …\n");
  const withSystem = process.getuid?.() === 0 && process.platform === "linux" && existsSync("/usr/bin/apt-get");
  quietly(process.execPath, [tool("@playwright/test", "playwright"), "install", "chromium"]);
  path = find();
  if (!path && withSystem) {
    process.stdout.write("      Not to be had: installing the system's package …\n");
    quietly("apt-get", ["update"]);
    quietly("apt-get", ["install", "-y", "--no-install-recommends", "chromium"]);
    path = find();
  }
  if (path) return { path };
  return {
    missing:
      "The browser tests need Chromium. Install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to one.",
  };
}

/** True if the program is there and its libraries too. */
function starts(path) {
  if (!path || !existsSync(path)) return false;
  return process.platform === "win32" || spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0;
}

function quietly(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync(program, args, { stdio: "ignore", timeout: 300_000, env });
}
