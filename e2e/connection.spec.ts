/** Stories of bad connections: offline and back, sockets blocked, two tabs at once. */
import { expect, type Page, test } from "@playwright/test";
import {
  backendUrl,
  canary,
  composer,
  inNewTab,
  message,
  openFromList,
  type Person,
  say,
  signedUp,
  startWith,
  watch,
  words,
} from "./people";

let alice: Person;
let bob: Person;
/** The message a story begins with: both have it on their screens. */
let beginning = "";

test.beforeAll(async ({ browser }) => {
  [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
});

test.beforeEach(async () => {
  beginning = canary("beginning");
  alice = await inNewTab(alice);
  bob = await inNewTab(bob);
  await openFromList(alice, bob);
  await say(alice, beginning);
  await openFromList(bob, alice);
  await expect(message(bob, beginning)).toBeVisible();
});

test.afterAll(async () => {
  await alice.context.close();
  await bob.context.close();
});

/** What has been written since the story began, and its first message. */
const texts = async (page: Page) => {
  const all = await page.getByRole("log").locator("[data-bubble]").allInnerTexts();
  return all.slice(all.indexOf(beginning));
};

test("what is written offline waits on the device, survives a reload, and arrives once, in order", async () => {
  await alice.context.setOffline(true);
  for (const text of ["one", "two", "three"]) await say(alice, text);
  await expect(
    alice.page.getByText(words.send.queued).or(alice.page.getByText(words.send.sending)).first(),
  ).toBeVisible();
  await expect(alice.page.getByText(words.connection.offline).first()).toBeVisible();
  // Only the backend stays away for the reload: the page itself has to come from somewhere.
  await alice.page.route(`${backendUrl}/rest/**`, (route) => route.abort());
  await alice.context.setOffline(false);
  await alice.page.reload();
  for (const text of ["one", "two", "three"]) await expect(message(alice, text)).toBeVisible();
  await expect(message(bob, "one")).toBeHidden();
  await alice.page.unroute(`${backendUrl}/rest/**`);
  await expect(message(bob, "three")).toBeVisible({ timeout: 90_000 });
  const expected = [beginning, "one", "two", "three"];
  expect(await texts(bob.page)).toEqual(expected);
  await alice.page.reload();
  await expect(message(alice, "three")).toBeVisible();
  expect(await texts(alice.page)).toEqual(expected);
});

test("R07: with sockets blocked messages arrive by polling, and the page says so", async () => {
  await bob.page.routeWebSocket(/\/realtime\/v1\/websocket/, (socket) => socket.close());
  await bob.page.reload();
  await expect(composer(bob)).toBeVisible();
  await say(alice, "without a socket");
  await expect(message(bob, "without a socket")).toBeVisible({ timeout: 20_000 });
  await expect(bob.page.getByText(words.connection.polling).first()).toBeVisible();
  await say(bob, "and back");
  await expect(message(alice, "and back")).toBeVisible();
  expect(await texts(bob.page)).toEqual(await texts(alice.page));
});

test("two tabs of one person show the same, whoever of them sends", async () => {
  const second = await alice.context.newPage();
  const { errors } = watch(second);
  await second.goto(alice.page.url());
  const tab: Person = { ...alice, page: second };
  await expect(message(tab, beginning)).toBeVisible();
  for (let i = 0; i < 5; i++) {
    await say(alice, `first tab ${i}`);
    await say(tab, `second tab ${i}`);
  }
  await expect(message(bob, "second tab 4")).toBeVisible();
  await expect(message(bob, "first tab 4")).toBeVisible();
  await expect.poll(() => texts(bob.page)).toHaveLength(11);
  const atBob = await texts(bob.page);
  await expect.poll(() => texts(alice.page)).toEqual(atBob);
  await expect.poll(() => texts(second)).toEqual(atBob);
  expect(new Set(atBob).size).toBe(11);
  expect([...alice.errors, ...errors]).toEqual([]);
});

test("a lost socket heals by itself, and what was missed is there", async () => {
  await bob.context.setOffline(true);
  await say(alice, "while you were away");
  await bob.context.setOffline(false);
  await expect(message(bob, "while you were away")).toBeVisible({ timeout: 30_000 });
  await say(alice, "and now live again");
  await expect(message(bob, "and now live again")).toBeVisible({ timeout: 30_000 });
});
