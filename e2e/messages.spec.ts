/** Stories of what one does with messages: answer, edit, react, pin, delete, poll, thread, mention. */
import { expect, test } from "@playwright/test";
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

let alice: Person;
let bob: Person;

const row = ({ page }: Person, text: string) => page.getByRole("article").filter({ hasText: text });
/** Opens the menu of a message by its keys, and chooses. */
async function choose(person: Person, text: string, verb: string): Promise<void> {
  await row(person, text).first().focus();
  await person.page.keyboard.press("Enter");
  await person.page.getByRole("menuitem", { name: verb, exact: true }).click();
}

// One pair of people, and a greeting of its own for each story.
let hello: string;
let stories = 0;

test.beforeAll(async ({ browser }) => {
  [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
});

test.beforeEach(async () => {
  hello = `hello, the ${++stories}.`;
  await say(alice, hello);
  if (stories === 1) await openFromList(bob, alice);
  await expect(message(bob, hello)).toBeVisible();
});

test.afterAll(async () => {
  await alice.context.close();
  await bob.context.close();
});

test("an answer, an edit and a reaction reach the other", async () => {
  await choose(bob, hello, words.message.reply);
  await expect(bob.page.getByText(words.composer.replying.replace("{name}", "Alice"))).toBeVisible();
  await say(bob, "hello to you");
  await expect(row(alice, "hello to you").getByRole("button", { name: hello })).toBeVisible();

  await composer(alice).press("ArrowUp");
  await expect(composer(alice)).toHaveValue(hello);
  await composer(alice).fill(`${hello} **Bob**`);
  await composer(alice).press("Enter");
  await expect(bob.page.getByRole("log").locator("strong", { hasText: "Bob" })).toBeVisible();
  await bob.page.getByRole("button", { name: words.message.edited }).click();
  await expect(bob.page.getByRole("dialog").getByText(hello, { exact: true })).toBeVisible();
  await expectAccessible(bob.page);
  await bob.page.keyboard.press("Escape");

  await row(bob, `${hello} Bob`).first().focus();
  await bob.page.keyboard.press("Enter");
  await bob.page.getByRole("menuitem", { name: words.message.reactWith.replace("{emoji}", "🙏") }).click();
  const reaction = alice.page.getByRole("button", { name: /Bob.*🙏/ });
  await expect(reaction).toBeVisible();
  await reaction.click();
  const atBob = bob.page.getByRole("log").getByRole("button", { name: /🙏/ });
  await expect(atBob).toContainText("2");
  await reaction.click();
  await expect(atBob).not.toContainText("2");
  expect([...alice.errors, ...bob.errors]).toEqual([]);
});

test("under a mouse the verbs beside a message are there as soon as it comes, and not before", async () => {
  const said = row(bob, hello).first();
  await composer(bob).hover();
  await expect(said.getByRole("button", { name: words.message.reply, exact: true })).toHaveCount(0);
  await said.hover();
  await said.getByRole("button", { name: words.message.reply, exact: true }).click();
  await expect(bob.page.getByText(words.composer.replying.replace("{name}", "Alice"))).toBeVisible();
  await bob.page.keyboard.press("Escape");
  await said.getByRole("button", { name: words.message.more, exact: true }).click();
  await expect(bob.page.getByRole("menuitem", { name: words.message.reply, exact: true })).toBeVisible();
  await bob.page.keyboard.press("Escape");
});

test("what is deleted for everybody is gone everywhere; what is deleted for me stays with the other", async () => {
  await say(alice, "a secret");
  await expect(message(bob, "a secret")).toBeVisible();
  await choose(bob, hello, words.message.delete);
  await bob.page.getByRole("button", { name: words.message.deleteForMe }).click();
  await expect(message(bob, hello)).toBeHidden();
  await choose(alice, "a secret", words.message.delete);
  await alice.page.getByRole("button", { name: words.message.deleteForAll }).click();
  await expect(message(bob, "a secret")).toBeHidden();
  await expect(bob.page.getByText(words.row.deletedBy.replace("{name}", "Alice"))).toBeVisible();
  await expect(alice.page.getByText(words.row.deletedByMe)).toBeVisible();
  await expect(message(alice, hello)).toBeVisible();
  await bob.page.reload();
  await expect(bob.page.getByText(words.row.deletedBy.replace("{name}", "Alice"))).toBeVisible();
  await expect(message(bob, hello)).toBeHidden();
});

test("a message is pinned for all, starred for oneself, and found again", async () => {
  await choose(alice, hello, words.message.pin);
  await expect(bob.page.getByRole("button", { name: /Pinned/ }).first()).toBeVisible();
  await choose(bob, hello, words.message.star);
  await bob.page.getByRole("button", { name: words.kept.open }).click();
  const sheet = bob.page.getByRole("dialog");
  await expect(sheet.getByRole("button", { name: hello })).toHaveCount(2);
  await expectAccessible(bob.page);
  await sheet.getByRole("button", { name: hello }).first().click();
  await expect(sheet).toBeHidden();
  await choose(alice, hello, words.message.unpin);
  await expect(bob.page.getByRole("log").getByRole("img", { name: words.message.pinned })).toHaveCount(0);
});

test("a poll is voted on and ended; a thread has its own count", async () => {
  await alice.page.getByRole("button", { name: words.insert.label }).click();
  await alice.page.getByRole("menuitem", { name: words.insert.poll }).click();
  const form = alice.page.getByRole("dialog");
  await form.getByLabel(words.insert.question).fill("When?");
  await form.getByLabel("Answer 1").fill("Monday");
  await form.getByLabel("Answer 2").fill("Tuesday");
  await form.getByRole("button", { name: words.composer.send }).click();
  await bob.page.getByRole("button", { name: /Tuesday/ }).click();
  await expect(alice.page.getByRole("button", { name: /Tuesday/ })).toContainText("1");
  await alice.page.getByRole("button", { name: words.poll.end }).click();
  await expect(bob.page.getByText(words.poll.ended)).toBeVisible();
  await expect(bob.page.getByRole("button", { name: /Monday/ })).toBeDisabled();

  await choose(bob, hello, words.thread.reply);
  const thread = bob.page.getByRole("dialog");
  await thread.getByRole("textbox").fill("in the thread");
  await thread.getByRole("textbox").press("Enter");
  await expect(alice.page.getByRole("button", { name: /1 reply.*1 new/ })).toBeVisible();
  await expect(message(alice, "in the thread")).toHaveCount(0);
  await alice.page.getByRole("button", { name: /1 reply.*1 new/ }).click();
  await expect(alice.page.getByRole("dialog").getByText("in the thread")).toBeVisible();
  await alice.page.keyboard.press("Escape");
  await expect(alice.page.getByRole("button", { name: /^1 reply$/ })).toBeVisible();
});

test("what is done with a message of a thread stays in it, and so does what is being written there", async () => {
  const { page } = bob;
  await choose(bob, hello, words.thread.reply);
  const thread = page.getByRole("dialog", { name: words.thread.title });
  const writing = thread.getByRole("textbox");
  const said = canary("said");
  await writing.fill(said);
  await writing.press("Enter");
  await writing.fill("half a sentence");
  await thread.getByRole("article").filter({ hasText: said }).click({ button: "right" });
  await page.getByRole("menuitem", { name: words.message.reply, exact: true }).click();
  await expect(thread.getByText(words.composer.replying.replace("{name}", words.message.you))).toBeVisible();
  await expect(writing).toHaveValue("half a sentence");
  await writing.press("Enter");
  await expect(thread.getByRole("button", { name: said })).toBeVisible();

  await writing.fill("to be continued");
  await page.keyboard.press("Escape");
  await expect(thread).toBeHidden();
  await expect(message(bob, "half a sentence")).toHaveCount(0);
  await page.getByRole("button", { name: /^2 replies$/ }).click();
  await expect(writing).toHaveValue("to be continued");
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  // Looked for, it is found in its thread.
  const { page: looking } = alice;
  await looking.getByRole("searchbox", { name: words.list.searchLabel }).fill(said);
  await looking.getByRole("region", { name: words.search.messages }).getByRole("link").click();
  await expect(looking.getByRole("dialog", { name: words.thread.title }).getByText(said).first()).toBeInViewport();
  await looking.keyboard.press("Escape");
  await looking.getByRole("button", { name: words.list.clearSearch }).click();
  expect([...alice.errors, ...bob.errors]).toEqual([]);
});

test("who is named sees it in the list and is led to the message", async () => {
  await bob.page.goto("/settings");
  const tall = (n: number) => Array.from({ length: 9 }, (_, line) => `${n} line ${line}`).join("\n");
  const write = async (text: string) => {
    await composer(alice).fill(text);
    await composer(alice).press("Enter");
  };
  for (let n = 0; n < 6; n++) await write(tall(n));
  await write("@Bob look here");
  for (let n = 6; n < 12; n++) await write(tall(n));
  await expect(row(alice, "11 line 8")).toBeVisible();

  await bob.page.goto("/chats");
  await expect(
    bob.page.getByRole("link", { name: /Alice/ }).getByRole("img", { name: words.list.mentioned }),
  ).toBeVisible();
  await openFromList(bob, alice);
  const jump = bob.page.getByRole("button", { name: words.conversation.jumpNamed.one });
  await expect(jump).toBeVisible();
  await expectAccessible(bob.page);
  await jump.click();
  await expect(row(bob, "look here")).toBeInViewport();
  await expect(jump).toHaveCount(0);
  await bob.page
    .getByRole("button", { name: /newest message|new messages/ })
    .first()
    .click();
  await expect(row(bob, "11 line 8")).toBeInViewport();
  await bob.page.goto("/chats");
  await expect(bob.page.getByRole("img", { name: words.list.mentioned })).toHaveCount(0);
});
