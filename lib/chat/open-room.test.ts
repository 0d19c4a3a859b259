import { beforeEach, describe, expect, it, vi } from "vitest";
import { utf8 } from "@/lib/base/bytes";
import { hostileTexts } from "@/lib/protocol/hostile-texts.fixture";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { Acts } from "./acts";
import { newConversation } from "./open-room";
import { membershipCommands } from "./membership-commands";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";
import { ScriptedRoom } from "./scripted-rooms.fixture";

let server: ScriptedServer;
let room: ScriptedRoom;
let alice: Client;
let bob: Client;
let fromAlice: Conversation;
let fromBob: Conversation;

const open = async (client: Client) => {
  const conversation = await client.messenger.open(room.id);
  await conversation.load();
  return conversation;
};
const messages = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row] : []));
const texts = (conversation: Conversation) => messages(conversation).map(({ text }) => text);
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

beforeEach(async () => {
  server = new ScriptedServer();
  server.openRoom = room = new ScriptedRoom();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  for (const { userId } of [alice, bob]) room.members.add(userId);
  room.add(alice.userId, { kind: 1, body: { t: "created" } });
  room.add(bob.userId, { kind: 1, body: { t: "joined" } });
  await Promise.all([alice.messenger.look(), bob.messenger.look()]);
  [fromAlice, fromBob] = [await open(alice), await open(bob)];
});

