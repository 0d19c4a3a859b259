/** Stories of text that another app shares into Parley: it reaches a draft and nobody else, whatever stands in its way. */
import { expect, type Page, type Request, test } from "@playwright/test";
import {
  canary,
  composer,
  expectAccessible,
  message,
  openFromList,
  type Person,
  say,
  signedUp,
  startWith,
  words,
} from "./people";
import { expectNowhere } from "./search-everything";

test.use({ serviceWorkers: "allow" });
// One pair of people for all stories: each begins where the one before has ended.
test.describe.configure({ mode: "serial" });

let alice: Person;
let bob: Person;

test.beforeAll(async ({ browser }) => {
  [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
  await say(alice, "good morning");
  await openFromList(bob, alice);
  await workerIsInCharge(alice.page);
});

test.afterAll(async () => {
  await alice.context.close();
  await bob.context.close();
});

/** The worker answers for this page, and has the page for days without a network and all that it runs. */
async function workerIsInCharge(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const all = () =>
    page.evaluate(async () => {
      const listed = (await (await fetch("/sw-build.js")).text()).match(/\/_next\/static\/[^"]+/g)?.length ?? 0;
      const names = (await caches.keys()).filter((name) => name.startsWith("parley-shell-"));
      const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
      return kept.reduce((sum, count) => sum + count, 0) > listed;
    });
  await expect.poll(all, { timeout: 60_000 }).toBe(true);
}

/** What the system does when a person chooses Parley in another app: a page is loaded by POST. */
async function share(page: Page, parts: Record<string, string>): Promise<void> {
  const loaded = page.waitForEvent("load");
  await page.evaluate((fields) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: "/share", enctype: "multipart/form-data" });
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      form.append(field);
    }
    document.body.append(form);
    // Afterwards this page is gone, and the answer to this call with it.
    setTimeout(() => form.submit());
  }, parts);
  await loaded;
  await expect(page).toHaveURL(/\/share$/);
}

const preview = (page: Page) => page.getByLabel(words.share.what);
const choice = (page: Page) => page.locator("#main").getByRole("button", { name: /Bob/ });

/** Keys and passwords aside, what stands in requests that went to a server: the worker's own, and those it did not answer. */
function watchRequests(person: Person): { leavingWith: (text: string) => Promise<string[]> } {
  const requests: Request[] = [];
  person.context.on("request", (request) => requests.push(request));
  const leaves = async (request: Request) =>
    request.serviceWorker() !== null || (await request.response())?.fromServiceWorker() !== true;
  return {
    leavingWith: async (text) => {
      expect(requests.length).toBeGreaterThan(3);
      const found: string[] = [];
      for (const request of requests) {
        const said = `${request.url()} ${request.postData() ?? ""} ${JSON.stringify(request.headers())}`;
        if ((said.includes(text) || said.includes(encodeURIComponent(text))) && (await leaves(request)))
          found.push(`${request.method()} ${request.url()}`);
      }
      return found;
    },
  };
}

test("text from another app stands in the draft of the conversation that is chosen; nothing is sent, and nobody else sees it", async () => {
  const { page } = alice;
  const [before, text] = [canary("before"), canary("shared")];
  await composer(alice).fill(before);
  // A draft is written down when the keys have been still for a moment.
  await page.waitForTimeout(1_000);
  const { leavingWith } = watchRequests(alice);
  await share(page, { title: "", text, url: "https://example.org/mill" });
  await expect(preview(page)).toHaveText(`${text} https://example.org/mill`);
  await expectAccessible(page);
  const told = page.waitForRequest(/store_put/);
  await choice(page).click();
  await page.waitForURL("**/c/*");
  await expect(composer(alice)).toHaveValue(`${before}\n${text}\nhttps://example.org/mill`);
  // The person's other devices are told, sealed like every draft.
  await told;
  await page.reload();
  await expect(composer(alice)).toHaveValue(`${before}\n${text}\nhttps://example.org/mill`);
  await expect(message(alice, "good morning")).toBeVisible();
  await expect(page.getByRole("article").filter({ hasText: text })).toHaveCount(0);
  await expect(bob.page.getByText(text)).toHaveCount(0);

  expect(await leavingWith(text)).toEqual([]);
  await expectNowhere([text, before], [...alice.frames, ...bob.frames]);
  const onDisk = await page.evaluate(async () => {
    const files = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return files.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(onDisk.filter((path) => !path.startsWith("/_next/static/"))).toEqual(["/offline"]);

  // It was for one page only.
  await page.goto("/share");
  await expect(page.getByText(words.share.nothingTitle)).toBeVisible();
  expect(alice.errors).toEqual([]);
});

test("without a network it is taken in all the same", async () => {
  const { page, context } = alice;
  const text = canary("offline");
  await context.setOffline(true);
  await share(page, { text });
  await expect(preview(page)).toHaveText(text);
  await choice(page).click();
  await page.waitForURL("**/c/*");
  await expect(composer(alice)).toHaveValue(new RegExp(`\n${text}$`));
  await context.setOffline(false);
  await expect(page.getByRole("article").filter({ hasText: text })).toHaveCount(0);
});

test("it waits while the page is locked, and is gone with whoever signs out", async () => {
  const { page } = alice;
  const [kept, gone] = [canary("kept"), canary("gone")];
  const password = page.getByLabel(words.auth.unlock.withPassword, { exact: true }).and(page.locator("input"));
  const lock = async () => {
    await page.goto("/settings/security");
    await page.getByRole("button", { name: words.settings.security.lockNow }).click();
    await expect(password).toBeVisible();
    // The disk forgets the keys a moment after the screen.
    await page.waitForTimeout(1_000);
  };
  await lock();
  await share(page, { text: kept });
  await expect(password).toBeVisible();
  await expect(page.getByText(kept)).toHaveCount(0);
  await password.fill(alice.password);
  await page.getByRole("button", { name: words.auth.unlock.submit, exact: true }).click();
  await expect(preview(page)).toHaveText(kept);

  await lock();
  await share(page, { text: gone });
  await expect(password).toBeVisible();
  await page.getByRole("button", { name: words.auth.unlock.signOut }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fshare/);
  await page.getByLabel(words.auth.email, { exact: true }).fill(alice.email);
  await page.getByLabel(words.auth.password, { exact: true }).fill(alice.password);
  await page.getByRole("button", { name: words.auth.signIn.submit }).click();
  await expect(page.getByText(words.share.nothingTitle)).toBeVisible();
  await expect(page.getByText(gone)).toHaveCount(0);
});
