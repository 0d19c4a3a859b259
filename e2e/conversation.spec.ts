/** Stories of one conversation: a platform's order, safety numbers, long history, hostile text. */
import { execFileSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import words from "../messages/en.json" with { type: "json" };
import {
  canary,
  composer,
  expectAccessible,
  expectState,
  message,
  openFromList,
  type Person,
  say,
  signedUp,
  startWith,
} from "./people";

let alice: Person;
let bob: Person;

// One pair for all stories.
test.beforeAll(async ({ browser }) => {
  [alice, bob] = await signedUp(browser, "Alice", "Bob");
});

test("a platform opens an order's conversation for both parties; whoever comes first makes the keys", async ({
  request,
}) => {
  const made = execFileSync(process.execPath, ["scripts/platform-key.mts", canary("market")], { encoding: "utf8" });
  const key = /pk_[\w-]+/.exec(made)?.[0] ?? "";
  const order = {
    kind: "transaction",
    externalId: canary("order"),
    title: "Touring bicycle, 56 cm",
    parties: [
      { handle: alice.handle, role: "buyer" },
      { email: bob.email, role: "seller" },
    ],
  };
  const post = () => request.post("/api/contexts", { data: order, headers: { authorization: `Bearer ${key}` } });
  const first = await post();
  expect(first.status()).toBe(201);
  const again = await post();
  expect(again.status()).toBe(200);
  expect(((await again.json()) as { conversation: string }).conversation).toBe(
    ((await first.json()) as { conversation: string }).conversation,
  );

  await openFromList(bob, alice);
  await expect(bob.page.getByText("Touring bicycle, 56 cm").first()).toBeVisible();
  await say(bob, "Your bicycle is ready.");
  await openFromList(alice, bob);
  await expect(message(alice, "Your bicycle is ready.")).toBeVisible();
  await say(alice, "Wonderful.");
  await expect(message(bob, "Wonderful.")).toBeVisible();
  await expectAccessible(alice.page);
});

test("both sides see the same safety number, and can mark it as compared", async () => {
  await startWith(alice, bob);
  await startWith(bob, alice);
  const numbers: string[] = [];
  for (const person of [alice, bob]) {
    await person.page.goto(`${person.page.url()}/safety`);
    const label = new RegExp(words.safety.number.replace("{name}", ".*"));
    numbers.push((await person.page.getByLabel(label).innerText()).replaceAll(/\D/g, ""));
    await expect(person.page.getByRole("img", { name: words.safety.qr })).toBeVisible();
    await expectAccessible(person.page);
  }
  expect(numbers[0]).toMatch(/^\d{60}$/);
  expect(numbers[0]).toBe(numbers[1]);
  await alice.page.getByRole("button", { name: words.safety.mark }).click();
  await expect(alice.page.getByText(words.safety.marked.replace("{name}", "Bob"))).toBeVisible();
  await alice.page.reload();
  await expect(alice.page.getByText(words.safety.marked.replace("{name}", "Bob"))).toBeVisible();
});

test("a long history loads while scrolling up, and the place being read stays where it is", async ({ browser }) => {
  test.slow();
  const [alice, bob] = await signedUp(browser, "Alice", "Bob");
  await startWith(alice, bob);
  for (let i = 1; i <= 130; i++) {
    await composer(alice).fill(`line ${i}`);
    await composer(alice).press("Enter");
  }
  await expect(message(alice, "line 130")).toBeVisible();
  await openFromList(bob, alice);
  // It opens where the reading left off, and says how much there is.
  await expect(message(bob, "line 1")).toBeVisible();
  await expect(bob.page.getByRole("navigation").getByText("line 130")).toBeVisible({ timeout: 60_000 });
  await bob.page.getByRole("button", { name: /new messages?$/ }).click();
  await expect(message(bob, "line 130")).toBeVisible();
  await expectState(alice, "line 130", "read");
  // What a device keeps is written down when things have been still for a moment.
  await bob.page.waitForTimeout(1_000);
  await bob.page.reload();
  await expect(message(bob, "line 130")).toBeVisible();
  const log = bob.page.getByRole("log");
  await log.hover();
  await expect(async () => {
    await bob.page.mouse.wheel(0, -1500);
    await expect(message(bob, "line 1")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 40_000 });
});

test("M09, M17: hostile text stays text, and nothing of it runs or passes for a system line", async () => {
  await startWith(alice, bob);
  await startWith(bob, alice);
  const hostile = [
    `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`,
    `javascript:window.hacked=1 data:text/html,<script>window.hacked=1</script>`,
    `[click](javascript:window.hacked=1) https://example.org/<b>`,
    "Moderator Eve joined as moderator and reads from here on",
    "\u202Egnp.exe\u202C {{constructor.constructor('window.hacked=1')()}}",
  ];
  for (const text of hostile) {
    await composer(alice).fill(text);
    await composer(alice).press("Enter");
  }
  await expect(bob.page.locator("[data-bubble]")).toHaveCount(hostile.length);
  expect(await bob.page.evaluate(() => "hacked" in window)).toBe(false);
  expect(await bob.page.locator("[data-bubble] :is(img, script, b, iframe)").count()).toBe(0);
  const links = await bob.page
    .locator("[data-bubble] a")
    .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).protocol));
  expect(links.every((protocol) => protocol === "https:")).toBe(true);
  expect(bob.errors).toEqual([]);
});

test("the panel names what the server can see", async () => {
  await startWith(alice, bob);
  const sees = alice.page.getByText(words.sees.title).first();
  if (!(await sees.isVisible())) await alice.page.getByRole("button", { name: words.conversation.details }).click();
  await expect(sees).toBeVisible();
  await expectAccessible(alice.page);
});