describe("an open room on a client", () => {
  it("looks like a conversation and never like a sealed one", async () => {
    await fromAlice.sender.send("hello all");
    await until(() => expect(texts(fromBob)).toEqual(["hello all"]));
    const view = viewOf(fromBob);
    expect(view.row).toMatchObject({ title: "Botany", kind: "room", seal: "open", state: "active" });
    expect(view.room).toMatchObject({ members: 2, capacity: 500, role: "member" });
    expect(view.powers).toEqual({ add: false, admin: false, leave: false, mustHandOver: false });
    expect(view.timeline[1]).toMatchObject({
      type: "system",
      event: { kind: "joined", who: [{ userId: bob.userId }] },
    });
    expect(messages(fromAlice)[0]?.send).toBe("sent");
    expect(messages(fromBob)[0]?.author.name).toBe("alice");
  });

  it("that is cleared by hand keeps nothing of before, on screen, on disk and in what can be found", async () => {
    await fromAlice.sender.send("quince before");
    await until(() => expect(texts(fromBob)).toEqual(["quince before"]));
    const anything = { conversations: null, authors: null, has: [], after: null, before: null, max: 9 };
    const found = async () => (await bob.parts.engine.search({ words: ["quince"], ...anything })).hits.length;
    const stored = async () =>
      (
        await bob.parts.engine.openRows(
          room.id,
          (await bob.store.rows(room.id, 100, 100)).map(({ sealed }) => sealed),
        )
      ).filter(({ type }) => type === "message").length;
    await until(async () => expect([await stored(), await found()]).toEqual([1, 1]));
    room.keptSince = (room.events.at(-1)?.received_at ?? 0) + 1;
    const { seq } = room.add(alice.userId, { kind: 1, body: { t: "purged", before: room.keptSince } });
    for (const inbox of server.inboxes.values()) inbox.event({ conversation: room.id, seq });
    await until(() => expect(texts(fromBob)).toEqual([]));
    expect(viewOf(fromBob).timeline.at(-1)).toMatchObject({ event: { kind: "purged", by: { name: "alice" } } });
    await until(async () => expect([await stored(), await found()]).toEqual([0, 0]));
    await fromAlice.sender.send("after");
    await until(() => expect(texts(fromBob)).toEqual(["after"]));
  });

  it("is looked at without being seen: strangers are told nobody's presence", async () => {
    const opened = vi.spyOn(bob.parts.link, "openRoom");
    const leave = fromBob.room.enter();
    await until(() => expect(opened.mock.calls.map(([place]) => place.hidden)).toEqual([true]));
    leave();
  });

  it("answers, edits and reactions come out as in a sealed conversation", async () => {
    await fromAlice.sender.send("frist");
    await until(() => expect(texts(fromBob)).toEqual(["frist"]));
    const hash = messages(fromBob)[0]?.hash ?? "";
    await new Acts(fromBob).write("indeed", { reply: hash });
    await new Acts(fromBob).react(hash, "👍");
    await new Acts(fromAlice).edit(hash, "first", []);
    await until(() => expect(texts(fromBob)).toEqual(["first", "indeed"]));
    await until(() => expect(messages(fromAlice)[0]?.reactions).toMatchObject([{ emoji: "👍", mine: false }]));
    expect(messages(fromAlice)[1]?.quote).toMatchObject({ kind: "here", text: "first" });
  });

  it("what its author deletes, or who runs the room takes out, leaves every client's memory and disk", async () => {
    await fromAlice.sender.send("regretted");
    await fromAlice.sender.send("forbidden");
    await until(() => expect(texts(fromBob)).toHaveLength(2));
    const [mine, theirs] = messages(fromAlice);
    await new Acts(fromAlice).remove(mine?.hash ?? "");
    await bob.messenger.rooms.erase(room.id, theirs?.seq ?? 0);
    for (const [client, conversation] of [
      [alice, fromAlice],
      [bob, fromBob],
    ] as const) {
      await until(() => expect(texts(conversation)).toEqual([]));
      const stones = viewOf(conversation).timeline.filter((row) => row.type === "tombstone");
      expect(stones.map(({ reason }) => reason)).toEqual(["author", "removed"]);
      const again = await open(await client.reload());
      expect(JSON.stringify(again.rows)).not.toMatch(/regretted|forbidden/);
    }
  });

  it("a refusal that lasts is shown on the message, which can be sent again", async () => {
    room.refusal = "E_SLOW";
    await fromAlice.sender.send("too soon");
    await until(() => expect(messages(fromAlice)[0]).toMatchObject({ send: "failed", failure: "E_SLOW" }));
    await fromAlice.sender.retry(messages(fromAlice)[0]?.key ?? "");
    await until(() => expect(messages(fromAlice)[0]?.send).toBe("sent"));
  });

  it("what was written without a network goes out after a reload, once", async () => {
    await until(async () => expect((await alice.store.conversations()).some(({ id }) => id === room.id)).toBe(true));
    server.away = true;
    void fromAlice.sender.send("later");
    await until(async () => expect(await alice.parts.outbox.list(room.id)).toHaveLength(1));
    const again = await alice.reload();
    const reopened = await open(again);
    await until(() => expect(texts(reopened)).toEqual(["later"]));
    server.away = false;
    again.messenger.wake();
    await until(() => expect(texts(fromBob)).toEqual(["later"]));
    expect(room.events.filter(({ kind }) => kind === 2)).toHaveLength(1);
  });

  it("is kept sealed on this device, and opens without a network", async () => {
    await fromAlice.sender.send("snapdragon");
    await until(() => expect(texts(fromBob)).toEqual(["snapdragon"]));
    await until(() => expect(fromBob.log?.n).toBe(3));
    const rows = await bob.store.rows(room.id, 100, 100);
    expect(rows).toHaveLength(3);
    const plain = utf8("snapdragon").toString();
    for (const { sealed } of rows) expect(sealed.toString()).not.toContain(plain);
    await new Promise((resolve) => setTimeout(resolve, 0));
    await until(async () => expect((await bob.store.conversation(room.id))?.snapshot).not.toBeNull());
    server.away = true;
    expect(texts(await open(await bob.reload()))).toEqual(["snapdragon"]);
  });

  it("history is opened page by page, without a hole", async () => {
    for (let i = 0; i < 120; i++)
      room.add(bob.userId, { msg_id: crypto.randomUUID(), body: { v: 1, t: "text", ts: 1, b: `No. ${i}` } });
    const fresh = await open(await alice.otherDevice());
    expect(texts(fresh)).toHaveLength(50);
    while (viewOf(fresh).hasOlder) await fresh.loadOlder();
    expect(texts(fresh)).toEqual(Array.from({ length: 120 }, (_, i) => `No. ${i}`));
  });

  it("many who join one after the other are one line", async () => {
    for (let i = 0; i < 40; i++) room.add(crypto.randomUUID(), { kind: 1, body: { t: "joined" } });
    await fromAlice.catchUp();
    await fromAlice.sender.send("so many");
    const rows = viewOf(fromAlice).timeline;
    expect(rows.map((row) => row.type)).toEqual(["system", "system", "message"]);
    const [, joining] = rows;
    expect(joining?.type === "system" && joining.event.kind === "joined" && joining.event.who).toHaveLength(41);
  });

  it("how far one has read goes to the own devices", async () => {
    await fromAlice.sender.send("one");
    await until(() => expect(texts(fromBob)).toEqual(["one"]));
    expect(viewOf(fromBob).row.unread).toBe(1);
    fromBob.pointers.markRead();
    await until(() => expect(room.read.get(bob.userId)).toBe(3));
    expect(viewOf(fromBob).row.unread).toBe(0);
  });

  it("who is out of it is told so, and hears nothing more", async () => {
    room.members.delete(bob.userId);
    await bob.messenger.look();
    expect(viewOf(fromBob)).toMatchObject({ canSend: false, row: { state: "ended" }, banners: [{ kind: "ended" }] });
    expect(bob.messenger.list().conversations).toEqual([]);
    // It is put away already.
    await membershipCommands(fromBob, bob.messenger).forget();
  });

  it("hostile text stays the text it is; a body that is none is a row with a reason", async () => {
    for (const text of hostileTexts) await fromAlice.sender.send(text);
    room.add(alice.userId, { msg_id: crypto.randomUUID(), body: { v: 1, t: "text", ts: 1, b: "x", html: "<b>" } });
    room.add(alice.userId, { msg_id: crypto.randomUUID(), body: "<script>" });
    room.add(alice.userId, { kind: 1, body: { t: { toString: "x" } } });
    room.add(alice.userId, { kind: 1, body: { t: "from the future" } });
    await fromBob.catchUp();
    expect(texts(fromBob)).toEqual(hostileTexts);
    expect(viewOf(fromBob).timeline.filter((row) => row.type === "unreadable")).toHaveLength(2);
    expect(fromBob.phase.kind).toBe("ready");
  });
});

