/** Stories of days without a network: what opens, what waits, what comes back, and what a new version may do. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { composer, message, openFromList, type Person, say, signIn, signedUp, startWith, words } from "./people";

test.use({ serviceWorkers: "allow" });

let alice: Person;
let bob: Person;
/** The list of the build as the server hands it out; one story puts another in its place. */
const listFile = join(__dirname, "..", "public", "sw-build.js");
let restoreList = () => {};

// One pair of people for all stories: each begins where the one before has ended.
test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
  await say(alice, "written in the morning");
  await openFromList(bob, alice);
  await say(bob, "read at breakfast");
  await expect(message(alice, "read at breakfast")).toBeVisible();
  await shellIsComplete(alice.page);
});

test.afterAll(async () => {
  restoreList();
  await alice.context.close();
  await bob.context.close();
});

/** Names of everything the service worker keeps. */
const keptFiles = (page: Page) =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("parley-shell-"));
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return kept.flat().map(({ url }) => new URL(url).pathname);
  });

/** The worker is in charge and has taken everything its build needs. */
async function shellIsComplete(page: Page): Promise<void> {
  const listed = await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const text = await (await fetch("/sw-build.js")).text();
    return text.match(/\/_next\/static\/[^"]+/g)?.length ?? 0;
  });
  expect(listed).toBeGreaterThan(10);
  await expect.poll(async () => (await keptFiles(page)).length, { timeout: 60_000 }).toBe(listed + 1);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

/** How many messages wait on the disk of this browser, in which one person is signed in. */
const writtenDown = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB")));
      });
    const name = (await indexedDB.databases()).find((each) => each.name?.startsWith("parley-"))?.name ?? "";
    const database = await done(indexedDB.open(name));
    const count = await done(database.transaction("jobs").objectStore("jobs").count());
    database.close();
    return count;
  });

const texts = (page: Page) => page.getByRole("log").locator("[data-bubble]").allInnerTexts();

