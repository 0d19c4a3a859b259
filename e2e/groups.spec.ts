/** Stories of groups: made, grown, ruled, handed over, shrunk and left, with a browser for each of three people. */
import { expect, type Page, test } from "@playwright/test";
import { canary, expectAccessible, message, newPerson, type Person, say, signedUp, signUp, words } from "./people";
import { expectNowhere } from "./search-everything";

const details = (page: Page) => page.getByRole("complementary", { name: words.details.title });
const dialog = (page: Page) => page.getByRole("dialog");

async function openDetails({ page }: Person): Promise<void> {
  if (!(await details(page).isVisible()))
    await page.getByRole("button", { name: words.conversation.details, exact: true }).click();
  await expect(details(page)).toBeVisible();
}

async function choose({ page }: Person, handle: string): Promise<void> {
  await page.getByLabel(words.groups.byHandle).fill(handle);
  await page.getByRole("button", { name: words.groups.choose, exact: true }).click();
  await expect(page.getByRole("list", { name: words.groups.chosen })).toBeVisible();
}

async function makeGroup(person: Person, title: string, handles: readonly string[]): Promise<void> {
  const { page } = person;
  await page.goto("/new");
  await page.getByRole("link", { name: new RegExp(words.groups.new) }).click();
  await page.getByLabel(words.groups.title, { exact: true }).fill(title);
  for (const handle of handles) await choose(person, handle);
  await expectAccessible(page);
  await page.getByRole("button", { name: words.groups.create }).click();
  await page.waitForURL("**/c/*");
}

async function openGroup({ page }: Person, title: string): Promise<void> {
  await page.getByRole("link", { name: new RegExp(title) }).click();
  await page.waitForURL("**/c/*");
  await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
}

/** They do not know who put them in: they are asked first. */
async function accept({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: words.requests.accept, exact: true }).click();
  await expect(page.getByRole("button", { name: words.requests.accept, exact: true })).toBeHidden();
}

async function manage({ page }: Person, name: string, what: string): Promise<void> {
  await page.getByRole("button", { name: `Manage ${name}` }).click();
  await page.getByRole("menuitem", { name: what }).click();
  await dialog(page).getByRole("button", { name: what }).click();
  await expect(dialog(page)).toBeHidden();
}

test("a group is made, grows, is handed over, loses somebody and is left; the server can read none of it", async ({
  browser,
}) => {
  test.slow();
  const [alice, bob, carol] = await signedUp(browser, "Alice", "Bob", "Carol");

  const title = canary("title");
  await makeGroup(alice, title, [bob.handle]);
  const before = canary("before");
  await say(alice, before);
  await openGroup(bob, title);
  await expect(message(bob, before)).toBeVisible();
  await accept(bob);

  // Carol comes later: she is told that she reads from here on, and reads nothing from before.
  await openDetails(alice);
  await details(alice.page).getByRole("button", { name: words.groups.add, exact: true }).click();
  await choose(alice, carol.handle);
  await dialog(alice.page)
    .getByRole("button", { name: /^Add 1 person/ })
    .click();
  await expect(dialog(alice.page)).toBeHidden();
  await expect(bob.page.getByText("Alice added Carol")).toBeVisible();
  await openGroup(carol, title);
  await accept(carol);
  await expect(carol.page.getByText("Alice added you. You read what is written from here on")).toBeVisible();
  const after = canary("after");
  await say(bob, after);
  await expect(message(carol, after)).toBeVisible();
  await expect(message(carol, before)).toHaveCount(0);
  await expectAccessible(carol.page);

  // Rules and title, each with a line that says who did it.
  await details(alice.page)
    .getByRole("button", { name: `Change: ${words.groups.title}` })
    .click();
  const renamed = canary("renamed");
  await dialog(alice.page).getByLabel(words.groups.title).fill(renamed);
  await dialog(alice.page).getByRole("button", { name: words.groups.save }).click();
  await expect(carol.page.getByRole("heading", { name: renamed, level: 1 })).toBeVisible();
  await expect(carol.page.getByText(`Alice named the group “${renamed}”`)).toBeVisible();

  // Bob becomes admin and removes Carol: it ends for her, she keeps what she had, and hears nothing more.
  await manage(alice, "Bob", words.groups.nameAdmin);
  await openDetails(bob);
  await manage(bob, "Carol", words.groups.remove);
  await expect(carol.page.getByText("Bob removed you")).toBeVisible();
  await expect(carol.page.getByText(words.banner.endedTitle).last()).toBeVisible();
  const secret = canary("secret");
  await say(bob, secret);
  await expect(message(alice, secret)).toBeVisible();
  await carol.page.reload();
  await expect(message(carol, after)).toBeVisible();
  await expect(message(carol, secret)).toHaveCount(0);
  await carol.page.getByRole("button", { name: words.groups.forget }).click();
  await dialog(carol.page).getByRole("button", { name: words.groups.forget }).click();
  await carol.page.waitForURL("**/chats");
  await expect(carol.page.getByRole("link", { name: new RegExp(renamed) })).toHaveCount(0);

  // Alice leaves; Bob's browser makes the next key by itself.
  await details(alice.page).getByRole("button", { name: words.groups.leave }).click();
  await dialog(alice.page).getByRole("button", { name: words.groups.leave }).click();
  await expect(bob.page.getByText("Alice left")).toBeVisible();
  await expect(alice.page.getByText(words.banner.endedTitle).last()).toBeVisible();
  await expectAccessible(bob.page);

  const frames = [...alice.frames, ...bob.frames, ...carol.frames];
  await expectNowhere([title, renamed, before, after, secret], frames);
  expect([...alice.errors, ...bob.errors, ...carol.errors]).toEqual([]);
});

test("everybody has one note to themselves, which only they can read", async ({ browser }) => {
  const alice = await newPerson(browser, "Alice");
  await signUp(alice, false);
  const note = () => alice.page.getByRole("button", { name: new RegExp(`^${words.groups.note}`) });
  await alice.page.goto("/new");
  await note().click();
  await alice.page.waitForURL("**/c/*");
  const address = alice.page.url();
  const text = canary("note");
  await say(alice, text);
  await expect(alice.page.getByText(words.conversation.beginningNote)).toBeVisible();
  await alice.page.goto("/new");
  await note().click();
  await alice.page.waitForURL(address);
  await expect(message(alice, text)).toBeVisible();
  await expectNowhere([text], alice.frames);
  expect(alice.errors).toEqual([]);
});
