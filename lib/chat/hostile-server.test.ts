import { beforeEach, describe, expect, it, vi } from "vitest";
import { CodedError } from "@/lib/base/errors";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer, toPayload } from "./scripted.fixture";

const dayMs = 24 * 60 * 60 * 1000;

let server: ScriptedServer;
let alice: Client;
let bob: Client;
let fromAlice: Conversation;
let fromBob: Conversation;

const open = async ({ messenger }: Client) => {
  const conversation = await messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const messages = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row] : []));
const texts = (conversation: Conversation) => messages(conversation).map(({ text }) => text);
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  fromBob = await open(bob);
});

describe("S05: a server that withholds the newest messages", () => {
  it("makes none of them look delivered or read, whatever it repeats; when it goes on, all arrive and nothing is wrong", async () => {
    await fromAlice.sender.send("seen");
    await until(() => expect(texts(fromBob)).toEqual(["seen"]));
    fromBob.pointers.markRead();
    await until(() => expect(messages(fromAlice)).toMatchObject([{ send: "read" }]));
    const old = [...server.pointers.values()];

    server.deliver = (event, to) => {
      if (to !== server.inboxes.get(bobsInbox)) to.event(toPayload(event));
    };
    const [bobsInbox = ""] = [...server.inboxes.keys()].filter((key) => key.startsWith(bob.userId));
    const upTo = server.events.length;
    const events = vi.spyOn(bob.parts.server, "events").mockImplementation(async (_id, after) => ({
      events: server.events.slice(after, upTo),
      last_seq: upTo,
    }));
    for (const text of ["kept back", "kept back too"]) await fromAlice.sender.send(text);
    for (const pointer of old)
      for (const inbox of server.inboxes.values())
        inbox.pointer({ conversation: server.id, user_id: bob.userId, pointer });
    await fromBob.catchUp();
    expect(texts(fromBob)).toEqual(["seen"]);
    expect(messages(fromAlice).map(({ send }) => send)).toEqual(["read", "sent", "sent"]);

    events.mockRestore();
    await fromBob.catchUp();
    expect(texts(fromBob)).toEqual(["seen", "kept back", "kept back too"]);
    await until(() => expect(messages(fromAlice).map(({ send }) => send)).toEqual(["read", "delivered", "delivered"]));
    expect([...fromAlice.alarms, ...fromBob.alarms]).toEqual([]);
  });
});

describe("S22: a server without end", () => {
  it("that promises a million events and gives none is asked once, and the conversation says that something is missing", async () => {
    const events = vi.spyOn(bob.parts.server, "events").mockResolvedValue({ events: [], last_seq: 1_000_000 });
    await fromBob.catchUp();
    expect(events).toHaveBeenCalledTimes(1);
    expect(viewOf(fromBob).banners).toEqual([{ kind: "gap" }]);
  });

  it("that gives the same page again and again is not followed", async () => {
    await fromAlice.sender.send("once");
    await until(() => expect(texts(fromBob)).toEqual(["once"]));
    const events = vi
      .spyOn(bob.parts.server, "events")
      .mockImplementation(async () => ({ events: [...server.events], last_seq: 1_000_000 }));
    await fromBob.catchUp();
    expect(events.mock.calls.length).toBeLessThanOrEqual(2);
    expect(texts(fromBob)).toEqual(["once"]);
  });

  it("that pushes thousands of frames about events which are not there is asked a few times, not thousands", async () => {
    const events = vi.spyOn(bob.parts.server, "events").mockRejectedValue(new CodedError("E_OFFLINE"));
    const [first] = server.events;
    for (let seq = 10; first && seq < 4_000; seq++)
      for (const inbox of server.inboxes.values()) inbox.event(toPayload({ ...first, seq }));
    await until(() => expect(events.mock.calls.length).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(events.mock.calls.length).toBeLessThan(50);
    events.mockRestore();
    await fromAlice.sender.send("still works");
    await until(() => expect(texts(fromBob)).toEqual(["still works"]));
  });
});

describe("W08: a clock that is wrong by a day", () => {
  it.each([dayMs, -dayMs])(
    "keeps nobody from writing and moves nothing: order is by position (%d ms)",
    async (shift) => {
      vi.spyOn(alice.parts.clock, "now").mockImplementation(() => Date.now() + shift);
      await fromAlice.sender.send("from another day");
      await until(() => expect(texts(fromBob)).toEqual(["from another day"]));
      await fromBob.sender.send("from today");
      await until(() => expect(texts(fromAlice)).toEqual(["from another day", "from today"]));
      expect(texts(fromBob)).toEqual(["from another day", "from today"]);
      expect(messages(fromBob)[0]?.marks).toEqual(shift > 0 ? ["clock"] : []);
      const again = await open(await bob.reload());
      expect(texts(again)).toEqual(["from another day", "from today"]);
    },
  );
});

describe("W03: a disk that is full or gone", () => {
  it("loses no message silently: what could not be written down is shown as failed, and goes out when asked again", async () => {
    const full = vi.spyOn(alice.store, "addJob").mockRejectedValue(new CodedError("E_STORAGE"));
    await fromAlice.sender.send("no room");
    expect(fromAlice.sender.pending).toMatchObject([{ body: { b: "no room" }, state: "failed", failure: "E_STORAGE" }]);
    full.mockRestore();
    await fromAlice.sender.retry(fromAlice.sender.pending[0]?.msgId ?? "");
    await until(() => expect(texts(fromBob)).toEqual(["no room"]));
  });

  it("that was emptied behind the page's back costs nothing that the server has", async () => {
    await fromAlice.sender.send("on the server");
    await until(() => expect(texts(fromBob)).toEqual(["on the server"]));
    await bob.store.dropConversation(server.id);
    expect(texts(await open(await bob.reload()))).toEqual(["on the server"]);
  });
});
