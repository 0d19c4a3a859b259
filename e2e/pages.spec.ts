/** What must hold for every page: nothing is cut at 320 px or at twice the size, the language is the chosen one, nobody else is asked for anything. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import german from "../messages/de.json" with { type: "json" };
import arabic from "../messages/ar.json" with { type: "json" };
import {
  backendUrl,
  composer,
  expectAccessible,
  newPerson,
  type Person,
  say,
  signUp,
  startWith,
  words,
} from "./people";

const publicPaths = ["/", "/sign-in", "/sign-up", "/recover", "/confirm", "/offline", "/nothing-here"];

/** Elements that stand out of the window to either side, and controls whose words do not fit into them. */
async function expectNothingCut(page: Page, where: string): Promise<void> {
  const cut = await page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const found: string[] = [];
    if (document.documentElement.scrollWidth > wide)
      found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const element of document.body.querySelectorAll<HTMLElement>("*")) {
      const { left, right, width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (width <= 1 || height <= 1 || style.visibility === "hidden" || element.closest("svg")) continue;
      if (element.checkVisibility && !element.checkVisibility({ opacityProperty: true })) continue;
      const text = `${element.tagName} ${element.textContent.slice(0, 40)}`;
      if (right > wide + 1 || left < -1) found.push(`${text} from ${Math.round(left)} to ${Math.round(right)}`);
      const control = element.matches("button, a, h1, h2, label");
      if (
        control &&
        element.scrollWidth > element.clientWidth + 1 &&
        style.display !== "inline" &&
        style.overflowX === "hidden" &&
        style.textOverflow !== "ellipsis"
      )
        found.push(`${text} is cut`);
    }
    return found;
  });
  expect(cut, where).toEqual([]);
}

test("what is cut is found: a page too wide, words out of the window, a button too narrow for its name", async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const planted of [
    '<p style="width: 400px">wider than the window</p>',
    '<p style="position: fixed; left: -60px">out of the window</p>',
    '<button style="width: 30px; overflow: hidden; white-space: nowrap">a long name</button>',
  ]) {
    await page.setContent(`<meta name="viewport" content="width=device-width"><h1>Fine</h1>${planted}`);
    await expect(expectNothingCut(page, planted)).rejects.toThrow();
  }
  await page.setContent("<h1>Fine</h1><p>A line that fits, and one that is told by an ellipsis.</p>");
  await expectNothingCut(page, "nothing");
});

const windows = {
  "320 px": { viewport: { width: 320, height: 640 } },
  "200 %": { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
} as const;

for (const [name, options] of Object.entries(windows)) {
  test(`no page is cut at ${name}, in the languages with the longest words and from the right`, async ({ browser }) => {
    for (const locale of ["en", "de", "fr", "ar"]) {
      const context = await browser.newContext({ ...options, locale });
      const page = await context.newPage();
      for (const path of publicPaths) {
        await page.goto(path);
        await expect(page.locator("h1").first()).toBeVisible();
        await expectNothingCut(page, `${path} in ${locale}`);
      }
      await context.close();
    }
  });
}

const signedInPaths = ["/chats", "/new", "/settings", "/settings/appearance", "/settings/security", "/share"];

async function conversation(browser: Browser): Promise<{ alice: Person; path: string }> {
  const alice = await newPerson(browser, "Alice");
  const bob = await newPerson(browser, "Bartholomew Featherstonehaugh-Cholmondeley");
  const short = { ...bob, handle: `bob_${Date.now().toString(36)}`, email: `bob-${Date.now()}@parley.test` };
  await Promise.all([signUp(alice, false), signUp(short, false)]);
  await startWith(alice, short);
  await say(alice, `short and ${"a-very-long-word-without-any-space-".repeat(6)}`);
  return { alice, path: new URL(alice.page.url()).pathname };
}

test("no page of the messenger is cut at 320 px or with larger text, and all are accessible, light and dark", async ({
  browser,
}) => {
  test.slow();
  const { alice, path } = await conversation(browser);
  const { page, context } = alice;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const each of [...signedInPaths, path, `${path}/safety`]) {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(each);
      await expect(page.locator("h1:visible").first()).toBeVisible();
      if (each === path) await expect(composer(alice)).toBeVisible();
      await expectNothingCut(page, `${each} at 320 px, ${colorScheme}`);
      await page.setViewportSize({ width: 1280, height: 800 });
      await expectAccessible(page);
    }
  }
  await context.addCookies([{ name: "parley-look", value: "tlarger", url: page.url() }]);
  for (const each of [...signedInPaths, path]) {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(each);
    await expect(page.locator("h1:visible").first()).toBeVisible();
    await expectNothingCut(page, `${each} with larger text`);
  }
  // Read from the right, what is written from the left is still cut at its end.
  await context.addCookies([{ name: "parley-language", value: "ar", url: page.url() }]);
  await page.goto("/chats");
  await expect(page.locator("[data-row]").first()).toBeVisible();
  await expect.poll(() => page.evaluate(beginningsOfCut)).toEqual({ cut: 2, beginning: 2 });
  expect(alice.errors).toEqual([]);
});

