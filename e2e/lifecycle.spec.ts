/** The life of a conversation: the thing it is about, how long its words stay, and how it ends. */
import { execFileSync } from "node:child_process";
import { type APIRequestContext, expect, test } from "@playwright/test";
import words from "../messages/en.json" with { type: "json" };
import { connectDatabase } from "./database";
import {
  canary,
  composer,
  expectAccessible,
  message,
  onNewDevice,
  openFromList,
  type Person,
  say,
  signIn,
  signedUp,
  startWith,
} from "./people";

// What is needed without a network has to have been taken in before.
test.use({ serviceWorkers: "allow" });

let alice: Person, bob: Person;

test.beforeAll(async ({ browser }) => {
  [alice, bob] = await signedUp(browser, "Alice", "Bob");
});

test.afterAll(async () => {
  await alice.context.close();
  await bob.context.close();
});

const header = ({ page }: Person) => page.locator("header").filter({ has: page.getByRole("heading", { level: 1 }) });
const inList = ({ page }: Person, other: Person) => page.locator("[data-row]").filter({ hasText: other.name });

/** A platform with a key, and what it can ask for. */
function platform(request: APIRequestContext) {
  const made = execFileSync(process.execPath, ["scripts/platform-key.mts", canary("market")], { encoding: "utf8" });
  const headers = { authorization: `Bearer ${/pk_[\w-]+/.exec(made)?.[0] ?? ""}` };
  return {
    open: async (data: unknown) =>
      (await (await request.post("/api/contexts", { data, headers })).json()) as { context: string },
    change: (context: string, data: unknown) => request.patch(`/api/contexts/${context}`, { data, headers }),
    end: (context: string) => request.delete(`/api/contexts/${context}`, { headers }),
  };
}

test("what a platform says of its thing changes before the eyes of both, and goes when the thing is over", async ({
  request,
}) => {
  const market = platform(request);
  const { context } = await market.open({
    kind: "application",
    externalId: canary("job"),
    parties: [
      { handle: alice.handle, role: "applicant" },
      { handle: bob.handle, role: "employer" },
    ],
  });
  await openFromList(alice, bob);
  await say(alice, "I would like to work with you.");
  await openFromList(bob, alice);
  await expect(message(bob, "I would like to work with you.")).toBeVisible();
  // Without a title its kind stands in its place.
  for (const person of [alice, bob])
    await expect(header(person).getByText(words.kind.application).filter({ visible: true })).toBeVisible();

  expect((await market.change(context, { title: "Gardener, part-time", state: "accepted" })).status()).toBe(200);
  for (const [person, other] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    await expect(header(person).getByText("Gardener, part-time").filter({ visible: true })).toBeVisible();
    await expect(header(person).getByText(words.context.states.accepted).filter({ visible: true })).toBeVisible();
    await expect(inList(person, other).getByText("Gardener, part-time")).toBeVisible();
    await expect(person.page.getByText(/opened this conversation: Application, “Gardener, part-time”/)).toBeVisible();
  }

  expect((await market.end(context)).status()).toBe(200);
  for (const person of [alice, bob]) {
    await expect(header(person).getByText("Gardener, part-time")).toHaveCount(0);
    await expect(message(person, "I would like to work with you.")).toBeVisible();
  }
  await say(bob, "Welcome.");
  await expect(message(alice, "Welcome.")).toBeVisible();
  expect((await market.change(context, { state: "open" })).status()).toBe(409);
});

/** Moves everything in the newest direct conversation into the past, and lets the job run, as if days had gone by. */
async function letDaysPass(conversation: string, days: number): Promise<void> {
  const client = await connectDatabase();
  await client.query(
    `begin; set local session_replication_role = replica;
     update chat.events set received_at = received_at - interval '${days} days' where conversation_id = '${conversation}' and kind = 2;
     commit; update ops.expiries set next_at = now() where conversation_id = '${conversation}'; select private.expire()`,
  );
  await client.end();
}

