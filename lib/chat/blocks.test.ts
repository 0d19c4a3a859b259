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
const blocks = (client: Client) => client.messenger.deps.blocks;

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  [fromAlice, fromBob] = [await open(alice), await open(bob)];
});

describe("blocking", () => {
  it("a message of the blocked person fails with words that do not tell why, and arrives when sent again later", async () => {
    await blocks(bob).block(alice.userId);
    await fromAlice.sender.send("hello?");
    const [row] = viewOf(fromAlice).timeline.filter(({ type }) => type === "message");
    expect(row).toMatchObject({ send: "failed", failure: "E_REFUSED" });
    expect(viewOf(fromAlice).banners).toEqual([]);
    await blocks(bob).unblock(alice.userId);
    await fromAlice.sender.retry(row?.key ?? "");
    await until(() => expect(viewOf(fromBob).timeline.at(-1)).toMatchObject({ text: "hello?" }));
  });

  it("whoever blocks sees it standing there, cannot write, and tells nothing of what they have read", async () => {
    await fromAlice.sender.send("before");
    await until(() => expect(server.pointers.has(`${bob.userId} view`)).toBe(true));
    await blocks(bob).block(alice.userId);
    fromBob.pointers.markRead();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(server.pointers.has(`${bob.userId} read`)).toBe(false);
    expect(viewOf(fromBob)).toMatchObject({ canSend: false, banners: [{ kind: "blocked" }] });
    await blocks(bob).unblock(alice.userId);
    expect(viewOf(fromBob)).toMatchObject({ canSend: true, banners: [] });
    fromBob.pointers.schedule();
    await until(() => expect(server.pointers.has(`${bob.userId} read`)).toBe(true));
  });

  it("leaves the room of the conversation at once", async () => {
    const opened = vi.spyOn(bob.parts.link, "openRoom");
    const leave = fromBob.room.enter();
    const close = vi.fn<() => void>();
    opened.mockReturnValue({ typing: () => undefined, close });
    leave();
    fromBob.room.enter();
    await blocks(bob).block(alice.userId);
    expect(close).toHaveBeenCalledOnce();
    const before = opened.mock.calls.length;
    await blocks(bob).unblock(alice.userId);
    expect(opened.mock.calls.length).toBe(before + 1);
  });

  it("follows to another device, and is known again without a network", async () => {
    const phone = await bob.otherDevice();
    await open(phone);
    await blocks(bob).block(alice.userId);
    await until(() => expect(blocks(phone).has(alice.userId)).toBe(true));
    for (let i = 0; i < 20; i++) server.failures.push({ call: "blocks", code: "E_OFFLINE", when: "before" });
    const again = await bob.reload();
    expect(blocks(again).list.map(({ name }) => name)).toEqual(["alice"]);
  });

  it("what the blocked wrote, or somebody silenced, counts nowhere and is no last line", async () => {
    await fromAlice.sender.send("one");
    await until(() => expect(bob.messenger.list().unread).toBe(1));
    await bob.messenger.account.marking.silence(alice.userId, true);
    expect(bob.messenger.list().unread).toBe(0);
    expect(bob.messenger.list().conversations[0]?.last?.text).toBe("one");
    await bob.messenger.account.marking.silence(alice.userId, false);
    await blocks(bob).block(alice.userId);
    expect(bob.messenger.list().unread).toBe(0);
    expect(bob.messenger.list().conversations[0]?.last).toBeNull();
  });
});
