/** What a thumb needs: 44 px under every control, and the menu of the message it rests on. */
import { devices, expect, type Page, test } from "@playwright/test";
import arabic from "../messages/ar.json" with { type: "json" };
import { expectState, inNewTab, message, newPerson, type Person, say, signUp, startWith, words } from "./people";

const phone = { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } };

/** Controls of which less than 44 px can be hit, with what reaches beyond them counted. Links within a line of text are text. */
async function expectThumbs(page: Page, where: string): Promise<void> {
  const small = await page.evaluate(() => {
    const found: string[] = [];
    const controls = 'a[href], button, input, select, textarea, [role="button"], [role="menuitem"], [role="tab"]';
    for (const control of document.querySelectorAll<HTMLElement>(controls)) {
      if (!control.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      // What belongs to a label or a row is pressed through it.
      const element = control.closest<HTMLElement>("label") ?? control;
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || box.right < 0 || box.bottom < 0) continue;
      if (control.getAttribute("aria-hidden") === "true" || getComputedStyle(element).display === "inline") continue;
      const after = getComputedStyle(element, "::after");
      const reach = after.content !== "none" && after.position === "absolute";
      const width = Math.max(box.width, reach ? parseFloat(after.width) || 0 : 0);
      const height = Math.max(box.height, reach ? parseFloat(after.height) || 0 : 0);
      if (width < 43.5 || height < 43.5)
        found.push(`${control.getAttribute("aria-label") ?? control.textContent}: ${width} × ${height}`);
    }
    return found;
  });
  expect(small, where).toEqual([]);
}

test("what is too small for a thumb is found", async ({ browser }) => {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.setContent(
    '<meta name="viewport" content="width=device-width"><button style="height:30px">Small</button>',
  );
  await expect(expectThumbs(page, "planted")).rejects.toThrow();
  await context.close();
});

test("every control of the pages before signing in is large enough for a thumb", async ({ browser }) => {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  for (const path of ["/", "/sign-in", "/sign-up", "/recover", "/confirm", "/offline", "/nothing-here"]) {
    await page.goto(path);
    await expect(page.locator("h1").first()).toBeVisible();
    await expectThumbs(page, path);
  }
  await context.close();
});

/** People of the demonstration: somebody to write to who does nothing by themselves. */
const bob = { handle: "bob", name: "Bob Okafor" };
const carol = { handle: "carol", name: "Carol Lindqvist" };
const demoAlice = { handle: "alice", name: "Alice Moreau" };

let alice: Person;

test.beforeAll(async ({ browser }) => {
  alice = await newPerson(browser, "Alice", phone);
  await signUp(alice, false);
});

test.afterAll(() => alice.context.close());

/** On her phone, in a conversation in which she has just said something. */
async function saying(text: string, somebody: typeof bob): Promise<void> {
  await alice.context.clearCookies({ name: "parley-language" });
  alice = await inNewTab(alice);
  await startWith(alice, somebody);
  await say(alice, text);
}

test("every control of the messenger is large enough for a thumb", async () => {
  test.slow();
  await saying("hello", bob);
  const { page } = alice;
  const path = new URL(page.url()).pathname;
  for (const each of ["/chats", "/new", "/settings", "/settings/appearance", "/settings/security", path]) {
    await page.goto(each);
    await expect(page.locator("h1:visible").first()).toBeVisible();
    if (each === path) await expect(message(alice, "hello")).toBeVisible();
    await expectThumbs(page, each);
  }
  expect(alice.errors).toEqual([]);
});

test("resting on a message opens its menu, and the finger that leaves chooses nothing", async () => {
  await saying("hello", carol);
  const { page } = alice;
  const hello = message(alice, "hello");
  await expect(hello).toBeVisible();
  await expectState(alice, "hello", "sent");
  const cdp = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchEnd", ...touchPoints: { x: number; y: number }[]) =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints });
  const box = await hello.evaluate((element) => element.getBoundingClientRect());
  const at = { x: box.x + 8, y: box.y + 8 };
  const reply = page.getByRole("dialog").getByRole("button", { name: words.message.reply, exact: true });

  await touch("touchStart", at);
  await expect(reply).toBeVisible();
  await touch("touchEnd");
  await expect(reply).toBeVisible();
  await expectThumbs(page, "the menu of a message");
  await reply.tap();
  await expect(page.getByText(words.composer.replying.replace("{name}", words.message.you))).toBeVisible();
  expect(alice.errors).toEqual([]);
});