test("two people agree on how long messages are kept; what is older is gone for both, on every device, and cannot be found", async ({
  browser,
}) => {
  const [carol] = await signedUp(browser, "Carol");
  await startWith(alice, carol);
  const conversation = new URL(alice.page.url()).pathname.slice("/c/".length);
  const secret = canary("gone");
  await say(alice, secret);
  await openFromList(carol, alice);
  await expect(message(carol, secret)).toBeVisible();

  // Proposed by one: nothing changes before the other has agreed.
  await alice.page.getByRole("button", { name: words.conversation.details, exact: true }).click();
  await alice.page.getByRole("button", { name: words.lifetime.change, exact: true }).click();
  await alice.page.getByText("7 days", { exact: true }).click();
  await expectAccessible(alice.page);
  await alice.page.getByRole("button", { name: words.lifetime.propose, exact: true }).click();
  await expect(alice.page.getByText(`You proposed: 7 days. Carol has not agreed yet.`)).toBeVisible();
  await expect(carol.page.getByText(/Alice proposes to keep messages for another time: 7 days/)).toBeVisible();
  await expectAccessible(carol.page);
  await carol.page.getByRole("button", { name: words.lifetime.agree, exact: true }).click();
  await expect(alice.page.getByText("Messages are kept for 7 days. Then they are gone, for everybody.")).toBeVisible();
  await expect(carol.page.getByText("You agreed. Messages are kept: 7 days")).toBeVisible();
  await expect(message(carol, secret)).toBeVisible();

  // Alice's browser sleeps for eight days and wakes up without a network.
  await alice.context.setOffline(true);
  await alice.page.clock.setSystemTime(Date.now() + 8 * 86_400_000);
  await alice.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(message(alice, secret)).toHaveCount(0);
  await expect(alice.page.getByText(words.lifetime.expired.one).first()).toBeVisible();

  // At the server the days go by in the database. Another device of Carol's learns nothing of it any more.
  await letDaysPass(conversation, 8);
  const phone = await onNewDevice(browser, carol);
  await signIn(phone);
  await openFromList(phone, alice);
  await expect(phone.page.getByText(words.lifetime.expired.one).first()).toBeVisible();
  await expect(message(phone, secret)).toHaveCount(0);
  for (const { page } of [alice, phone]) {
    await page.getByRole("searchbox", { name: words.list.searchLabel }).fill(secret);
    await expect(page.getByText(words.search.none).first()).toBeVisible();
  }
  await alice.context.setOffline(false);
  await phone.context.close();
  await carol.context.close();
});

test("a group is closed, opened again and deleted: everybody is told, it can be called back, and then nothing is left", async () => {
  const { page } = alice;
  const title = canary("club");
  await startWith(alice, bob);
  await page.goto("/new/group");
  await page.getByLabel(words.groups.title, { exact: true }).fill(title);
  await page.getByLabel(words.groups.byHandle).fill(bob.handle);
  await page.getByRole("button", { name: words.groups.choose, exact: true }).click();
  await expect(page.getByRole("list", { name: words.groups.chosen })).toBeVisible();
  await page.getByRole("button", { name: words.groups.create, exact: true }).click();
  await page.waitForURL("**/c/*");
  const conversation = new URL(page.url()).pathname.slice("/c/".length);
  await say(alice, "the last word");
  await openFromList(bob, { name: title });
  await expect(message(bob, "the last word")).toBeVisible();

  const confirm = async (name: string) => {
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
  };
  await page.getByRole("button", { name: words.conversation.details, exact: true }).click();
  await confirm(words.life.close);
  for (const person of [alice, bob]) {
    await expect(person.page.getByText(words.life.closedTitle)).toBeVisible();
    await expect(composer(person)).toBeDisabled();
  }
  await expect(bob.page.getByRole("button", { name: words.life.open })).toHaveCount(0);
  await expectAccessible(bob.page);
  await page.getByRole("button", { name: words.life.open, exact: true }).click();
  await expect(composer(bob)).toBeEnabled();
  await say(bob, "one more");
  await expect(message(alice, "one more")).toBeVisible();

  await confirm(words.life.delete);
  await expect(bob.page.getByText(words.life.deletingTitle)).toBeVisible();
  await page.getByRole("button", { name: words.life.callBack, exact: true }).click();
  await expect(bob.page.getByText(words.life.deletingTitle)).toHaveCount(0);
  await confirm(words.life.delete);
  await expect(bob.page.getByText(words.life.deletingTitle)).toBeVisible();
  await expectAccessible(alice.page);

  const client = await connectDatabase();
  await client.query("update chat.conversations set deletes_at = now() - interval '1 second' where id = $1", [
    conversation,
  ]);
  await client.query("select private.delete_due()");
  const { rowCount } = await client.query("select from chat.events where conversation_id = $1", [conversation]);
  await client.end();
  expect(rowCount).toBe(0);
  for (const person of [alice, bob])
    await expect(person.page.locator("[data-row]").filter({ hasText: title })).toHaveCount(0);
});