describe("searching", () => {
  const look = (client: Client, words: string[], rest: object = {}, onServer = false) =>
    client.messenger.search.find(
      { ...{ words, conversations: null, authors: null, has: [], after: null, before: null, max: 50 }, ...rest },
      onServer,
    );

  it("finds in rooms what this device never opened, once, and says who wrote it", async () => {
    for (let i = 0; i < 60; i++)
      room.add(bob.userId, { msg_id: crypto.randomUUID(), body: { v: 1, t: "text", ts: 1, b: `foxglove ${i}` } });
    const fresh = await alice.otherDevice();
    await open(fresh);
    expect((await look(fresh, ["foxglove"])).counts).toEqual({ [room.id]: 50 });
    const found = await look(fresh, ["foxglove"], {}, true);
    expect(found.counts).toEqual({ [room.id]: 60 });
    expect(found.hits[0]).toMatchObject({ conversation: room.id, seq: 62, author: bob.userId, text: "foxglove 59" });
    expect((await look(fresh, ["foxglove"], { conversations: [room.id] })).counts).toEqual({ [room.id]: 60 });
    expect(await look(fresh, ["foxglove"], { authors: [alice.userId] }, true)).toEqual({ hits: [], counts: {} });
  });

  it("tells the server nothing of what is looked for unless it is in rooms alone, or asked for", async () => {
    await fromAlice.sender.send("foxglove");
    const refused = { call: "roomSearch", code: "E_SERVER", when: "before" } as const;
    server.failures.push(refused);
    expect((await look(alice, ["foxglove"])).hits).toHaveLength(1);
    expect((await look(alice, ["foxglove"], { conversations: [server.id, room.id] })).hits).toHaveLength(1);
    expect(server.failures).toEqual([refused]);
    // Asked, and without an answer: what this device has is better than nothing.
    expect((await look(alice, ["foxglove"], {}, true)).hits).toHaveLength(1);
    expect(server.failures).toEqual([]);
  });

  it("what was taken out of a room is no longer found on any device", async () => {
    await fromAlice.sender.send("foxglove");
    await until(() => expect(texts(fromBob)).toEqual(["foxglove"]));
    expect((await look(bob, ["foxglove"])).hits).toHaveLength(1);
    await bob.messenger.rooms.erase(room.id, 3);
    for (const client of [alice, bob])
      await vi.waitFor(async () => expect((await look(client, ["foxglove"])).hits).toEqual([]));
  });
});

describe("the two classes", () => {
  it("what was sealed once is never shown in the open, whatever the server says", async () => {
    const { userId } = await alice.messenger.starting.findPerson("bob");
    await alice.messenger.starting.direct(userId);
    const sealed = await alice.messenger.open(server.id);
    await sealed.load();
    const lie = { ...room.summary(alice.userId), id: server.id };
    const opened = newConversation(alice.messenger.deps, lie);
    await expect(opened.load()).rejects.toMatchObject({ code: "E_IMMUTABLE" });
    expect(viewOf(opened)).toMatchObject({ phase: { kind: "failed", code: "E_IMMUTABLE" }, timeline: [] });
    sealed.updateSummary(lie);
    expect(viewOf(sealed).row).toMatchObject({ seal: "broken", kind: "direct" });
  });

  it("what was written for a sealed conversation goes out in no open room, whatever the server calls it", async () => {
    const msgId = "5ea1ed00-0000-4000-8000-000000000001";
    const { engine, outbox } = bob.parts;
    const body = JSON.stringify({ v: 1, t: "text", b: "for sealed eyes", ts: 1 });
    const sealedBody = await engine.sealText(`job:${msgId}`, body);
    await outbox.add({ msgId, conversation: room.id, createdAt: 1 }, async () => sealedBody);
    await fromBob.sender.flush().catch(() => undefined);
    expect(JSON.stringify(room.events)).not.toContain("for sealed eyes");
    expect(await outbox.list(room.id)).toMatchObject([{ msgId, failure: expect.any(String) as unknown }]);
    await fromBob.sender.send("for everybody");
    await until(() => expect(texts(fromAlice)).toEqual(["for everybody"]));
  });

  it("a room cannot be made sealed by the server's word either", async () => {
    fromBob.updateSummary({ ...fromBob.summary, class: "sealed" });
    expect(viewOf(fromBob).row.seal).toBe("open");
    expect(fromBob.alarms).toEqual([{ code: "E_IMMUTABLE", userId: null }]);
  });
});