test("a message is drawn aside to answer it, far enough and along the line, and mirrored where lines begin at the right", async () => {
  await saying("hello", demoAlice);
  const { page } = alice;
  await expectState(alice, "hello", "sent");
  const height = async () => {
    const { y, height: high } = await message(alice, "hello").evaluate((element) => element.getBoundingClientRect());
    return y + high / 2;
  };
  const answering = page.locator("#main").getByRole("button", { name: words.composer.endReply });
  const y = await height();
  await drag(page, [150, y], [185, y]);
  await drag(page, [150, y], [165, y - 90]);
  await drag(page, [250, y], [150, y]);
  await drag(page, [150, y], [260, y], [160, y]);
  await expect(answering).toBeHidden();
  // Lost once in a whole run, and never since: a person would draw again. The report says what was under a finger that was lost.
  const under: string[] = [];
  await expect(async () => {
    const now = await height();
    under.push(await page.evaluate((at) => document.elementFromPoint(150, at)?.outerHTML.slice(0, 300) ?? "", now));
    await drag(page, [150, now], [260, now + 4]);
    await expect(answering).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  if (under.length > 1) test.info().annotations.push({ type: "drawn again", description: under.join("\n") });
  await expect(page.getByText(words.composer.replying.replace("{name}", words.message.you))).toBeVisible();
  await expect.poll(height).toBeLessThan(y);
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.context().addCookies([{ name: "parley-language", value: "ar", url: page.url() }]);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(message(alice, "hello")).toBeInViewport();
  const mirrored = page.locator("#main").getByRole("button", { name: arabic.composer.endReply });
  const at = await height();
  await drag(page, [150, at], [260, at]);
  await expect(mirrored).toBeHidden();
  // Right after a load it may still move, or not be open to answers yet.
  await expect(async () => {
    const now = await height();
    await drag(page, [260, now], [150, now]);
    await expect(mirrored).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  expect(alice.errors).toEqual([]);
});

/** A finger that goes from point to point, rests, and leaves. */
async function drag(page: Page, ...points: readonly (readonly [x: number, y: number])[]): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", ...touches: { x: number; y: number }[]) =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints: touches });
  for (const [at, [x, y]] of points.entries()) {
    const [fromX, fromY] = points[at - 1] ?? [x, y];
    if (at === 0) await send("touchStart", { x, y });
    else
      for (let step = 1; step <= 8; step++)
        await send("touchMove", { x: fromX + ((x - fromX) * step) / 8, y: fromY + ((y - fromY) * step) / 8 });
  }
  // So long that it is no flick.
  await page.waitForTimeout(150);
  await send("touchEnd");
  await cdp.detach();
}

test("a conversation is swiped away beside the edge, and only there, and mirrored where lines begin at the right", async () => {
  test.slow();
  await saying("hello again", bob);
  const { page } = alice;
  const path = new URL(page.url()).pathname;
  await expect(message(alice, "hello again")).toBeVisible();
  const stays = async (how: string) => {
    // Longer than a page needs to settle and to leave.
    await page.waitForTimeout(600);
    expect(new URL(page.url()).pathname, how).toBe(path);
    await expect(page.locator("#main"), how).toBeInViewport({ ratio: 0.99 });
  };
  const opens = async () => {
    await page.locator(`a[href="${path}"]`).tap();
    await expect(message(alice, "hello again")).toBeInViewport();
    await page.waitForTimeout(300);
  };
  const leaves = async () => {
    await page.waitForURL("**/chats");
    await expect(page.locator("#main")).toBeHidden();
    await expect(page.locator(`a[href="${path}"]`)).toBeInViewport();
  };

  await drag(page, [40, 300], [60, 620]);
  await stays("scrolling");
  await drag(page, [200, 400], [380, 400]);
  await stays("in the middle, where messages are");
  await drag(page, [60, 400], [10, 400]);
  await stays("the other way");
  await drag(page, [40, 400], [200, 400], [60, 400]);
  await stays("there and back");
  await drag(page, [40, 400], [330, 410]);
  await leaves();

  await page.emulateMedia({ reducedMotion: "reduce" });
  await opens();
  await drag(page, [40, 400], [330, 410]);
  await leaves();

  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.context().addCookies([{ name: "parley-language", value: "ar", url: page.url() }]);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await opens();
  await drag(page, [40, 400], [330, 410]);
  await stays("from the end of the lines");
  await drag(page, [350, 400], [60, 410]);
  await leaves();
  expect(alice.errors).toEqual([]);
});
