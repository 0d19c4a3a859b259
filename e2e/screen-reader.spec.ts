/** Stories of people who hear the page: every message is a sentence, keys reach messages that are not drawn, and news is said once. */
import { expect, type Page, test } from "@playwright/test";
import { composer, expectAccessible, openFromList, say, signedUp, startWith, words } from "./people";

const log = (page: Page) => page.getByRole("log");
const focused = (page: Page) => page.locator("[data-message]:focus");
/** Every line that is added to a polite region from now on, as a screen reader would be told of it. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node.parentElement?.closest("[role=status]") && node.textContent?.startsWith("Alice: "))
            told.push(node.textContent ?? "");
    }).observe(document.body, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { told: string[] }).told);
}

/** Tall enough that a window of the list holds only a few of them. */
const tall = (number: number) => `Message ${number}${"\nline after line".repeat(24)}`;

test("messages are sentences, keys walk beyond what is drawn, and new ones are read out once", async ({ browser }) => {
  test.slow();
  const [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
  for (let number = 1; number <= 10; number++) {
    await composer(alice).fill(tall(number));
    await composer(alice).press("Enter");
  }
  await openFromList(bob, alice);
  const { page } = bob;
  await expect(log(page).getByText(/^Message 1\s/)).toBeInViewport();
  await log(page).focus();
  await page.keyboard.press("End");
  await expect(log(page).getByText("Message 10")).toBeInViewport();

  // Who, what, when; numbered by the log.
  const last = log(page).getByRole("article").last();
  await expect(last).toHaveAccessibleName(/^Alice: Message 10\s.*\. \d{1,2}:\d{2}/s);
  const placeOf = async () => Number(await focused(page).getAttribute("aria-posinset"));
  await expect(log(page)).toHaveAccessibleDescription(words.conversation.walk);
  await expectAccessible(page);

  // Whoever walks through the page without its focus presses what is not to be seen.
  await last.getByRole("button", { name: words.message.menu }).dispatchEvent("click");
  await expect(page.getByRole("menuitem", { name: words.message.reply, exact: true })).toBeVisible();
  await page.keyboard.press("Escape");

  // Most of the past is not drawn; walking reaches all of it, one by one.
  await expect(log(page).getByRole("article", { name: /^Alice: Message 1\s/ })).toHaveCount(0);
  await log(page).focus();
  await page.keyboard.press("ArrowUp");
  await expect(focused(page)).toHaveAccessibleName(/^Alice: Message 10\s/);
  for (let number = 9; number >= 1; number--) {
    const before = await placeOf();
    await page.keyboard.press("ArrowUp");
    await expect(focused(page)).toHaveAccessibleName(new RegExp(`^Alice: Message ${number}\\s`));
    expect(await placeOf()).toBe(before - 1);
  }
  await page.keyboard.press("ArrowUp");
  await expect(focused(page)).toHaveAccessibleName(/^Alice: Message 1\s/);
  await page.keyboard.press("End");
  await expect(focused(page)).toHaveAccessibleName(/^Alice: Message 10\s/);
  await page.keyboard.press("Home");
  await expect(focused(page)).toHaveAccessibleName(/^Alice: Message 1\s/);
  // The list moves on under the focus, and the focus is not lost.
  await page.mouse.move(600, 300);
  await expect(async () => {
    await page.mouse.wheel(0, 3_000);
    await expect(log(page).getByText("Message 10")).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect(focused(page)).toHaveAccessibleName(/^Alice: Message 1\s/);

  // News is polite, complete and said once; own words are not news. The same words twice are two messages.
  const heard = await listen(page);
  await say(alice, "ten o’clock");
  await expect.poll(heard).toEqual(["Alice: ten o’clock"]);
  await composer(alice).fill("ten o’clock");
  await composer(alice).press("Enter");
  await expect.poll(heard).toEqual(["Alice: ten o’clock", "Alice: ten o’clock"]);
  await say(bob, "see you there");
  await say(alice, "good");
  await expect.poll(heard).toEqual(["Alice: ten o’clock", "Alice: ten o’clock", "Alice: good"]);
  await expect(log(page).getByRole("article", { name: /^You: see you there\. .+/ })).toBeVisible();
  expect([...alice.errors, ...bob.errors]).toEqual([]);
});
