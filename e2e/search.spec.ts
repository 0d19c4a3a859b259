/** Stories of looking for messages: from the list, inside one conversation, on a new device, and what stays unreadable on disk. */
import { expect, type Page, test } from "@playwright/test";
import {
  canary,
  expectAccessible,
  message,
  onNewDevice,
  openFromList,
  type Person,
  say,
  signIn,
  signedUp,
  startWith,
  words,
} from "./people";

let alice: Person;
let bob: Person;
const secret = canary("search");

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
  await say(alice, `Rendez-vous au Café, ${secret}`);
  for (const text of ["Until tomorrow then", "See https://example.org/map"]) await say(alice, text);
  await openFromList(bob, alice);
  await say(bob, "the cafeteria is closed");
  await expect(message(alice, "the cafeteria is closed")).toBeVisible();
});

test.afterAll(async () => {
  await alice.context.close();
  await bob.context.close();
});

const field = (page: Page) => page.getByRole("searchbox", { name: words.list.searchLabel });
const hits = (page: Page) => page.getByRole("region", { name: words.search.messages }).getByRole("listitem");

test("words are found whatever their accents, and a hit leads to its message", async () => {
  const { page } = alice;
  await page.goto("/chats");
  await field(page).fill("cafe");
  await expect(hits(page)).toHaveCount(2);
  await expect(hits(page).first()).toContainText("the cafeteria is closed");
  await expect(hits(page).nth(1).locator("mark")).toHaveText("Café");
  await expectAccessible(page);

  await field(page).press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(hits(page).first().getByRole("link")).toBeFocused();
  await hits(page).nth(1).getByRole("link").click();
  await expect(page.locator("[data-found]")).toContainText("Rendez-vous au Café");
  await expect(page).toHaveURL(/\/c\/[^?]+$/);
});

test("conditions narrow what is found, and one press writes them", async () => {
  const { page } = alice;
  await field(page).fill("from:bob e");
  await expect(hits(page)).toHaveCount(1);
  await field(page).fill("from:me");
  await expect(hits(page)).toHaveCount(3);
  await field(page).fill("");
  await field(page).fill("s");
  await page.getByRole("button", { name: words.search.links }).click();
  await expect(field(page)).toHaveValue("s has:link ");
  await expect(hits(page)).toHaveCount(1);
  await field(page).fill("nothing like this");
  await expect(page.getByText(words.search.none)).toBeVisible();
  await field(page).press("Escape");
  await expect(field(page)).toHaveValue("");
});

test("inside a conversation the keys go from hit to hit", async () => {
  const { page } = alice;
  await openFromList(alice, bob);
  await page.getByRole("button", { name: words.search.inConversation }).click();
  const finder = page.getByRole("textbox", { name: words.search.inConversation });
  await finder.fill("cafe");
  await expect(page.locator("[data-found]")).toContainText("the cafeteria is closed");
  await finder.press("Enter");
  await expect(page.locator("[data-found]")).toContainText("Rendez-vous");
  await finder.press("Enter");
  await finder.press("ArrowDown");
  await expect(page.locator("[data-found]")).toContainText("the cafeteria is closed");
  // A day is chosen in the browser's own calendar, which no test can reach: the field behind it is filled in.
  const day = await page.evaluate(() => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toJSON());
  await finder.fill("");
  await page.locator("input[type=date]").fill(day.slice(0, 10));
  await expect(page.locator("[data-found]")).toContainText("Rendez-vous");
  await page.locator("input[type=date]").fill("2099-01-01");
  await expect(page.getByText(words.search.none)).toBeVisible();
  await finder.press("Escape");
  await expect(finder).toBeHidden();
});

test("a new device finds what was written before it", async ({ browser }) => {
  const phone = await onNewDevice(browser, alice);
  await signIn(phone);
  await field(phone.page).fill(secret);
  await expect(hits(phone.page)).toHaveCount(1);
  await phone.context.close();
});

test("nothing that can be found stands readable on the disk", async () => {
  const { page } = alice;
  const found = await page.evaluate(async () => {
    const decoder = new TextDecoder("latin1");
    let [records, text] = [0, ""];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error(name)));
      });
      for (const store of database.objectStoreNames) {
        const all = await new Promise<unknown[]>((resolve) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.addEventListener("success", () => resolve(request.result));
        });
        for (const record of all) {
          for (const value of Object.values(record as object))
            text += value instanceof Uint8Array ? decoder.decode(value) : String(value);
          if (String((record as { key?: unknown }).key).startsWith("search/")) records++;
        }
      }
      database.close();
    }
    return { records, text };
  });
  expect(found.records).toBeGreaterThan(0);
  for (const word of [secret, "Rendez-vous", "rendez-vous", "cafeteria"]) expect(found.text).not.toContain(word);
});
