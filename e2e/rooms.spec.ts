/** The story of an open room with two hundred people in it: found, joined, talked in, run, searched, and silent for who is removed. */
import { expect, type Page, test } from "@playwright/test";
import { addPeople } from "../bench/synthetic-log.mts";
import { hostileTexts } from "../lib/protocol/hostile-texts.fixture";
import { connectDatabase } from "./database";
import { canary, expectAccessible, message, type Person, say, signedUp, words } from "./people";

const details = (page: Page) => page.getByRole("complementary", { name: words.details.title });
const dialog = (page: Page) => page.getByRole("dialog");

async function makeRoom({ page }: Person, title: string): Promise<string> {
  await page.goto("/new");
  await page.getByRole("link", { name: new RegExp(words.rooms.title) }).click();
  await expect(page.getByText(words.rooms.lead)).toBeVisible();
  await page.getByRole("link", { name: words.rooms.make }).click();
  await page.getByLabel(words.rooms.name, { exact: true }).fill(title);
  await page.getByLabel(words.rooms.about, { exact: true }).fill("Plants of the northern woods");
  await expectAccessible(page);
  await page.getByRole("button", { name: words.rooms.create }).click();
  await page.waitForURL("**/c/*");
  return new URL(page.url()).pathname.slice("/c/".length);
}

/** As many people as it takes to two hundred join, each by the function that a browser would call. */
async function fill(room: string, count: number): Promise<void> {
  const client = await connectDatabase();
  const people = await addPeople(client, count);
  await client.query("update ops.limits set burst = 100000 where name = 'room'");
  for (const person of people) {
    await client.query("select set_config('request.jwt.claim.sub', $1, false)", [person]);
    await client.query("select public.room_join($1)", [room]);
  }
  await client.end();
}

async function find({ page }: Person, title: string): Promise<void> {
  await page.goto("/new/rooms");
  await page.getByLabel(words.rooms.search).fill(title.slice(0, 16));
  await expect(page.getByRole("list", { name: words.rooms.title }).getByText(title).first()).toBeVisible();
}

async function manage({ page }: Person, name: string, what: string): Promise<void> {
  await page.getByRole("button", { name: `Manage ${name}` }).click();
  await page.getByRole("menuitem", { name: what, exact: true }).click();
}

