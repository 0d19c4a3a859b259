/** Faults: parts of the backend die while real clients are writing; whatever was acknowledged exists exactly once for everybody. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Conversation } from "@/lib/chat/conversation";
import { type NodePerson, signUpPerson } from "../../scripts/person.mts";
import { startTestStack, type TestStack } from "../embedded/test-stack.mts";

let backend: TestStack;
const people: NodePerson[] = [];
const conversations: Conversation[] = [];

beforeAll(async () => {
  backend = await startTestStack();
  const { url: supabaseUrl, publishableKey, mailUrl, modRoot } = backend;
  for (const handle of ["alice", "bob", "carol"]) {
    const person = { name: handle, handle, email: `${handle}@parley.test`, password: "three calm kitchen words" };
    people.push(await signUpPerson({ supabaseUrl, publishableKey, mailUrl, modRoot }, person));
  }
  const [alice, bob, carol] = people;
  for (const [from, to, handle] of [
    [alice, bob, "bob"],
    [bob, carol, "carol"],
  ] as const) {
    if (!from || !to) throw new Error("people");
    const { userId } = await from.messenger.starting.findPerson(handle);
    const id = await from.messenger.starting.direct(userId);
    conversations.push(await from.messenger.open(id), await to.messenger.open(id));
  }
  await Promise.all(conversations.map((conversation) => conversation.load()));
}, 120_000);

afterAll(async () => {
  for (const person of people) await person.stop();
  await backend?.remove();
});

const texts = (conversation: Conversation | undefined) =>
  (conversation?.rows ?? []).flatMap((row) => (row.type === "message" && row.body.t === "text" ? [row.body.b] : []));

it("R06: every part is killed once while three people write; each message is there once, in one order, for everybody", async () => {
  const written: string[] = [];
  const write = async (conversation: Conversation, who: number) => {
    for (let i = 0; i < 40; i++) {
      const text = `${who} ${i}`;
      written.push(text);
      void conversation.sender.send(text);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  };
  const writing = Promise.all(conversations.map((conversation, who) => write(conversation, who)));
  await new Promise((resolve) => setTimeout(resolve, 400));
  process.kill(backend.postgresPid, "SIGKILL");
  await new Promise((resolve) => setTimeout(resolve, 900));
  await backend.restart("realtime");
  await backend.restart("gateway");
  await writing;
  for (const person of people) person.messenger.wake();

  await vi.waitFor(
    () => {
      for (const { sender } of conversations) expect(sender.pending).toEqual([]);
      for (const conversation of conversations) expect(texts(conversation)).toHaveLength(80);
    },
    { timeout: 60_000, interval: 200 },
  );
  for (const at of [0, 2]) {
    const [mine, theirs] = [conversations[at], conversations[at + 1]];
    expect(texts(theirs)).toEqual(texts(mine));
    expect(new Set(texts(mine)).size).toBe(80);
    expect(mine?.rows.at(-1)?.transcript).toBe(theirs?.rows.at(-1)?.transcript);
    expect(mine?.alarms).toEqual([]);
    for (const who of [at, at + 1]) {
      const own = texts(mine).filter((text) => text.startsWith(`${who} `));
      expect(own).toEqual(Array.from({ length: 40 }, (_, i) => `${who} ${i}`));
    }
  }
  expect(written).toHaveLength(160);
}, 180_000);
