/** Stories of what is each person's own: marks and folders, blocking, presence and receipts on wish, being signed in elsewhere. */
import { expect, test } from "@playwright/test";
import { connectDatabase } from "./database";
import {
  canary,
  composer,
  expectAccessible,
  expectNoDatabase,
  expectState,
  inNewTab,
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

// One pair for all stories. Each begins with a message nobody has seen yet, whatever the stories before have left.
let alice: Person;
let bob: Person;
let beginning = "";

test.beforeAll(async ({ browser }) => {
  [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
});

test.beforeEach(async () => {
  beginning = canary("beginning");
  bob = await inNewTab(bob);
  await openFromList(alice, bob);
  await say(alice, beginning);
});

const row = (person: Person, other: Person) =>
  person.page.getByRole("navigation").getByRole("link", { name: new RegExp(other.name) });
const choose = async (person: Person, other: Person, ...path: string[]) => {
  await row(person, other).click({ button: "right" });
  for (const name of path) await person.page.getByRole("menuitem", { name, exact: true }).click();
};

test("marks and folders: made from the row's menu, kept over a reload, seen on another device, seen by nobody else", async ({
  browser,
}) => {
  await bob.page.goto("/chats");
  await choose(bob, alice, words.list.pin);
  await choose(bob, alice, words.list.mute, words.list.muteEight);
  await choose(bob, alice, words.list.folders, words.list.folderNew);
  await bob.page.getByLabel(words.list.folderName).fill("Work");
  await bob.page.getByRole("button", { name: words.list.folderMake }).click();
  await expect(row(bob, alice).getByText(words.list.muted)).toBeAttached();
  await expect(bob.page).not.toHaveTitle(/^\(\d/);
  await expectAccessible(bob.page);

  const phone = await onNewDevice(browser, bob);
  await signIn(phone);
  await expect(row(phone, alice).getByText(words.list.pinned)).toBeAttached();
  await phone.page.getByRole("button", { name: "Work" }).click();
  await expect(row(phone, alice)).toBeVisible();
  await expect(row(alice, bob).getByText(words.list.pinned)).toHaveCount(0);

  await choose(phone, alice, words.list.unmute);
  await expect(row(bob, alice).getByText(words.list.muted)).toHaveCount(0);
  await expect(bob.page).toHaveTitle(/^\(1\) /);
  await choose(bob, alice, words.list.archive);
  await expect(row(bob, alice)).toHaveCount(0);
  await say(alice, "are you there?");
  await expect(row(bob, alice)).toBeVisible();
  await bob.page.reload();
  await expect(row(bob, alice).getByText("are you there?")).toBeVisible();
  await expect(row(bob, alice).getByText(words.list.pinned)).toHaveCount(0);
  // A device that is there when the thief comes would mend the damage before the next one sees it.
  await phone.context.close();
});

test("a blocked person is refused without being told, and is heard again afterwards", async () => {
  await openFromList(bob, alice);
  await expect(message(bob, beginning)).toBeVisible();
  const details = bob.page.getByRole("button", { name: words.conversation.details });
  const block = bob.page.getByRole("button", { name: words.block.block.replace("{name}", "Alice") });
  if (!(await block.isVisible())) await details.click();
  await block.click();
  await bob.page.getByRole("dialog").getByRole("button", { name: words.block.confirm, exact: true }).click();
  await expect(bob.page.getByText(words.block.bannerTitle.replace("{name}", "Alice"))).toBeVisible();

  await composer(alice).fill("why?");
  await composer(alice).press("Enter");
  await expect(alice.page.getByText(words.errors.refused.what)).toBeVisible();
  await expect(alice.page.getByText(/block/i)).toHaveCount(
    await alice.page.getByText(/^Block Bob$|^Blocking$/).count(),
  );

  await bob.page.goto("/settings/privacy");
  await expectAccessible(bob.page);
  await bob.page.getByRole("button", { name: words.block.unblockName.replace("{name}", "Alice") }).click();
  await expect(bob.page.getByText(words.settings.privacy.nobodyBlocked)).toBeVisible();
  await alice.page.getByRole("button", { name: words.send.retry }).click();
  await openFromList(bob, alice);
  await expect(message(bob, "why?")).toBeVisible();
});

test("who hides receipts gives none and sees none; who is here is seen, and hidden on wish", async () => {
  await bob.page.goto("/settings/privacy");
  await bob.page.getByRole("switch", { name: new RegExp(words.settings.privacy.receipts) }).click();
  await openFromList(bob, alice);
  await expect(message(bob, beginning)).toBeVisible();
  await say(bob, "I am");
  await expect(message(alice, "I am")).toBeVisible();
  await expectState(bob, "I am", "sent");
  await expectState(alice, beginning, "delivered");
  const head = alice.page.getByRole("main").getByRole("banner").or(alice.page.locator("main header"));
  await expect(head.getByText(words.presence.online).first()).toBeVisible();
  await bob.page.goto("/settings/privacy");
  await bob.page.getByRole("switch", { name: new RegExp(words.settings.privacy.presence) }).click();
  await openFromList(bob, alice);
  await alice.page.reload();
  await expect(message(alice, "I am")).toBeVisible();
  await expect(head.getByText(words.presence.online)).toHaveCount(0);
});

test("a browser that is signed out from another one leaves and wipes what it kept", async ({ browser }) => {
  const library = await onNewDevice(browser, alice);
  await signIn(library);
  await expect(row(library, bob)).toBeVisible();
  await alice.page.goto("/settings/devices");
  await expectAccessible(alice.page);
  await alice.page
    .getByRole("button", { name: /^Sign out .*Chrome/ })
    .first()
    .click();
  await library.page.waitForURL("**/sign-in**");
  await expectNoDatabase(library.page);
  await expect(alice.page.getByText(words.settings.devices.nowhereElse)).toBeVisible();
  await library.context.close();
});

test("the name and the status are seen by the other side; the idle lock is remembered", async () => {
  await alice.page.goto("/settings");
  await alice.page.getByRole("button", { name: words.settings.profile.changeName }).click();
  await alice.page.getByRole("textbox", { name: words.settings.profile.name }).fill("Alice King");
  await alice.page.getByRole("button", { name: words.settings.profile.save }).click();
  await expect(alice.page.getByText("Alice King").first()).toBeVisible();
  await alice.page.getByRole("button", { name: words.settings.profile.statusSet }).click();
  await alice.page.getByLabel(words.settings.profile.statusText).fill("On holiday");
  await alice.page.getByRole("button", { name: words.settings.profile.save }).click();
  await expect(alice.page.getByText("On holiday")).toBeVisible();
  await expectAccessible(alice.page);

  await bob.page.goto("/chats");
  await openFromList(bob, { name: "Alice King" });
  await expect(bob.page.locator("main header").getByText("On holiday")).toBeVisible();

  await alice.page.goto("/settings/security");
  await alice.page.getByLabel(words.settings.security.idle).selectOption("5");
  await alice.page.waitForTimeout(500);
  await alice.page.reload();
  await expect(alice.page.getByLabel(words.settings.security.idle)).toHaveValue("5");
});

test("settings and marks that a thief has written over come back on the next device, which says so", async ({
  browser,
}) => {
  const database = await connectDatabase();
  const vault = "from chat.vaults v join chat.profiles p using (user_id) where p.handle = $1";
  const version = async () =>
    (await database.query<{ at: string }>(`select v.store_version as at ${vault}`, [bob.handle])).rows[0]?.at;
  try {
    await bob.page.goto("/chats");
    const before = await version();
    await choose(bob, alice, words.list.pin);
    await expect.poll(version).not.toBe(before);
    await expect(row(bob, alice).getByText(words.list.pinned)).toBeAttached();
    await bob.context.close();
    // What a stolen login can do: bytes that nobody can open.
    const { rowCount } = await database.query(
      `update chat.vaults set store = decode(repeat('5a', 400), 'hex'), store_version = store_version + 1
         where user_id = (select user_id from chat.profiles where handle = $1)`,
      [bob.handle],
    );
    expect(rowCount).toBe(1);

    const phone = await onNewDevice(browser, bob);
    await signIn(phone);
    await expect(row(phone, alice).getByText(words.list.pinned)).toBeAttached();
    await expect(phone.page.getByText(words.list.restored)).toBeVisible();
    await expectAccessible(phone.page);
    await phone.page.getByRole("link", { name: words.list.restoredAction }).click();
    await phone.page.waitForURL("**/settings/devices");
    bob = phone;
  } finally {
    await database.end();
  }
});
