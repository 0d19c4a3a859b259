/** Stories of accounts: another device, a forgotten password, a shared computer, locking, leaving. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import {
  composer,
  expectAccessible,
  expectNoDatabase,
  expectNothingKept,
  mailTo,
  makeKeys,
  message,
  newPerson,
  onNewDevice,
  openFromList,
  type Person,
  say,
  signIn,
  signUp,
  startWith,
  words,
} from "./people";

test.use({ serviceWorkers: "allow" });

let alice: Person;
let bob: Person;

/** The input with a label; a tab may carry the same words. */
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true }).and(page.locator("input"));

/** Two who have written to each other. A story that takes keys or devices from one of them has a pair of its own. */
async function acquaintances(browser: Browser): Promise<[Person, Person]> {
  const people: [Person, Person] = [await newPerson(browser, "Alice"), await newPerson(browser, "Bob")];
  const [alice, bob] = people;
  await Promise.all([signUp(alice), signUp(bob, false)]);
  await startWith(alice, bob);
  await say(alice, "an old message");
  return people;
}

test.beforeAll(async ({ browser }) => {
  [alice, bob] = await acquaintances(browser);
});

test("a new browser and the password show the whole history, and both devices go on together", async ({ browser }) => {
  const laptop = await onNewDevice(browser, alice);
  await signIn(laptop);
  await openFromList(laptop, bob);
  await expect(message(laptop, "an old message")).toBeVisible();
  await say(laptop, "from the laptop");
  await expect(message(alice, "from the laptop")).toBeVisible();
  await openFromList(bob, alice);
  await say(bob, "to both");
  await expect(message(alice, "to both")).toBeVisible();
  await expect(message(laptop, "to both")).toBeVisible();
  await expectAccessible(laptop.page);
  expect(laptop.errors).toEqual([]);
});

test("a remembered device opens without the password", async () => {
  await alice.page.reload();
  await expect(message(alice, "an old message")).toBeVisible();
  await alice.page.close();
  alice = { ...alice, page: await alice.context.newPage() };
  await openFromList(alice, bob);
  await expect(message(alice, "an old message")).toBeVisible();
});

