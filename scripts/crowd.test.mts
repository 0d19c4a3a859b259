/** Owns the proof that a group of more than 32 hears everything live: real clients, real Realtime, the topic of the epoch. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { viewOf } from "@/lib/chat/conversation-view";
import { connect, type Database } from "../supabase/tests/support/database";
import { addPerson, type Person } from "../supabase/tests/support/people";
import { startTestStack, type TestStack } from "../supabase/embedded/test-stack.mts";
import { type NodePerson, signUpPerson } from "./person.mts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let stack: TestStack;
let db: Database;
let alice: NodePerson, bob: NodePerson;
let crowd: Person[];
let id: string;

const signUp = (name: string) =>
  signUpPerson(
    { supabaseUrl: stack.url, publishableKey: stack.publishableKey, mailUrl: stack.mailUrl, modRoot: "11".repeat(32) },
    { name, handle: name, email: `${name}@example.org`, password: `four quiet ${randomUUID().slice(0, 8)} words` },
  );
const open = async (who: NodePerson) => {
  const conversation = await who.messenger.open(id);
  await conversation.load();
  return conversation;
};
const texts = async (who: NodePerson) =>
  viewOf(await open(who)).timeline.flatMap((row) => (row.type === "message" ? [row.text] : []));
/** Within the time of a socket, far below the minute in which everything is found by looking. */
const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

beforeAll(async () => {
  stack = await startTestStack();
  db = await connect(stack.databaseUrl);
  [alice, bob] = [await signUp("alice"), await signUp("bob")];
  // Thirty-one who never come online: with Alice and Bob that makes 33.
  crowd = await Promise.all(Array.from({ length: 31 }, (_, i) => addPerson(db, `m${i}`)));
  const others = [await alice.messenger.starting.findPerson("bob")];
  for (const { handle } of crowd) others.push(await alice.messenger.starting.findPerson(handle));
  const userIds = others.map(({ userId }) => userId);
  const rules = { mayAdd: 1, retentionDays: 365 } as const;
  id = await alice.messenger.starting.group({ kind: "group", title: "Crowd", userIds, ...rules });
  await bob.messenger.open(id);
  await bob.messenger.starting.answer(id, true);
});
afterAll(async () => {
  await alice?.stop();
  await bob?.stop();
  await db?.close();
  await stack?.remove();
});

describe("a group of 33", () => {
  it("hears a message live while nobody looks at it", async () => {
    await soon(async () => expect((await open(bob)).log?.roster).toHaveLength(33));
    const chat = await open(alice);
    await chat.sender.send("hello, everybody");
    await soon(async () => expect(await texts(bob)).toEqual(["hello, everybody"]));
  });

  it("goes on hearing after it shrinks to 32, and after it grows to 33 again", async () => {
    const chat = await open(alice);
    const one = crowd[0]?.userId ?? "";
    await chat.membership.change({ what: "remove", userIds: [one] });
    await chat.sender.send("thirty-two");
    await soon(async () => expect((await texts(bob)).at(-1)).toBe("thirty-two"));
    await chat.membership.change({ what: "add", userIds: [one] });
    await soon(async () => expect((await open(bob)).log?.roster).toHaveLength(33));
    await chat.sender.send("thirty-three");
    await soon(async () => expect((await texts(bob)).at(-1)).toBe("thirty-three"));
  });

  it("falls silent at once for who is removed", async () => {
    const chat = await open(alice);
    await chat.membership.change({ what: "remove", userIds: [bob.userId] });
    await chat.sender.send("without Bob");
    await soon(async () => expect((await open(bob)).log?.state).toBe("ended"));
    await bob.messenger.look();
    expect((await texts(bob)).at(-1)).toBe("thirty-three");
  });
});
