/** Stories of first contact and invitations: a stranger asks, and links lead into groups. */
import { expect, type Page, test } from "@playwright/test";
import {
  canary,
  composer,
  expectAccessible,
  expectState,
  message,
  newPerson,
  openFromList,
  say,
  signedUp,
  signUp,
  signUpHere,
  startWith,
  words,
} from "./people";
import { expectNowhere } from "./search-everything";

test("a stranger has one message until the other accepts, and learns nothing before", async ({ browser }) => {
  const [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob, "strangers");
  await say(alice, "hello, stranger");
  await expect(alice.page.getByText("Bob has not accepted yet")).toBeVisible();
  await expect(composer(alice)).toBeDisabled();

  await openFromList(bob, alice);
  await expect(message(bob, "hello, stranger")).toBeVisible();
  await expect(bob.page.getByText("Alice wants to write to you")).toBeVisible();
  await expect(composer(bob)).toBeDisabled();
  await expectAccessible(bob.page);
  await expectState(alice, "hello, stranger", "sent");
  await bob.page.getByRole("button", { name: words.requests.accept, exact: true }).click();
  await expect(composer(bob)).toBeEnabled();
  await expect(composer(alice)).toBeEnabled();
  await expectState(alice, "hello, stranger", "read");
  await say(alice, "thank you");
  await expect(message(bob, "thank you")).toBeVisible();
  expect([...alice.errors, ...bob.errors]).toEqual([]);
});

test("a declined stranger is gone from the list, and is not told", async ({ browser }) => {
  const [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob, "strangers");
  await say(alice, "buy my watches");
  await openFromList(bob, alice);
  await bob.page.getByRole("button", { name: words.requests.decline, exact: true }).click();
  await bob.page.getByRole("dialog").getByRole("button", { name: words.requests.decline }).click();
  await bob.page.waitForURL("**/chats");
  await expect(bob.page.getByRole("link", { name: /Alice/ })).toHaveCount(0);
  await alice.page.reload();
  await expect(alice.page.getByText("Bob has not accepted yet")).toBeVisible();
});

async function choose(page: Page, handle: string): Promise<void> {
  await page.getByLabel(words.groups.byHandle).fill(handle);
  await page.getByRole("button", { name: words.groups.choose, exact: true }).click();
  await expect(page.getByRole("list", { name: words.groups.chosen })).toBeVisible();
}

test("whoever is put into a group by a stranger is asked, may decline, and may come round", async ({ browser }) => {
  test.slow();
  const [mallory, alice, bob] = await signedUp(browser, "Mallory", "Alice", "Bob");
  await startWith(mallory, bob);
  const title = canary("club");
  await mallory.page.goto("/new/group");
  await mallory.page.getByLabel(words.groups.title, { exact: true }).fill(title);
  for (const { handle } of [alice, bob]) {
    await choose(mallory.page, handle);
  }
  await mallory.page.getByRole("button", { name: words.groups.create }).click();
  await mallory.page.waitForURL("**/c/*");
  await say(mallory, "welcome to the club");

  // Bob knows her; Alice does not.
  await bob.page.getByRole("link", { name: title }).click();
  await expect(message(bob, "welcome to the club")).toBeVisible();
  await expect(composer(bob)).toBeEnabled();
  const row = alice.page.getByRole("link", { name: title });
  await expect(row.getByText(words.list.request, { exact: true })).toBeVisible();
  await expect(row.getByText(/unread/)).toHaveCount(0);
  await row.click();
  await expect(message(alice, "welcome to the club")).toBeVisible();
  await expect(alice.page.getByText("Mallory put you in this group")).toBeVisible();
  await expect(composer(alice)).toBeDisabled();
  await expectAccessible(alice.page);
  await expectState(mallory, "welcome to the club", "sent");

  await alice.page.getByRole("button", { name: words.requests.decline, exact: true }).click();
  await alice.page.getByRole("dialog").getByRole("button", { name: words.requests.decline }).click();
  await alice.page.waitForURL("**/chats");
  await expect(row).toHaveCount(0);
  await expect(mallory.page.getByText("Alice left")).toBeVisible();
  await expect(row).toHaveCount(0);

  await mallory.page.getByRole("button", { name: words.conversation.details, exact: true }).click();
  await mallory.page.getByRole("button", { name: words.groups.add, exact: true }).click();
  await choose(mallory.page, alice.handle);
  await mallory.page
    .getByRole("dialog")
    .getByRole("button", { name: /^Add 1 person/ })
    .click();
  await row.click();
  await alice.page.getByRole("button", { name: words.requests.accept, exact: true }).click();
  await expect(composer(alice)).toBeEnabled();
  await say(alice, "here I am");
  await alice.page.goto("/chats");
  await say(mallory, "good to have you");
  await expect(row.getByText("1 unread message")).toHaveCount(1);
  await expect(row.getByText(words.list.request, { exact: true })).toHaveCount(0);
  expect([...mallory.errors, ...alice.errors, ...bob.errors]).toEqual([]);
});

test("a link leads into a group: its maker's browser lets in, without anybody's hand", async ({ browser }) => {
  test.slow();
  const alice = await newPerson(browser, "Alice");
  // Bob has a phone, and no account yet.
  const bob = await newPerson(browser, "Bob", { viewport: { width: 390, height: 844 } });
  await signUp(alice, false);
  const title = canary("club");
  await alice.page.goto("/new/group");
  await alice.page.getByLabel(words.groups.title, { exact: true }).fill(title);
  await alice.page.getByRole("button", { name: words.groups.create }).click();
  await alice.page.waitForURL("**/c/*");
  await alice.page.getByRole("button", { name: words.conversation.details, exact: true }).click();
  await alice.page.getByRole("button", { name: words.invites.open }).click();
  const dialog = alice.page.getByRole("dialog");
  await dialog.getByRole("button", { name: words.invites.make }).click();
  const link = await dialog.getByLabel(words.invites.link, { exact: true }).inputValue();
  await dialog.getByRole("button", { name: words.invites.done }).click();

  await bob.page.goto(link);
  await expect(bob.page.getByText(words.auth.invited)).toBeVisible();
  await bob.page.getByRole("link", { name: words.auth.signIn.signUp }).click();
  await expect(bob.page.getByText(words.auth.invited)).toBeVisible();
  await signUpHere(bob, false, "**/join/*");
  await expect(bob.page.getByRole("heading", { name: title })).toBeVisible();
  await expect(bob.page.getByText("Alice invites you")).toBeVisible();
  await expectAccessible(bob.page);
  await bob.page.getByRole("button", { name: words.join.ask }).click();
  await bob.page.waitForURL("**/c/*");
  await expect(bob.page.getByText("Alice added you. You read what is written from here on")).toBeVisible();
  const text = canary("hello");
  await say(bob, text);
  await expect(message(alice, text)).toBeVisible();

  // A link that has ended, or was cut, says so and nothing else.
  const secret = new URL(link).hash.slice(1).split(".")[0] ?? "";
  await bob.page.goto(link.replace(/#.*/, `#${secret.slice(0, 20)}`));
  await expect(bob.page.getByText(words.join.endedTitle)).toBeVisible();
  await expectNowhere([title, text, secret], [...alice.frames, ...bob.frames]);
  expect([...alice.errors, ...bob.errors]).toEqual([]);
});