test("A02: a forgotten password: the mail restores the login, the recovery code the history", async ({ browser }) => {
  const [alice, bob] = await acquaintances(browser);
  const fresh = await onNewDevice(browser, alice);
  const { page } = fresh;
  await page.goto("/recover");
  await page.getByLabel(words.auth.email, { exact: true }).fill(alice.email);
  await page.getByRole("button", { name: words.auth.recover.submit }).click();
  await expect(page.getByRole("heading", { name: words.auth.recover.sentTitle })).toBeVisible();
  const { link } = await mailTo(alice.email, /password/i);
  await page.goto(link);
  await page.getByRole("button", { name: words.auth.confirm.recoverySubmit }).click();
  await expect(page.getByRole("heading", { name: words.auth.newPassword.title })).toBeVisible();
  await expectAccessible(page);
  const password = "another five word passphrase";
  await page.getByLabel(words.auth.newPassword.label, { exact: true }).fill(password);
  await page.getByRole("button", { name: words.auth.newPassword.submit }).click();

  await expect(page.getByText(words.auth.unlock.passwordReset)).toBeVisible();
  const code = field(page, words.auth.unlock.withCode);
  const newPassword = field(page, words.auth.unlock.newPassword);
  await code.fill(alice.recoveryCode.replace(/.$/, "*"));
  if (await newPassword.isVisible()) await newPassword.fill(password);
  await page.getByRole("button", { name: words.auth.unlock.submit, exact: true }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await code.fill(alice.recoveryCode.toLowerCase());
  if (await newPassword.isVisible()) await newPassword.fill(password);
  await page.getByRole("button", { name: words.auth.unlock.submit, exact: true }).click();
  await expect(code).toBeHidden();
  await openFromList(fresh, bob);
  await expect(message(fresh, "an old message")).toBeVisible();

  const again = await onNewDevice(browser, { ...alice, password });
  await signIn(again);
  await openFromList(again, bob);
  await expect(message(again, "an old message")).toBeVisible();
});

test("who has lost password, code and devices starts over, and goes on once the other side has accepted the new keys", async ({
  browser,
}) => {
  const [alice, bob] = await acquaintances(browser);
  const fresh = await onNewDevice(browser, alice);
  const { page } = fresh;
  await page.goto("/recover");
  await page.getByLabel(words.auth.email, { exact: true }).fill(alice.email);
  await page.getByRole("button", { name: words.auth.recover.submit }).click();
  await expect(page.getByRole("heading", { name: words.auth.recover.sentTitle })).toBeVisible();
  await page.goto((await mailTo(alice.email, /password/i)).link);
  await page.getByRole("button", { name: words.auth.confirm.recoverySubmit }).click();
  const password = "begin again with five words";
  await page.getByLabel(words.auth.newPassword.label, { exact: true }).fill(password);
  await page.getByRole("button", { name: words.auth.newPassword.submit }).click();
  await page.getByRole("button", { name: words.auth.startOver.ask }).click();
  await expect(page.getByRole("heading", { name: words.auth.startOver.title })).toBeVisible();
  await expectAccessible(page);
  // The password was chosen a moment ago, and nobody is asked for it twice.
  await expect(page.getByLabel(words.auth.startOver.password, { exact: true })).toBeHidden();
  const submit = page.getByRole("button", { name: words.auth.startOver.submit });
  await submit.click();
  await expect(page.getByText(words.auth.startOver.mustUnderstand)).toBeVisible();
  await page.getByRole("checkbox", { name: words.auth.startOver.understood }).check();
  await submit.click();
  await expect(page.getByRole("heading", { name: words.auth.recovery.title })).toBeVisible();
  await page.getByRole("button", { name: words.auth.recovery.later }).click();
  await openFromList(fresh, bob);
  await expect(page.getByText(words.banner.startedOverTitle)).toBeVisible();
  await expect(page.getByText("an old message")).toBeHidden();
  await expectAccessible(page);

  // Bob, whose browser was open all the time, is told at once, and nothing of his goes to the new keys unasked.
  await openFromList(bob, alice);
  const changed = words.banner.keyChangedTitle.replace("{name}", alice.name);
  await expect(bob.page.getByText(changed)).toBeVisible();
  await bob.page.getByRole("link", { name: words.banner.compare, exact: true }).click();
  await expect(bob.page.getByRole("button", { name: words.safety.accept })).toBeVisible();
  await expectAccessible(bob.page);
  await bob.page.getByRole("button", { name: words.safety.accept }).click();
  await expect(bob.page.getByRole("button", { name: words.safety.mark })).toBeVisible();
  await openFromList(bob, alice);
  await say(bob, "is that you?");
  await expect(message(fresh, "is that you?")).toBeVisible();
  await expect(page.getByText(words.banner.startedOverTitle)).toBeHidden();
  await say(fresh, "yes, with new keys");
  await expect(message(bob, "yes, with new keys")).toBeVisible();
  await expect(message(bob, "an old message")).toBeVisible();
});

test("O07: a reset for an unknown address says the same as for a known one", async ({ browser }) => {
  const answers: string[] = [];
  for (const email of [alice.email, "nobody@parley.test"]) {
    const { page } = await onNewDevice(browser, alice);
    await page.goto("/recover");
    await page.getByLabel(words.auth.email, { exact: true }).fill(email);
    await page.getByRole("button", { name: words.auth.recover.submit }).click();
    await expect(page.getByRole("heading", { name: words.auth.recover.sentTitle })).toBeVisible();
    answers.push((await page.getByRole("main").innerText()).replaceAll(email, "…"));
  }
  expect(answers[0]).toBe(answers[1]);
});

test("a shared computer keeps nothing: no database, and the password again after a reload", async ({ browser }) => {
  const library = await onNewDevice(browser, alice);
  await signIn(library, "shared");
  await openFromList(library, bob);
  await expect(message(library, "an old message")).toBeVisible();
  await expectNoDatabase(library.page);
  await library.page.reload();
  const password = field(library.page, words.auth.unlock.withPassword);
  await expect(password).toBeVisible();
  await password.fill(alice.password);
  await library.page.getByRole("button", { name: words.auth.unlock.submit, exact: true }).click();
  await expect(message(library, "an old message")).toBeVisible();
  await expectNoDatabase(library.page);
});

test("A01: locking wipes the screen, a wrong password opens nothing and asks the server nothing", async () => {
  const { page } = alice;
  await page.goto("/settings/security");
  await page.getByRole("button", { name: words.settings.security.lockNow }).click();
  const password = field(page, words.auth.unlock.withPassword);
  await expect(password).toBeVisible();
  await expectAccessible(page);
  await password.fill("not the password at all");
  await page.getByRole("button", { name: words.auth.unlock.submit, exact: true }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByText("an old message")).toBeHidden();
  await password.fill(alice.password);
  await page.getByRole("button", { name: words.auth.unlock.submit, exact: true }).click();
  await expect(password).toBeHidden();
  await openFromList(alice, bob);
  await expect(message(alice, "an old message")).toBeVisible();
});

test("a changed password opens a new device, the old one does not", async ({ browser }) => {
  const { page } = alice;
  const next = "a different long password";
  await page.goto("/settings/security");
  await page.getByRole("button", { name: words.settings.security.change }).click();
  await field(page, words.settings.security.current).fill(alice.password);
  await field(page, words.settings.security.next).fill(next);
  await page.getByRole("button", { name: words.settings.security.change }).click();
  await expect(page.getByText(words.settings.security.changed)).toBeVisible();
  const old = await onNewDevice(browser, alice);
  alice = { ...alice, password: next };
  const fresh = await onNewDevice(browser, alice);
  await signIn(fresh);
  await openFromList(fresh, bob);
  await expect(message(fresh, "an old message")).toBeVisible();
  await old.page.goto("/sign-in");
  await field(old.page, words.auth.email).fill(old.email);
  await field(old.page, words.auth.password).fill(old.password);
  await old.page.getByRole("button", { name: words.auth.signIn.submit }).click();
  await expect(old.page.getByRole("alert").first()).toBeVisible();
});

test("W02: signing out leaves nothing in the browser, for the next person too", async () => {
  const { page, context } = alice;
  await page.goto("/settings/security");
  await page.getByRole("button", { name: words.settings.security.signOut }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: words.settings.security.signOut }).click();
  await page.waitForURL(/sign-in|\/$/);
  await expectNothingKept(page);
  const login = async () => (await context.cookies()).filter(({ name }) => name.includes("auth-token"));
  await expect.poll(login).toEqual([]);
  await page.goto("/chats");
  await page.waitForURL("**/sign-in*");
});

