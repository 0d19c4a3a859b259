import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fromBase64 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer, toPayload } from "./scripted.fixture";
import { firstUnreadOf } from "./unread";

let server: ScriptedServer;
let alice: Client;
let bob: Client;
let fromAlice: Conversation;
let fromBob: Conversation;

const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const texts = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row.text] : []));
const states = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row.send] : []));
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  fromBob = await open(bob);
});

describe("conversation agent", () => {
  it("a message arrives, is delivered, and is read, and the sender sees each step", async () => {
    await fromAlice.sender.send("hello");
    await until(() => expect(texts(fromBob)).toEqual(["hello"]));
    await until(() => expect(states(fromAlice)).toEqual(["delivered"]));
    fromBob.pointers.markRead();
    await until(() => expect(states(fromAlice)).toEqual(["read"]));
    expect(states(fromBob)).toEqual([null]);
  });

  it("R07: socket events lost, doubled and in any order give the same timeline as none at all", async () => {
    const held: { event: Parameters<ScriptedServer["deliver"]>[0]; to: Parameters<ScriptedServer["deliver"]>[1] }[] =
      [];
    server.deliver = (event, to) => held.push({ event, to });
    const sent = ["one", "two", "three", "four", "five"];
    for (const text of sent) await fromAlice.sender.send(text);
    const indices = fc.sample(fc.shuffledSubarray([...held.keys(), ...held.keys()]), { numRuns: 3, seed: 7 }).flat();
    for (const index of indices) {
      const one = held[index];
      if (one) one.to.event(toPayload(one.event));
    }
    await fromBob.catchUp();
    expect(texts(fromBob)).toEqual(sent);
    const fresh = await open(await bob.otherDevice());
    expect(texts(fresh)).toEqual(sent);
    expect(viewOf(fromBob).banners).toEqual([]);
  });

  it("R05: catching up while events arrive shows each message once, in order", async () => {
    const sent = Array.from({ length: 12 }, (_, i) => `m${i}`);
    const catching = Array.from({ length: 6 }, () => fromBob.catchUp());
    for (const text of sent) await fromAlice.sender.send(text);
    await Promise.all([...catching, fromBob.catchUp()]);
    await until(() => expect(texts(fromBob)).toEqual(sent));
  });

  it("R08: an answer lost after the server took the message leads to the same bytes again and one copy", async () => {
    server.failures.push({ call: "send", code: "E_OFFLINE", when: "after" });
    void fromAlice.sender.send("only once");
    await until(() => expect(["sent", "delivered"]).toContain(states(fromAlice)[0]));
    await until(() => expect(texts(fromBob)).toEqual(["only once"]));
    expect(server.events.filter((event) => event.kind === 2)).toHaveLength(1);
    expect(await alice.store.jobs()).toEqual([]);
  });

  it("what is written offline survives a reload and goes out once, in order", async () => {
    for (let i = 0; i < 30; i++) server.failures.push({ call: "send", code: "E_OFFLINE", when: "before" });
    void fromAlice.sender.send("first");
    void fromAlice.sender.send("second");
    await until(() => expect(states(fromAlice)).toHaveLength(2));
    await until(async () => expect(await alice.store.jobs()).toHaveLength(2));
    const again = await alice.reload();
    const reopened = await open(again);
    await until(() => expect(texts(reopened)).toEqual(["first", "second"]));
    server.failures.length = 0;
    again.messenger.wake();
    await until(() => expect(texts(fromBob)).toEqual(["first", "second"]));
    await until(() => expect(states(reopened).every((state) => state !== "queued" && state !== "sending")).toBe(true));
    expect(server.events.filter((event) => event.kind === 2)).toHaveLength(2);
  });

  it("a reload between the server's taking and its answer sends no second copy", async () => {
    server.failures.push({ call: "send", code: "E_OFFLINE", when: "after" });
    for (let i = 0; i < 5; i++) server.failures.push({ call: "send", code: "E_OFFLINE", when: "before" });
    void fromAlice.sender.send("in between");
    await until(() => expect(server.events.filter((event) => event.kind === 2)).toHaveLength(1));
    const again = await alice.reload();
    server.failures.length = 0;
    const reopened = await open(again);
    await until(() => expect(texts(reopened)).toEqual(["in between"]));
    again.messenger.wake();
    await until(async () => expect(await again.store.jobs()).toEqual([]));
    expect(server.events.filter((event) => event.kind === 2)).toHaveLength(1);
  });

  it("M15: a new epoch in the middle of sending leads to one message under the new epoch", async () => {
    await fromBob.commit(5);
    server.deliver = () => undefined;
    await fromBob.commit(5);
    await fromAlice.sender.send("after the turn");
    await fromBob.catchUp();
    expect(texts(fromBob)).toEqual(["after the turn"]);
    expect(server.events.at(-1)?.epoch).toBe(3);
    expect(viewOf(fromAlice).epoch).toBe(3);
  });

  it("a server that insists on a new epoch gets a commit first, and the message once", async () => {
    server.failures.push({ call: "send", code: "E_STALE_EPOCH", when: "before" });
    await fromAlice.sender.send("rotate first");
    await until(() => expect(texts(fromBob)).toEqual(["rotate first"]));
    expect(server.events.map((event) => event.kind)).toEqual([1, 1, 2]);
  });

  it("a refusal for good is a failed message with its reason; it can be retried and taken back", async () => {
    server.failures.push({ call: "send", code: "E_LOCKED", when: "before" });
    await fromAlice.sender.send("refused");
    const [row] = viewOf(fromAlice).timeline.filter(({ type }) => type === "message");
    expect(row).toMatchObject({ send: "failed", failure: "E_LOCKED" });
    server.failures.push({ call: "send", code: "E_LOCKED", when: "before" });
    await fromAlice.sender.retry(row?.key ?? "");
    expect(states(fromAlice)).toEqual(["failed"]);
    expect(await fromAlice.sender.cancel(row?.key ?? "")).toBe(true);
    expect(texts(fromAlice)).toEqual([]);
    await fromAlice.sender.send("fine");
    expect(texts(fromAlice)).toEqual(["fine"]);
  });

  it("polling while the socket is down gives the identical view, and says so", async () => {
    bob.socket(false);
    await fromAlice.sender.send("by polling");
    await until(() => expect(texts(fromBob)).toEqual(["by polling"]));
    expect(bob.messenger.list().connection).toBe("polling");
    bob.socket(true);
    await until(() => expect(bob.messenger.list().connection).toBe("live"));
  });

  it("S01: a manipulated message is a row with a reason, and the ones after it are readable", async () => {
    server.deliver = () => undefined;
    await fromAlice.sender.send("spoiled");
    await fromAlice.sender.send("intact");
    const spoiled = server.events[1];
    if (spoiled?.ct)
      server.events[1] = { ...spoiled, ct: `${spoiled.ct.startsWith("A") ? "B" : "A"}${spoiled.ct.slice(1)}` };
    await fromBob.catchUp();
    expect(viewOf(fromBob).timeline.map((row) => row.type)).toEqual(["system", "unreadable", "message"]);
    expect(texts(fromBob)).toEqual(["intact"]);
  });

  it("S07: a member whom only the server lists is nowhere on screen, and nothing is sealed to them", async () => {
    const mallory = await newClient(server, "mallory");
    await bob.messenger.open(server.id);
    await fromAlice.sender.send("for two");
    bob.messenger.wake();
    await until(() => expect(texts(fromBob)).toEqual(["for two"]));
    for (const conversation of [fromAlice, fromBob]) {
      expect(viewOf(conversation).roster).toHaveLength(2);
      expect(conversation.others).not.toContain(mallory.userId);
    }
    await fromAlice.commit(5);
    const boxes = server.events.at(-1)?.boxes ?? "";
    expect(fromBase64(boxes)).toHaveLength(2 * 85);
  });

  it("O06: forged events on the own topic are hints at most: nothing of them is shown, and the real ones still arrive", async () => {
    const [inbox] = [...server.inboxes.values()].slice(-1);
    const genuine = server.events[0];
    if (!inbox || !genuine) throw new Error("no inbox");
    const forged = { ...(toPayload(genuine) as object), seq: 2, kind: 2 };
    for (const payload of [forged, { ...forged, seq: 9 }, { conversation: server.id, seq: 3 }, "nonsense", null])
      inbox.event(payload);
    inbox.pointer({ conversation: server.id, user_id: alice.userId, pointer: "AAAA" });
    await fromAlice.sender.send("real");
    await until(() => expect(texts(fromBob)).toContain("real"));
    expect(texts(fromBob)).toEqual(["real"]);
  });

  it("history in pages: the newest first, older ones on demand, each message once", async () => {
    for (let i = 0; i < 120; i++) await fromAlice.sender.send(`m${i}`);
    const fresh = await open(await bob.otherDevice());
    expect(texts(fresh)).toHaveLength(50);
    while (viewOf(fresh).hasOlder) await fresh.loadOlder();
    expect(texts(fresh)).toEqual(Array.from({ length: 120 }, (_, i) => `m${i}`));
    expect(viewOf(fresh).banners).toEqual([]);
  });

  it("S21: an older page that does not lead to what is open is rejected, and nothing of it is shown", async () => {
    for (let i = 0; i < 70; i++) await fromAlice.sender.send(`m${i}`);
    const fresh = await open(await bob.otherDevice());
    const shown = texts(fresh).length;
    const [first, second] = [server.events[5], server.events[6]];
    if (first && second)
      [server.events[5], server.events[6]] = [
        { ...second, seq: 6 },
        { ...first, seq: 7 },
      ];
    await expect(fresh.loadOlder()).rejects.toMatchObject({ code: "E_FORK" });
    expect(texts(fresh)).toHaveLength(shown);
  });

  it("unread counts what others wrote and was not read, and follows the own reading on another device", async () => {
    for (const text of ["a", "b", "c"]) await fromAlice.sender.send(text);
    await until(() => expect(bob.messenger.list().conversations[0]?.unread).toBe(3));
    expect(alice.messenger.list().conversations[0]?.unread).toBe(0);
    expect(firstUnreadOf(fromBob)).toBe(2);
    expect(firstUnreadOf(fromAlice)).toBeNull();
    const phone = await bob.otherDevice();
    const onPhone = await open(phone);
    onPhone.pointers.markRead();
    await until(() => expect(bob.messenger.list().conversations[0]?.unread).toBe(0));
  });

  it("a conversation nobody knows is E_NOT_FOUND", async () => {
    await expect(alice.messenger.open("00000000-0000-4000-8000-000000000000")).rejects.toThrow(CodedError);
  });
});

