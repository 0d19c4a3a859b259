/** The main story: two strangers sign up in two browsers, find each other and talk; afterwards nothing they wrote is found anywhere but on their screens. */
import { expect, test } from "@playwright/test";
import {
  canary,
  composer,
  expectAccessible,
  expectState,
  message,
  newPerson,
  openFromList,
  say,
  signUp,
  startWith,
} from "./people";
import { expectNowhere } from "./search-everything";

test.use({ serviceWorkers: "allow" });

test("two people sign up, find each other, and talk; the server can read none of it", async ({ browser }) => {
  test.slow();
  const alice = await newPerson(browser, "Alice");
  const bob = await newPerson(browser, "Bob");
  await Promise.all([signUp(alice), signUp(bob, false)]);
  await expectAccessible(alice.page);

  await startWith(alice, bob);
  await expectAccessible(alice.page);
  const first = canary("first");
  await say(alice, first);
  await openFromList(bob, alice);
  await expect(message(bob, first)).toBeVisible();
  await expectState(alice, first, "read");

  const answer = canary("answer");
  await say(bob, answer);
  await expect(message(alice, answer)).toBeVisible();
  await expectState(bob, answer, "read");
  await expectAccessible(bob.page);

  await composer(alice).pressSequentially("typing some");
  await expect(bob.page.getByText("Alice is typing")).toBeVisible();
  await expect(bob.page.getByText("Alice is typing")).toBeHidden();
  const draft = canary("draft");
  await composer(alice).fill(draft);
  // A draft is written down when the keys have been still for a moment.
  await alice.page.waitForTimeout(1_000);
  await alice.page.goto("/chats");
  await expect(alice.page.getByText(draft)).toBeVisible();

  const secrets = [first, answer, draft, alice.password, bob.password, alice.recoveryCode];
  await expectNowhere(secrets, [...alice.frames, ...bob.frames]);
  expect([...alice.errors, ...bob.errors]).toEqual([]);
});