test("the link of the mail confirms in another tab, and the password makes the keys there", async ({ browser }) => {
  const carol = await newPerson(browser, "Carol");
  const { page } = carol;
  await page.goto("/sign-up");
  await page.getByLabel(words.auth.name, { exact: true }).fill(carol.name);
  await page.getByLabel(words.auth.email, { exact: true }).fill(carol.email);
  await page.getByLabel(words.auth.password, { exact: true }).fill(carol.password);
  await page.getByRole("button", { name: words.auth.signUp.submit }).click();
  await expect(page.getByRole("heading", { name: words.auth.code.title })).toBeVisible();
  const { link } = await mailTo(carol.email);
  const other = { ...carol, page: await carol.context.newPage() };
  await other.page.goto(link);
  await other.page.getByRole("button", { name: words.auth.confirm.submit }).click();
  const goOn = other.page
    .getByRole("link", { name: words.auth.confirm.open })
    .or(other.page.getByRole("button", { name: words.auth.confirm.open }));
  const welcome = other.page.getByRole("heading", { name: words.auth.welcome.title });
  await expect(goOn.or(welcome).first()).toBeVisible();
  if (!(await welcome.isVisible())) await goOn.click();
  await makeKeys(other, false);
  await startWith(other, bob);
  await expect(composer(other)).toBeVisible();
});
