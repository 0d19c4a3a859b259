/** Stories of messages that are written now and sent later. */
import { expect, type Page, test } from "@playwright/test";
import { connectDatabase } from "./database";
import {
  canary,
  composer,
  expectAccessible,
  message,
  onNewDevice,
  openFromList,
  type Person,
  say,
  signIn,
  signedUp,
  startWith,
  watch,
  words,
} from "./people";
import { expectNowhere } from "./search-everything";

let alice: Person;
let bob: Person;

/** Writes a text and leaves it for one of the times that are offered. */
async function plan(person: Person, text: string, time: "tomorrow" = "tomorrow"): Promise<void> {
  const { page } = person;
  await composer(person).fill(text);
  await page.getByRole("button", { name: words.later.send, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: words.later.title });
  await dialog.getByRole("button", { name: words.later[time] }).click();
  await expect(dialog).toBeHidden();
  await expect(composer(person)).toHaveValue("");
}

const bar = (page: Page, count = 1) =>
  page.getByRole("button", { name: words.later.waiting.one.replace("{count}", String(count)) });
const sheet = (page: Page) => page.getByRole("dialog", { name: words.later.sheet });
const stuck = (page: Page) => page.getByRole("button", { name: words.later.notSent.one.replace("{count}", "1") });

/** The time has come, without anybody waiting for it. */
async function passTime(): Promise<void> {
  const client = await connectDatabase();
  await client.query("update chat.scheduled set try_at = now() - interval '1 second' where returned is null");
  await client.end();
}

/** What the server has of messages that wait. */
async function held(): Promise<{ version: number; returned: string | null }[]> {
  const client = await connectDatabase();
  const { rows } = await client.query<{ version: number; returned: string | null }>(
    "select version, returned from chat.scheduled",
  );
  await client.end();
  return rows;
}

/** Another member has the keys changed, as happens by itself after a week. */
async function changeKeys(): Promise<void> {
  const client = await connectDatabase();
  await client.query("update chat.conversations set rotation_required = true where epoch > 0");
  await client.end();
}

// One pair of people; Alice comes to each story with a new tab.
let address: string;

test.beforeAll(async ({ browser }) => {
  [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
  address = alice.page.url();
  await say(alice, "hello");
  await openFromList(bob, alice);
  await expect(message(bob, "hello")).toBeVisible();
});

test.beforeEach(async () => {
  const client = await connectDatabase();
  await client.query("delete from chat.scheduled");
  await client.end();
  await alice.page.close();
  const page = await alice.context.newPage();
  alice = { ...alice, page, ...watch(page) };
  await page.goto(address);
  await expect(message(alice, "hello")).toBeVisible();
});

test.afterAll(async () => {
  await alice.context.close();
  await bob.context.close();
});

test("is sent at its time with the app closed, and the server never holds its words", async ({ browser }) => {
  const secret = canary("later");
  await plan(alice, secret);
  await expect(bar(alice.page)).toBeVisible();
  await expect(message(bob, secret)).toBeHidden();
  await expectNowhere([secret], [...alice.frames, ...bob.frames]);

  const second = await onNewDevice(browser, alice);
  await signIn(second);
  await openFromList(second, bob);
  await bar(second.page).click();
  await expect(sheet(second.page).getByText(secret)).toBeVisible();
  await expectAccessible(second.page);
  await second.context.close();

  await alice.page.close();
  await passTime();
  await expect(message(bob, secret)).toBeVisible({ timeout: 20_000 });
  expect(await held()).toEqual([]);
  await expectNowhere([secret], [...alice.frames, ...bob.frames]);
  expect([...alice.errors, ...bob.errors]).toEqual([]);
});

test("is changed, sent at once and deleted from the list", async () => {
  const { page } = alice;
  await plan(alice, "first words");
  await bar(page).click();
  await page.getByRole("button", { name: words.later.edit, exact: true }).click();
  await page.getByRole("textbox", { name: words.later.message, exact: true }).fill("better words");
  await page.getByRole("button", { name: words.later.save, exact: true }).click();
  await expect(sheet(page).getByText("better words")).toBeVisible();
  expect(await held()).toMatchObject([{ version: 2 }]);
  await page.getByRole("button", { name: words.later.sendNow, exact: true }).click();
  await expect(message(bob, "better words")).toBeVisible();
  await expect(page.getByText(words.later.none)).toBeVisible();
  await page.keyboard.press("Escape");

  await plan(alice, "rather not");
  await bar(page).click();
  await page.getByRole("button", { name: words.later.delete, exact: true }).click();
  await expect(page.getByText(words.later.deleted)).toBeVisible();
  await expect.poll(held).toEqual([]);
  expect([...alice.errors, ...bob.errors]).toEqual([]);
});

test("is sealed anew when the keys change in between, and asked about when nobody was there to do it", async () => {
  await plan(alice, "with new keys");
  await changeKeys();
  await say(bob, "this brings a new epoch");
  await expect.poll(async () => (await held())[0]?.version).toBe(2);
  await passTime();
  await expect(message(bob, "with new keys")).toBeVisible({ timeout: 20_000 });

  await plan(alice, "too late");
  await alice.page.goto("about:blank");
  await changeKeys();
  await say(bob, "and another one");
  await passTime();
  await expect.poll(async () => (await held())[0]?.returned, { timeout: 20_000 }).toBe("E_STALE_EPOCH");
  // The author comes back two days later.
  await alice.page.clock.setFixedTime(Date.now() + 2 * 86_400_000);
  await alice.page.goto(address);
  await stuck(alice.page).click();
  await expect(sheet(alice.page).getByText("too late")).toBeVisible();
  await expectAccessible(alice.page);
  await expect(message(bob, "too late")).toBeHidden();
  await alice.page.getByRole("button", { name: words.later.sendNow, exact: true }).click();
  await expect(message(bob, "too late")).toBeVisible();
  await expect.poll(held).toEqual([]);
  expect([...alice.errors, ...bob.errors]).toEqual([]);
});