test("an offline day: the app opens, shows what was read, takes what is written, and sends it once, in order", async () => {
  const { context, page } = alice;
  await context.setOffline(true);
  await page.reload();
  await expect(message(alice, "read at breakfast")).toBeVisible();
  await expect(page.getByRole("link", { name: /Bob/ })).toContainText("read at breakfast");
  await expect(page.getByText(words.connection.offline).first()).toBeVisible();
  for (const text of ["one on the train", "two on the train"]) await say(alice, text);
  // The next line is quicker than any hand.
  await expect.poll(() => writtenDown(page)).toBe(2);

  // From the list, as an installed app starts; and to pages that only the server has.
  await page.goto("/chats");
  await page.getByRole("link", { name: /Bob/ }).click();
  await expect(message(alice, "two on the train")).toBeVisible();
  await say(alice, "three in the tunnel");
  await expect.poll(() => writtenDown(page)).toBe(3);
  await page.goto("/settings");
  await expect(page.getByText(words.offline.pageTitle)).toBeVisible();
  await page.getByRole("link", { name: /Bob/ }).click();
  await expect(message(alice, "three in the tunnel")).toBeVisible();
  await expect(message(bob, "one on the train")).toBeHidden();

  await context.setOffline(false);
  await expect(message(bob, "three in the tunnel")).toBeVisible({ timeout: 90_000 });
  const day = ["written in the morning", "read at breakfast", "one on the train", "two on the train"];
  expect(await texts(bob.page)).toEqual([...day, "three in the tunnel"]);
  await say(bob, "welcome back");
  await expect(message(alice, "welcome back")).toBeVisible();
  await page.reload();
  await expect(message(alice, "welcome back")).toBeVisible();
  expect(await texts(page)).toEqual([...day, "three in the tunnel", "welcome back"]);
  // What a lost network makes the browser say is part of the day.
  expect(alice.errors.filter((error) => !error.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
});

test("W04: the browser keeps one page and the files of the build, and nothing about anybody", async () => {
  const { page } = alice;
  const others = (await keptFiles(page)).filter((path) => !path.startsWith("/_next/static/"));
  expect(others).toEqual(["/offline"]);
  const kept = await page.evaluate(async () => (await caches.match("/offline"))?.text());
  expect(kept).not.toContain(alice.handle);
  expect(kept).not.toContain(alice.email);
});

test("W04: a file that somebody has changed in the cache is not run", async () => {
  const { context, page } = alice;
  const poisoned = await page.evaluate(async () => {
    const [name = ""] = (await caches.keys()).filter((candidate) => candidate.startsWith("parley-shell-"));
    const cache = await caches.open(name);
    const scripts = (await cache.keys()).filter(({ url }) => url.endsWith(".js"));
    for (const { url } of scripts) {
      const before = await (await cache.match(url))?.text();
      await cache.put(
        url,
        new Response(`globalThis.poisoned = true;${before}`, { headers: { "content-type": "text/javascript" } }),
      );
    }
    return scripts.map(({ url }) => url);
  });
  expect(poisoned.length).toBeGreaterThan(5);
  // With a network the browser has the files itself; without one the worker is asked for them.
  for (const offline of [false, true]) {
    await context.setOffline(offline);
    await page.reload();
    await expect(message(alice, "read at breakfast")).toBeVisible();
    expect(await page.evaluate(() => "poisoned" in globalThis)).toBe(false);
  }
  // What a reload does not ask for again, because this tab still has it in memory.
  const changed = await page.evaluate(async (urls) => {
    const texts = urls.map((url) =>
      fetch(url).then(
        (answer) => answer.text(),
        () => "",
      ),
    );
    return (await Promise.all(texts)).filter((text) => text.includes("globalThis.poisoned")).length;
  }, poisoned);
  expect(changed).toBe(0);
  await context.setOffline(false);
});

test("on a shared computer nothing is kept for later", async ({ browser }) => {
  const visitor: Person = { ...alice, ...(await newPlace(browser.newContext())) };
  await signIn(visitor, "shared");
  await openFromList(visitor, bob);
  await expect(message(visitor, "read at breakfast")).toBeVisible();
  expect(await visitor.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  expect(await visitor.page.evaluate(() => caches.keys())).toEqual([]);
  await visitor.context.close();
});

test("a page whose messages would end with it asks before it is left", async ({ browser }) => {
  const visitor: Person = { ...alice, ...(await newPlace(browser.newContext())) };
  await signIn(visitor, "shared");
  await openFromList(visitor, bob);
  const { page, context } = visitor;
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await context.setOffline(true);
  await say(visitor, "written in the library");
  await page.evaluate(() => location.reload());
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await expect(message(visitor, "written in the library")).toBeVisible();
  await context.setOffline(false);
  await expect(message(bob, "written in the library")).toBeVisible({ timeout: 90_000 });
  const row = page.getByRole("article").filter({ hasText: "written in the library" });
  for (const waiting of [words.send.queued, words.send.sending])
    await expect(row.getByText(waiting, { exact: true })).toHaveCount(0);
  await page.reload();
  const password = page.getByLabel(words.auth.unlock.withPassword, { exact: true });
  await expect(password.and(page.locator("input"))).toBeVisible();
  expect(asked).toHaveLength(1);
  await context.close();
});

async function newPlace(made: Promise<BrowserContext>) {
  const context = await made;
  return { context, page: await context.newPage() };
}

test("a new version waits until the person agrees, and takes the old one's files away", async () => {
  const { page } = alice;
  const before = await page.evaluate(() => caches.keys());
  // The next build: another id, and one file that this page runs is not of it.
  const text = readFileSync(listFile, "utf8");
  const list = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as { assets: object };
  const assets = Object.entries(list.assets).filter(([path]) => !path.includes("turbopack-worker"));
  const next = { id: "the-next-build", urgent: false, assets: Object.fromEntries(assets) };
  writeFileSync(listFile, `self.parleyBuild = ${JSON.stringify(next)};`);
  restoreList = () => writeFileSync(listFile, text);
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  const note = page.getByText(words.offline.newVersion);
  await expect(note).toBeVisible();
  await expect(composer(alice)).toBeVisible();
  expect(await page.evaluate(() => caches.keys())).toEqual(expect.arrayContaining(before));
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: words.offline.takeVersion }).click();
  await loaded;
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(["parley-shell-the-next-build"]);
  await expect(note).toBeHidden();
  await expect(message(alice, "read at breakfast")).toBeVisible();
});

test("unread messages are counted in the tab's title, and no longer when they are read", async () => {
  const { page } = alice;
  await page.goto("/chats");
  await expect(page.getByRole("link", { name: /Bob/ })).toBeVisible();
  await expect(page).toHaveTitle(/^[^(]/);
  await say(bob, "are you there?");
  await expect(page).toHaveTitle(/^\(1\) /);
  await page.getByRole("link", { name: /Bob/ }).click();
  await expect(page).toHaveTitle(/^Bob/);
});

test("signing out leaves nothing of the app in the browser", async () => {
  const { page } = alice;
  await page.goto("/settings/security");
  await page.getByRole("button", { name: words.settings.security.signOut }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: words.settings.security.signOut }).click();
  await expect(page).toHaveURL(/sign-in/);
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([]);
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
