/** Owns the figures of the built pages in a real browser: JavaScript per route, signing in, opening a conversation, memory. */
import type { Page } from "@playwright/test";
import { launchBrowser, signInAlice, startAppProcess } from "./app-process.mts";
import { report, round, spread } from "./figure.mts";
import { paintedAfterClick, paintedAfterLoad, watchFirstPaint } from "./first-paint.mts";
import { checkUnrest, takeUnrest, watchUnrest } from "./unrest.mts";

/** How often a conversation is opened. */
const openings = 15;

/** Compressed bytes of scripts that a load of `path` transfers, without headers, with an empty cache and nothing from the service worker. */
async function scriptBytes(page: Page, path: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setBypassServiceWorker", { bypass: true });
  await session.send("Network.clearBrowserCache");
  const headers = new Map<string, number>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") headers.set(requestId, response.encodedDataLength);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const before = headers.get(requestId);
    if (before !== undefined) bytes += encodedDataLength - before;
  });
  await page.goto(url + path, { waitUntil: "networkidle" });
  await session.detach();
  return bytes;
}

const browser = await launchBrowser();
const app = await startAppProcess();
const { url } = app;
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const kilobytes: Record<string, number> = {};
  for (const path of ["/", "/sign-in", "/sign-up"]) kilobytes[path] = round((await scriptBytes(page, path)) / 1000);
  const signIn = round(await signInAlice(page, url));
  kilobytes["/chats"] = round((await scriptBytes(page, "/chats")) / 1000);
  await page.getByRole("link", { name: /Bob/ }).waitFor();
  await page.getByRole("link", { name: /Bob/ }).click();
  await page.locator("[data-bubble]").first().waitFor();
  kilobytes["/c/[id]"] = round((await scriptBytes(page, new URL(page.url()).pathname)) / 1000);
  report({
    name: "JavaScript per route, compressed, empty cache, everything loaded until the network is idle",
    unit: "kB",
    values: kilobytes,
    target: "chat <= 230 (interface)",
  });
  report({ name: "from the sign-in click to the list on a new device", unit: "ms", values: { once: signIn } });
  const conversation = new URL(page.url()).pathname;
  const calm: Record<string, number> = {};
  const busy: Record<string, number> = {};
  await watchUnrest(page);
  await page.goto(url);
  await checkUnrest(page);
  for (const path of ["/", "/sign-in", "/chats", conversation]) {
    const label = path === conversation ? "/c/[id]" : path;
    await page.goto(url + path, { waitUntil: "networkidle" });
    const { shift, longest } = await takeUnrest(page);
    calm[label] = Math.round(shift * 10_000) / 10_000;
    busy[`load ${label}`] = round(longest);
  }
  await page.locator("[data-bubble]").first().waitFor();
  const clicks: number[] = [];
  for (let run = 0; run < openings; run++) {
    await page.evaluate(() => history.pushState(null, "", "/chats"));
    await page.locator("[data-bubble]").first().waitFor({ state: "detached" });
    clicks.push(await paintedAfterClick(page, `a[href="${conversation}"]`));
  }
  report({
    name: "from a click in the list to the first message painted, remembered device",
    unit: "ms",
    values: spread(clicks),
    target: "p50 <= 100 (interface)",
  });
  await watchFirstPaint(page);
  const reloads: number[] = [];
  for (let run = 0; run < openings; run++) {
    await page.goto(url + conversation, { waitUntil: "commit" });
    reloads.push(await paintedAfterLoad(page));
  }
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
    name: "from a reload to the first message painted, remembered device",
    unit: "ms",
    values: spread(reloads),
  });
  const metrics = await page
    .context()
    .newCDPSession(page)
    .then((session) => session.send("Runtime.getHeapUsage"));
  report({ name: "JavaScript heap of the chat page", unit: "MB", values: { used: round(metrics.usedSize / 1e6) } });
} finally {
  await browser.close();
  await app.stop();
}
process.exit(0);
