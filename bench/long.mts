/**
 * Owns the figures of a conversation of 100,000 messages in a real browser: opened without and with what the device keeps,
 * scrolled, written into by somebody else, and memory over a busy session. BENCH_MESSAGES and BENCH_MINUTES make it shorter.
 */
import type { CDPSession, Page } from "@playwright/test";
import type { Conversation } from "@/lib/chat/conversation";
import { demoPeople } from "../scripts/demo.mts";
import { signInPerson } from "../scripts/person.mts";
import { launchBrowser, signInAlice, startAppProcess } from "./app-process.mts";
import { report, round, spread } from "./figure.mts";
import { paintedAfterClick, paintedAfterLoad, watchFirstPaint } from "./first-paint.mts";
import { checkUnrest, frameTimes, takeUnrest, watchUnrest } from "./unrest.mts";

const messages = Number(process.env["BENCH_MESSAGES"] ?? 100_000);
const minutes = Number(process.env["BENCH_MINUTES"] ?? 30);
const openings = 15;
const scrolls = 400;

const browser = await launchBrowser();
const app = await startAppProcess();

/** Bob, who writes without a browser. */
async function meetBob() {
  const credentials = demoPeople[1];
  if (!credentials) throw new Error("nobody to write");
  const bob = await signInPerson(app.place, credentials);
  const { userId } = await bob.messenger.starting.findPerson(demoPeople[0]?.handle ?? "");
  return { bob, conversation: await bob.messenger.open(await bob.messenger.starting.direct(userId)) };
}

async function write(into: Conversation, count: number, tag: string): Promise<void> {
  for (let at = 0; at < count; at++) await into.sender.send(`${tag} ${at}: ${"what was said, ".repeat(1 + (at % 7))}`);
}

async function heapMb(devtools: CDPSession): Promise<number> {
  await devtools.send("HeapProfiler.collectGarbage");
  return (await devtools.send("Runtime.getHeapUsage")).usedSize / 1e6;
}

async function scrollUp(page: Page, steps: number, by: number): Promise<void> {
  const box = await page.getByRole("log").boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
  for (let step = 0; step < steps; step++) await page.mouse.wheel(0, by);
}

/** The same movement over plain text: what this browser does without us. */
async function plainFrames(): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const text = Array.from({ length: 8_000 }, (_, at) => `<p>${at}: what was said</p>`).join("");
  await page.setContent(`<div role="log" style="height: 900px; overflow: auto">${text}</div>`);
  await page.getByRole("log").evaluate((log) => log.scrollTo(0, log.scrollHeight));
  const frames = await frameTimes(page, () => scrollUp(page, scrolls, -600));
  await page.close();
  return frames;
}

const lateShare = (frames: readonly number[]) => round(frames.filter((ms) => ms > 34).length / frames.length);

try {
  const { bob, conversation } = await meetBob();
  const began = performance.now();
  await write(conversation, messages, "long");
  const seconds = (performance.now() - began) / 1000;
  const of = `of ${messages} messages`;
  report({
    name: `writing a conversation ${of}, one after the other`,
    unit: "per second",
    values: { rate: round(messages / seconds) },
  });

  const path = `/c/${conversation.id}`;
  const colds: number[] = [];
  for (let run = 0; run < 3; run++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await signInAlice(page, app.url);
    colds.push(await paintedAfterClick(page, `a[href="${path}"]`));
    await context.close();
  }
  report({
    name: `a conversation ${of}, opened for the first time on a new device, from the click`,
    unit: "ms",
    values: spread(colds),
  });

  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await signInAlice(page, app.url);
  await page.locator(`a[href="${path}"]`).click();
  await page.locator("[data-bubble]").first().waitFor();
  await watchUnrest(page);
  await watchFirstPaint(page);
  const reloads: number[] = [];
  const early: number[] = [];
  const clicks: number[] = [];
  const fromList = async () => {
    await page.evaluate(() => history.pushState(null, "", "/chats"));
    await page.locator("[data-bubble]").first().waitFor({ state: "detached" });
  };
  for (let run = 0; run < openings; run++) {
    await page.goto(app.url + path, { waitUntil: "commit" });
    reloads.push(await paintedAfterLoad(page));
    await fromList();
    early.push(await paintedAfterClick(page, `a[href="${path}"]`));
    // What a page that has just been loaded asks and reads is done by then.
    await page.waitForTimeout(3_000);
    await fromList();
    await page.waitForTimeout(200);
    clicks.push(await paintedAfterClick(page, `a[href="${path}"]`));
  }
  report({
    name: `a conversation ${of}, opened from the list, remembered device`,
    unit: "ms",
    values: spread(clicks),
    target: "p50 <= 100 (interface)",
    beside: { name: "the same while the page is still being loaded", values: spread(early) },
  });
  report({ name: `a conversation ${of}, reloaded, remembered device`, unit: "ms", values: spread(reloads) });

  await checkUnrest(page);
  const frames = await frameTimes(page, () => scrollUp(page, scrolls, -600));
  const { longest } = await takeUnrest(page);
  const plain = await plainFrames();
  report({
    name: `frames while scrolling back through a conversation ${of}`,
    unit: "ms",
    values: { ...spread(frames), lateShare: lateShare(frames), longestTask: round(longest) },
    target: "p95 <= 17 (interface)",
    beside: { name: "the same over plain text", values: { ...spread(plain), lateShare: lateShare(plain) } },
  });

  await page.goto(app.url + path);
  await page.locator("[data-bubble]").first().waitFor();
  await page.waitForLoadState("networkidle", { timeout: 900_000 });
  await takeUnrest(page);
  await write(conversation, 100, "arriving");
  await page.getByText("arriving 99:").first().waitFor();
  const arriving = await takeUnrest(page);
  report({
    name: "tasks of 50 ms and more while 100 messages arrive",
    unit: "ms",
    values: { longest: round(arriving.longest), count: arriving.longTasks },
    target: "none (interface)",
  });

  const devtools = await page.context().newCDPSession(page);
  const until = performance.now() + minutes * 60_000;
  const heap: number[] = [await heapMb(devtools)];
  for (let round_ = 0; performance.now() < until; round_++) {
    await write(conversation, 20, `busy ${round_}`);
    await scrollUp(page, 20, -600);
    await scrollUp(page, 20, 600);
    await page.evaluate(() => history.pushState(null, "", "/chats"));
    await page.locator(`a[href="${path}"]`).click();
    await page.locator("[data-bubble]").first().waitFor();
    await page.locator("textarea").fill(`answer ${round_}`);
    await page.keyboard.press("Enter");
    heap.push(await heapMb(devtools));
  }
  const part = Math.max(1, Math.floor(heap.length / 5));
  const middle = (list: number[]) => round(spread(list).p50);
  report({
    name: `heap of the page over ${minutes} busy minutes: 20 messages in, one out, scrolling, leaving and coming back, again and again`,
    unit: "MB",
    values: { rounds: heap.length - 1, firstFifth: middle(heap.slice(0, part)), lastFifth: middle(heap.slice(-part)) },
    target: "stable",
  });
  await bob.stop();
} finally {
  await browser.close();
  await app.stop();
}
process.exit(0);
