import { expect, it, vi } from "vitest";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

const open = async (client: Client, server: ScriptedServer) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const texts = (conversation: Conversation) =>
  conversation.rows.flatMap((row) => (row.type === "message" && row.body.t === "text" ? [row.body.b] : []));

it("keys that were compared on one device are compared on the other, while it is open", async () => {
  const server = new ScriptedServer();
  const [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  const second = await alice.otherDevice();
  const there = await open(second, server);
  expect(viewOf(there).row.people.map(({ trust }) => trust)).toEqual(["unverified"]);
  let told = 0;
  there.changed.subscribe(() => told++);
  await alice.messenger.trusting.setVerified(bob.userId, true);
  await second.messenger.storeSync.pull();
  await vi.waitFor(() => expect(viewOf(there).row.people.map(({ trust }) => trust)).toEqual(["verified"]), {
    timeout: 15_000,
  });
  await vi.waitFor(() => expect(told).toBeGreaterThan(0), { timeout: 15_000 });
});

it("a hundred messages that two devices of one person send at the same time are there once each, in one order for everybody", async () => {
  const server = new ScriptedServer();
  const [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  const second = await alice.otherDevice();
  const [phone, laptop, reader] = [await open(alice, server), await open(second, server), await open(bob, server)];
  // Answers get lost on both, and the keys change in the middle.
  for (let i = 0; i < 6; i++)
    server.failures.push({ call: "send", code: "E_OFFLINE", when: i % 2 ? "before" : "after" });
  const written: string[] = [];
  for (let i = 0; i < 50; i++) {
    for (const [name, device] of [
      ["phone", phone],
      ["laptop", laptop],
    ] as const) {
      written.push(`${name} ${i}`);
      void device.sender.send(`${name} ${i}`);
    }
    if (i === 25) await reader.commit(5);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await vi.waitFor(
    () => {
      for (const conversation of [phone, laptop, reader]) {
        expect(conversation.sender.pending).toEqual([]);
        expect(texts(conversation)).toHaveLength(100);
      }
    },
    { timeout: 25_000, interval: 20 },
  );
  expect(new Set(texts(reader))).toEqual(new Set(written));
  for (const name of ["phone", "laptop"])
    expect(texts(reader).filter((text) => text.startsWith(name))).toEqual(
      Array.from({ length: 50 }, (_, i) => `${name} ${i}`),
    );
  for (const conversation of [phone, laptop, reader]) {
    expect(texts(conversation)).toEqual(texts(reader));
    expect(conversation.log?.n).toBe(server.events.length);
    expect(conversation.rows.at(-1)?.transcript).toBe(server.transcript(server.events.length));
    expect(viewOf(conversation).banners).toEqual([]);
    expect(conversation.rows.filter((row) => row.type === "unreadable")).toEqual([]);
  }
}, 40_000);
