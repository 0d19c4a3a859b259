/** Stories of people who use no pointer: from signing up to a sent message, and the keys of the messenger. */
import { expect, type Page, test } from "@playwright/test";
import { composer, mailTo, message, newPerson, say, signedUp, signUp, startWith, words } from "./people";

/** Presses Tab until what has the focus carries this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return "";
      const label = element.getAttribute("aria-label") ?? (element as HTMLInputElement).labels?.[0]?.textContent;
      return (label ?? element.textContent).trim();
    });
    if (focused === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches "${name}"`);
}

/** What has the focus is drawn so that one sees it. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const drawn = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return false;
    const own = getComputedStyle(element);
    const around = element.closest(":focus-within:has(:focus)")?.parentElement?.parentElement;
    const ring = (style: CSSStyleDeclaration) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return ring(own) || (around !== null && around !== undefined && ring(getComputedStyle(around)));
  });
  expect(drawn).toBe(true);
}

test("somebody signs up, starts a conversation and sends a message without a pointer", async ({ browser }) => {
  const bob = await newPerson(browser, "Bob");
  await signUp(bob, false);
  const alice = await newPerson(browser, "Alice");
  const { page } = alice;
  const press = (key: string) => page.keyboard.press(key);
  const type = (text: string) => page.keyboard.type(text);

  await page.goto("/");
  await tabTo(page, words.landing.signUp);
  await expectVisibleFocus(page);
  await press("Enter");
  await page.waitForURL("**/sign-up");
  await tabTo(page, words.auth.name);
  await type(alice.name);
  await tabTo(page, words.auth.email);
  await type(alice.email);
  await tabTo(page, words.auth.password);
  await type(alice.password);
  await press("Enter");
  await expect(page.getByRole("heading", { name: words.auth.code.title })).toBeVisible();
  await tabTo(page, words.auth.code.label);
  await type((await mailTo(alice.email)).code);
  await expect(page.getByRole("heading", { name: words.auth.welcome.title })).toBeVisible();
  await tabTo(page, words.auth.welcome.handle);
  await type(alice.handle);
  await press("Enter");
  await expect(page.getByRole("heading", { name: words.auth.recovery.title })).toBeVisible();
  await tabTo(page, words.auth.recovery.later);
  await press("Enter");
  await page.waitForURL("**/chats");

  await expect(page.getByRole("link", { name: words.nav.new })).toBeVisible();
  await press("Alt+KeyN");
  await page.waitForURL("**/new");
  await tabTo(page, words.new.handle);
  await type(bob.handle);
  await press("Enter");
  await expect(page.getByRole("button", { name: words.new.start })).toBeVisible();
  await tabTo(page, words.new.start);
  await expectVisibleFocus(page);
  await press("Enter");
  await page.waitForURL("**/c/*");
  await expect(composer(alice)).toBeVisible();
  await tabTo(page, `Message to ${bob.name}`);
  await type("written without a pointer");
  await press("Enter");
  await expect(message(alice, "written without a pointer")).toBeVisible();
  expect(alice.errors).toEqual([]);
});

test("the palette, the list of keys and the edge of the list work by keys and remember", async ({ browser }) => {
  const [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
  await say(alice, "hello");
  const { page } = alice;
  const { keyboard } = page;

  await keyboard.press("Escape");
  await page.waitForURL("**/chats");
  await keyboard.press("Control+k");
  const palette = page.getByRole("combobox", { name: words.palette.title });
  await expect(palette).toBeFocused();
  await keyboard.type("bob");
  await expect(page.getByRole("option").first()).toContainText(bob.name);
  await keyboard.press("Enter");
  await page.waitForURL("**/c/*");
  await expect(message(alice, "hello")).toBeVisible();
  await expect(palette).toBeHidden();

  await keyboard.press("Control+k");
  await keyboard.type("no such thing");
  await expect(page.getByText(words.palette.nothing)).toBeVisible();
  await keyboard.press("Escape");
  await expect(palette).toBeHidden();
  expect(page.url()).toContain("/c/");

  await keyboard.press("Control+/");
  await expect(page.getByRole("dialog", { name: words.keys.title })).toBeVisible();
  await keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  const edge = page.getByRole("separator", { name: words.nav.listWidth });
  const width = async () => (await page.locator("#list").boundingBox())?.width ?? 0;
  const before = await width();
  await edge.focus();
  for (let i = 0; i < 3; i++) await keyboard.press("ArrowRight");
  expect(await width()).toBeCloseTo(before + 48, 0);
  await page.reload();
  await expect(message(alice, "hello")).toBeVisible();
  expect(await width()).toBeCloseTo(before + 48, 0);
  await edge.focus();
  await keyboard.press("Enter");
  expect(await width()).toBeCloseTo(before, 0);
  expect(alice.errors).toEqual([]);
});
