/** The sample bot against a real backend: a visible member with its own key, which answers those who ask it. */
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Acts } from "@/lib/chat/acts";
import type { Conversation } from "@/lib/chat/conversation";
import { beAutomated } from "@/lib/session/automated";
import { runBot } from "../../scripts/bot-member.mts";
import { type NodePerson, signUpPerson } from "../../scripts/person.mts";
import { startTestStack, type TestStack } from "../embedded/test-stack.mts";

let backend: TestStack;
let alice: NodePerson, echo: NodePerson, other: NodePerson;
let atAlice: Conversation;
const bots: { stop(): void }[] = [];
const troubles: unknown[] = [];

const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
const sayings = () =>
  atAlice.rows.flatMap((row) =>
    row.type === "message" && row.body.t === "text" && row.author !== alice.userId ? [row.body.b] : [],
  );
const start = (person: NodePerson) => bots.push(runBot(person, (thrown) => troubles.push(thrown)));

beforeAll(async () => {
  backend = await startTestStack();
  const { url: supabaseUrl, publishableKey, mailUrl, modRoot } = backend;
  const make = (name: string) =>
    signUpPerson(
      { supabaseUrl, publishableKey, mailUrl, modRoot },
      { name, handle: `${name}_here`, email: `${name}@parley.test`, password: "three calm kitchen words" },
    );
  [alice, echo, other] = [await make("alice"), await make("echo"), await make("other")];
  for (const person of [echo, other]) await beAutomated(person.client);
  const userIds = await Promise.all(
    ["echo_here", "other_here"].map(async (handle) => (await alice.messenger.starting.findPerson(handle)).userId),
  );
  const rules = { kind: "group", title: "Bots", mayAdd: 1, retentionDays: 365 } as const;
  atAlice = await alice.messenger.open(await alice.messenger.starting.group({ ...rules, userIds }));
  await atAlice.load();
  start(echo);
}, 120_000);

afterAll(async () => {
  for (const bot of bots) bot.stop();
  for (const person of [alice, echo, other]) await person?.stop();
  await backend?.remove();
});

it("is a member of the signed roster, with its own key, and marked as a program", async () => {
  expect(atAlice.log?.roster.map(({ userId }) => userId)).toContain(echo.userId);
  expect(alice.messenger.deps.people.view(echo.userId).automated).toBe(true);
  expect(alice.messenger.deps.people.view(alice.userId).automated).toBeUndefined();
  const { number } = await alice.messenger.trusting.safety(echo.userId);
  expect(number).not.toBe((await alice.messenger.trusting.safety(other.userId)).number);
});

it("answers who names it, once, and is silent about everything else", async () => {
  const acts = new Acts(atAlice);
  await acts.write("echo not for you");
  await acts.write("@echo echo hello", { mentions: [echo.userId] });
  await until(() => expect(sayings()).toEqual(["hello"]));
  const answer = atAlice.rows.at(-1);
  expect(answer).toMatchObject({ author: echo.userId, body: { re: expect.any(String), men: [expect.any(String)] } });
  expect(troubles).toEqual([]);
});

it("leaves a reminder with the server, sealed, which goes out at its time while the bot is gone", async () => {
  await new Acts(atAlice).write("@echo remind me in 5 minutes to drink tea", { mentions: [echo.userId] });
  await until(() => expect(sayings()).toContain("I will remind you in 5 minutes."));
  for (const bot of bots.splice(0)) bot.stop();
  await echo.stop();
  // The job of the backend does the rest.
  const database = new pg.Client({ connectionString: backend.databaseUrl });
  await database.connect();
  await database.query("update chat.scheduled set release_at = now(), try_at = now()");
  await database.end();
  await until(() => expect(sayings().at(-1)).toBe("@alice Reminder: drink tea"));
});