/** How many lines of the list do not fit, and of how many of those the first letter is in view. */
function beginningsOfCut(): { cut: number; beginning: number } {
  const lines = [...document.querySelectorAll("[data-row] .truncate")].filter(
    (line) => line.scrollWidth > line.clientWidth,
  );
  const seen = lines.filter((line) => {
    const first = document.createRange();
    const text = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();
    if (!text) return false;
    first.setStart(text, 0);
    first.setEnd(text, 1);
    const [letter, box] = [first.getBoundingClientRect(), line.getBoundingClientRect()];
    return letter.left >= box.left - 1 && letter.right <= box.right + 1;
  });
  return { cut: lines.length, beginning: seen.length };
}

test("the language follows the browser, then the choice; it is the only one that travels", async ({ browser }) => {
  const context = await browser.newContext({ locale: "de-AT" });
  const page = await context.newPage();
  const answer = await page.goto("/sign-in");
  const html = (await answer?.text()) ?? "";
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("heading", { name: german.auth.signIn.title })).toBeVisible();
  expect(html).toContain(german.settings.security.signOutLead);
  for (const other of [words.settings.security.signOutLead, arabic.settings.security.signOutLead])
    expect(html).not.toContain(other);

  await page.getByLabel(german.settings.appearance.language).selectOption("ar");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.getByRole("heading", { name: arabic.auth.signIn.title })).toBeVisible();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await expectAccessible(page);
  await context.close();
});

test("no page tries what its content policy forbids, or would forbid if it did more than report", async ({
  browser,
}) => {
  const alice = await newPerson(browser, "Alice", { serviceWorkers: "allow" });
  const refused: string[] = [];
  await alice.context.exposeFunction("refusedByPolicy", (what: string) => refused.push(what));
  await alice.context.addInitScript(() => {
    const { refusedByPolicy } = globalThis as typeof globalThis & { refusedByPolicy: (what: string) => void };
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) =>
      refusedByPolicy(`${effectiveDirective} ${blockedURI} ${location.pathname} ${sourceFile}`),
    );
  });
  for (const path of publicPaths) await alice.page.goto(path, { waitUntil: "networkidle" });
  await signUp(alice, false);
  for (const path of signedInPaths) {
    await alice.page.goto(path);
    await expect(alice.page.locator("h1:visible").first()).toBeVisible();
  }
  expect(refused).toEqual([]);
  await alice.page.evaluate(() => void (new Image().src = "https://elsewhere.test/a.png"));
  await expect.poll(() => refused.length).toBeGreaterThan(0);
});

test("no page asks anybody but the application and its backend for anything", async ({ browser, baseURL }) => {
  const alice = await newPerson(browser, "Alice", { serviceWorkers: "allow" });
  const asked = new Set<string>();
  alice.context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:") asked.add(origin);
  });
  alice.page.on("websocket", (socket) => asked.add(new URL(socket.url()).origin.replace(/^ws/, "http")));
  for (const path of publicPaths) await alice.page.goto(path);
  await signUp(alice, false);
  for (const path of signedInPaths) {
    await alice.page.goto(path);
    await expect(alice.page.locator("h1:visible").first()).toBeVisible();
  }
  await alice.page.waitForTimeout(500);
  expect([...asked].toSorted()).toEqual([new URL(baseURL ?? "").origin, new URL(backendUrl).origin].toSorted());
});