describe("first contact", () => {
  beforeEach(() => {
    server.invites.awaits = bob.userId;
    for (const [client, conversation] of [
      [alice, fromAlice],
      [bob, fromBob],
    ] as const)
      conversation.updateSummary(server.summary(client.userId));
  });

  it("lets the asker write one message, and the asked one answer before writing", async () => {
    expect(viewOf(fromAlice)).toMatchObject({ canSend: true, banners: [{ kind: "waits" }] });
    await fromAlice.sender.send("hello, stranger");
    await until(() => expect(viewOf(fromAlice).canSend).toBe(false));
    await until(() => expect(texts(fromBob)).toEqual(["hello, stranger"]));
    expect(viewOf(fromBob)).toMatchObject({ canSend: false, banners: [{ kind: "asked", who: { name: "alice" } }] });
    await bob.messenger.starting.answer(server.id, true);
    expect(viewOf(fromBob)).toMatchObject({ canSend: true, banners: [] });
  });

  it("tells no position back before acceptance, and then at once", async () => {
    await fromAlice.sender.send("hello, stranger");
    await until(() => expect(texts(fromBob)).toEqual(["hello, stranger"]));
    fromBob.pointers.markRead();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([...server.pointers.keys()].filter((key) => key.startsWith(bob.userId))).toEqual([]);
    await bob.messenger.starting.answer(server.id, true);
    await until(() => expect(states(fromAlice)).toEqual(["read"]));
  });

  it("is accepted by beginning a conversation with the asker", async () => {
    await bob.messenger.starting.direct(alice.userId);
    expect(server.invites.awaits).toBeNull();
  });
});