test("a room of two hundred is found, joined, talked in, run and searched, and falls silent for who is removed", async ({
  browser,
}) => {
  test.slow();
  const [olga, max] = await signedUp(browser, "Olga", "Max");
  const title = canary("room");
  const room = await makeRoom(olga, title);
  await fill(room, 198);

  // Max finds it, joins, and is told everywhere what it is.
  await find(max, title);
  await expectAccessible(max.page);
  await max.page.getByRole("button", { name: `${words.rooms.join} ${title}` }).click();
  await max.page.waitForURL(`**/c/${room}`);
  await expect(max.page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  await expect(max.page.getByText("200 members").first()).toBeVisible();
  await expect(max.page.getByText(words.rooms.composer)).toBeVisible();
  await expect(max.page.locator("#main header").getByText(words.seal.short.open, { exact: true })).toBeVisible();

  // Two talk; hostile text stays text.
  const hello = canary("hello");
  await say(max, hello);
  await expect(message(olga, hello)).toBeVisible();
  for (const text of hostileTexts.slice(0, 6)) await say(olga, text);
  await expect(message(max, hostileTexts[0] ?? "")).toBeVisible();
  expect(await max.page.evaluate(() => "pwned" in globalThis)).toBe(false);

  // Slow mode: the second message is refused in words and may be sent again.
  await olga.page.getByRole("button", { name: words.conversation.details, exact: true }).click();
  await details(olga.page).getByLabel(words.rooms.slow).selectOption({ label: "1 min" });
  await expect(max.page.getByText(/set slow mode: 1 min between messages/)).toBeVisible();
  await say(max, "one too many");
  await expect(max.page.getByText(words.errors.slow.what).first()).toBeVisible();
  await expect(message(olga, "one too many")).toHaveCount(0);

  // What Max has said is found by Olga, on her device and on the server, and is gone for both once she has taken it out.
  await olga.page.getByRole("searchbox", { name: words.list.searchLabel }).fill(hello);
  await expect(olga.page.getByRole("link", { name: new RegExp(hello) })).toBeVisible();
  await olga.page.getByRole("button", { name: words.rooms.searchServer }).click();
  await expect(olga.page.getByRole("button", { name: words.rooms.searchServer })).toHaveCount(0);
  await olga.page.getByRole("link", { name: new RegExp(hello) }).click();
  // A menu that opens while the page is still on its way closes when it arrives: one presses again.
  const takeOut = dialog(olga.page).getByRole("button", { name: words.rooms.takeOut });
  await expect(async () => {
    // A press may have worked although nobody heard of it in time.
    if (!(await takeOut.isVisible())) {
      await message(olga, hello).click({ button: "right", timeout: 2_000 });
      await olga.page.getByRole("menuitem", { name: words.rooms.takeOut }).click({ timeout: 2_000 });
    }
    await expect(takeOut).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await takeOut.click();
  for (const person of [olga, max]) await expect(message(person, hello)).toHaveCount(0);

  // Silenced, then removed for good: told in words, and nothing more arrives.
  const people = details(olga.page);
  const openDetails = olga.page.getByRole("button", { name: words.conversation.details, exact: true });
  await expect(people.or(openDetails).first()).toBeVisible();
  if (await openDetails.isVisible()) await openDetails.click();
  while (!(await people.getByRole("button", { name: "Manage Max" }).isVisible()))
    await people.getByRole("button", { name: words.rooms.more }).click();
  await manage(olga, "Max", words.rooms.silence);
  await expect(max.page.getByText(words.rooms.silencedTitle)).toBeVisible();
  await expectAccessible(olga.page);
  await manage(olga, "Max", words.rooms.ban);
  await dialog(olga.page).getByRole("button", { name: words.rooms.ban }).click();
  await expect(max.page.locator("#main").getByText(words.banner.endedTitle)).toBeVisible();
  const secret = canary("after");
  const frames = max.frames.length;
  await say(olga, secret);
  await expect(message(max, secret)).toHaveCount(0);
  // His own farewell may still be answered; nothing is said to him.
  const said = max.frames.slice(frames).filter((frame) => frame.includes(room) && frame.includes("broadcast"));
  expect(said).toEqual([]);
  await find(max, title);
  await max.page.getByRole("button", { name: `${words.rooms.join} ${title}` }).click();
  await expect(max.page.getByText(words.errors.banned.what)).toBeVisible();

  for (const person of [olga, max]) expect(person.errors).toEqual([]);
});

test("whoever runs a room says how long it keeps what is said, and clears it by hand", async ({ browser }) => {
  const [olga, max] = await signedUp(browser, "Olga", "Max");
  const title = canary("room");
  const room = await makeRoom(olga, title);
  await max.page.goto(`/new/rooms/${room}`);
  await max.page.getByRole("button", { name: `${words.rooms.join} ${title}` }).click();
  await max.page.waitForURL(`**/c/${room}`);
  const hello = canary("hello");
  await say(max, hello);
  await expect(message(olga, hello)).toBeVisible();

  await olga.page.getByRole("button", { name: words.conversation.details, exact: true }).click();
  const panel = details(olga.page);
  await expect(panel.getByText("2 of 500 places taken · 2 online now")).toBeVisible();
  await expectAccessible(olga.page);
  await panel.getByLabel(words.groups.kept).selectOption("7");
  await expect(max.page.getByRole("log").getByText(/7 days/)).toBeVisible();
  await panel.getByRole("button", { name: words.rooms.clear }).click();
  await dialog(olga.page).getByLabel(words.rooms.clearWhat).selectOption("0");
  await expectAccessible(olga.page);
  await dialog(olga.page).getByRole("button", { name: words.rooms.clearDo, exact: true }).click();
  await expect(max.page.getByText(words.rooms.purged.replace("{by}", "Olga"))).toBeVisible();
  for (const { page } of [olga, max]) await expect(page.getByText(hello)).toHaveCount(0);
  expect([...olga.errors, ...max.errors]).toEqual([]);
});
