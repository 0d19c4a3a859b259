/** Owns the figures of the built pages in a real browser: JavaScript per route, signing in, opening a conversation, memory. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { demoPassword, demoPeople } from "../scripts/demo.mts";
import { freePort } from "../supabase/embedded/test-database.mts";
import { report, round } from "./figure.mts";

const folder = await mkdtemp(join(tmpdir(), "parley-pages-"));
const port = await freePort();
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PORT: `${port}`,
  PARLEY_DATA: join(folder, "data"),
  PARLEY_PORT_GATEWAY: `${await freePort()}`,
  PARLEY_PORT_POSTGRES: `${await freePort()}`,
  PARLEY_PORT_SMTP: `${await freePort()}`,
  PARLEY_PORT_MAIL: `${await freePort()}`,
};
const url = `http://localhost:${port}`;
const app = spawn(process.execPath, ["scripts/start.mjs"], {
  env: environment,
  stdio: ["ignore", "ignore", "inherit"],
});

async function untilHealthy(): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the application did not start");
}

/** Compressed bytes of scripts that a load of `path` transfers, with an empty cache and nothing from the service worker. */
async function scriptBytes(page: Page, path: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setBypassServiceWorker", { bypass: true });
  await session.send("Network.clearBrowserCache");
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(url + path, { waitUntil: "networkidle" });
  await session.detach();
  return bytes;
}

/** What a page does to the eye and to the hand: layout shifts not caused by input, and tasks of 50 ms or more. */
interface Unrest {
  shift: number;
  longest: number;
  longTasks: number;
}

/** Watches every page of the context from its first moment. */
async function watchUnrest(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const unrest = { shift: 0, longest: 0, longTasks: 0 };
    Object.assign(globalThis, { unrest });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as PerformanceEntry & { hadRecentInput: boolean; value: number };
        if (!shift.hadRecentInput) unrest.shift += shift.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        unrest.longTasks++;
        unrest.longest = Math.max(unrest.longest, duration);
      }
    }).observe({ type: "longtask", buffered: true });
  });
}

/** What has been seen since the page began, or since the last call. */
async function takeUnrest(page: Page): Promise<Unrest> {
  return await page.evaluate(() => {
    const { unrest } = globalThis as typeof globalThis & { unrest: Unrest };
    const taken = { ...unrest };
    Object.assign(unrest, { shift: 0, longest: 0, longTasks: 0 });
    return taken;
  });
}

await untilHealthy();
const system = existsSync(chromium.executablePath())
  ? {}
  : { executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium" };
const browser = await chromium.launch({
  ...system,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const kilobytes: Record<string, number> = {};
  for (const path of ["/", "/sign-in", "/sign-up"]) kilobytes[path] = round((await scriptBytes(page, path)) / 1000);
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail", { exact: true }).fill(demoPeople[0]?.email ?? "");
  await page.getByLabel("Password", { exact: true }).fill(demoPassword);
  let began = performance.now();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: /Bob/ }).waitFor();
  const signIn = round(performance.now() - began);
  kilobytes["/chats"] = round((await scriptBytes(page, "/chats")) / 1000);
  await page.getByRole("link", { name: /Bob/ }).waitFor();
  began = performance.now();
  await page.getByRole("link", { name: /Bob/ }).click();
  await page.locator("[data-bubble]").first().waitFor();
  const open = round(performance.now() - began);
  kilobytes["/c/[id]"] = round((await scriptBytes(page, new URL(page.url()).pathname)) / 1000);
  report({
    name: "JavaScript per route, compressed, empty cache, everything loaded until the network is idle",
    unit: "kB",
    values: kilobytes,
    target: "chat <= 230 (interface)",
  });
  report({ name: "from the sign-in click to the list on a new device", unit: "ms", values: { once: signIn } });
  report({
    name: "from a click in the list to the first message on screen, remembered device",
    unit: "ms",
    values: { once: open },
  });
  const conversation = new URL(page.url()).pathname;
  const calm: Record<string, number> = {};
  const busy: Record<string, number> = {};
  await watchUnrest(page);
  for (const path of ["/", "/sign-in", "/chats", conversation]) {
    const label = path === conversation ? "/c/[id]" : path;
    await page.goto(url + path, { waitUntil: "networkidle" });
    const { shift, longest } = await takeUnrest(page);
    calm[label] = Math.round(shift * 10_000) / 10_000;
    busy[`load ${label}`] = round(longest);
  }
  await page.locator("[data-bubble]").first().waitFor();
  began = performance.now();
  await page.reload({ waitUntil: "commit" });
  await page.locator("[data-bubble]").first().waitFor();
  const cached = round(performance.now() - began);
  await page.locator("textarea").waitFor();
  await takeUnrest(page);
  await page.locator("textarea").pressSequentially("typing does not wait for anything", { delay: 20 });
  busy["typing"] = round((await takeUnrest(page)).longest);
  for (let at = 0; at < 10; at++) {
    await page.locator("textarea").fill(`message ${at}`);
    await page.keyboard.press("Enter");
  }
  await page.getByText("message 9").first().waitFor();
  busy["sending ten"] = round((await takeUnrest(page)).longest);
  report({ name: "cumulative layout shift of a load", unit: "score", values: calm, target: "< 0.02 (interface)" });
  report({
    name: "longest task on the main thread",
    unit: "ms",
    values: busy,
    target: "<= 50 while typing and sending",
  });
  report({
    name: "from a reload to the first message on screen, remembered device",
    unit: "ms",
    values: { once: cached },
  });
  const metrics = await page
    .context()
    .newCDPSession(page)
    .then((session) => session.send("Runtime.getHeapUsage"));
  report({ name: "JavaScript heap of the chat page", unit: "MB", values: { used: round(metrics.usedSize / 1e6) } });
} finally {
  await browser.close();
  const ended = new Promise((resolve) => app.once("exit", resolve));
  app.kill("SIGTERM");
  await ended;
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
