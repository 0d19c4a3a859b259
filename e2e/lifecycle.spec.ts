/** The life of a conversation: the thing it is about, how long its words stay, and how it ends. */
import { execFileSync } from "node:child_process";
import { type APIRequestContext, expect, test } from "@playwright/test";
import words from "../messages/en.json" with { type: "json" };
import { canary, message, newPerson, openFromList, type Person, say, signUp } from "./people";

let alice: Person, bob: Person;

test.beforeAll(async ({ browser }) => {
  [alice, bob] = [await newPerson(browser, "Alice"), await newPerson(browser, "Bob")];
  await Promise.all([signUp(alice), signUp(bob)]);
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
  for (const person of [alice, bob]) await expect(header(person).getByText(words.kind.application)).toBeVisible();

  expect((await market.change(context, { title: "Gardener, part-time", state: "accepted" })).status()).toBe(200);
  for (const [person, other] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    await expect(header(person).getByText("Gardener, part-time")).toBeVisible();
    await expect(header(person).getByText(words.context.states.accepted)).toBeVisible();
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
