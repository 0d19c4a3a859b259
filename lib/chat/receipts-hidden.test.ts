import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client;
let bob: Client;
let fromAlice: Conversation;
let fromBob: Conversation;

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};
beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  [fromAlice, fromBob] = [await open(alice), await open(bob)];
});

const mark = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row.send] : []));

describe("hidden receipts", () => {
  it("nothing is signed or stored, and nobody else's are shown", async () => {
    await bob.messenger.deps.preferences.set({ receipts: "hidden" });
    await fromAlice.sender.send("hello");
    await until(() => expect(viewOf(fromBob).timeline).toHaveLength(2));
    fromBob.pointers.markRead();
    await until(() => expect(bob.messenger.list().unread).toBe(0));
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect([...server.pointers.keys()].filter((key) => key.startsWith(bob.userId))).toEqual([]);
    expect(mark(fromAlice)).toEqual(["sent"]);
    await fromBob.sender.send("hi");
    await until(() => expect(viewOf(fromAlice).timeline).toHaveLength(3));
    fromAlice.pointers.markRead();
    await until(() => expect(server.pointers.has(`${alice.userId} read`)).toBe(true));
    expect(mark(fromBob)).toEqual([null, "sent"]);
    await bob.messenger.deps.preferences.set({ receipts: null });
    await until(() => expect(mark(fromBob)).toEqual([null, "read"]));
  });

  it("what was read is read on the person's other devices all the same", async () => {
    const phone = await bob.otherDevice();
    await bob.messenger.deps.preferences.set({ receipts: "hidden" });
    await fromAlice.sender.send("hello");
    await until(() => expect(phone.messenger.list().unread).toBe(1));
    await until(() => expect(bob.messenger.list().unread).toBe(1));
    fromBob.pointers.markRead();
    await until(() => expect(phone.messenger.list().unread).toBe(0));
  });
});
