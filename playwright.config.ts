/** Owns how browser tests run: against a production build with its own stack, ports and data, in whatever Chromium there is. */
import { existsSync, mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { chromium, defineConfig, devices } from "@playwright/test";

/** Read by scripts/start.mjs, and by tests that look into mails, database and stored files. */
const environment = {
  PORT: "3200",
  APP_URL: "http://localhost:3200",
  PARLEY_PORT_GATEWAY: "55321",
  PARLEY_PORT_POSTGRES: "55322",
  PARLEY_PORT_MAIL: "55324",
  PARLEY_PORT_SMTP: "55325",
  PARLEY_DATA: join(__dirname, "test-results", "e2e-data"),
};
Object.assign(process.env, environment);
mkdirSync("test-results", { recursive: true });

/** `npm test` looks further (scripts/browser.mjs) and says what it found in CHROMIUM_PATH. */
const system = existsSync(chromium.executablePath())
  ? undefined
  : (process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium");
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  fullyParallel: true,
  workers: availableParallelism() > 2 ? 2 : 1,
  forbidOnly: Boolean(process.env["CI"]),
  // A busy machine is slow, not wrong.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    baseURL: environment.APP_URL,
    // What never comes fails at its own line, long before the whole story is out of time.
    actionTimeout: 60_000,
    // It takes in the whole application for every new person; stories about it, and the main ones, have it.
    serviceWorkers: "block",
    navigationTimeout: 60_000,
    // Recording takes a third of the time; the page as it was is kept with every failure anyway.
    trace: process.env["E2E_TRACE"] ? "retain-on-failure" : "off",
    launchOptions: system ? { executablePath: system, args: ["--no-sandbox", "--disable-gpu", ...quiet] } : {},
  },
  projects: [
    { name: "http", testMatch: /security-.*\.spec\.ts/ },
    { name: "desktop", use: { ...devices["Desktop Chrome"] }, testIgnore: /security-.*\.spec\.ts/ },
    { name: "phone", use: { ...devices["Pixel 7"] }, testMatch: /main-story\.spec\.ts/ },
    {
      name: "tablet",
      use: { ...devices["Galaxy Tab S4"], viewport: { width: 820, height: 1180 } },
      testMatch: /main-story\.spec\.ts/,
    },
  ],
  webServer: {
    command: "node scripts/start.mjs --reset",
    url: `${environment.APP_URL}/api/health`,
    env: environment,
    reuseExistingServer: false,
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    stdout: "pipe",
  },
});
