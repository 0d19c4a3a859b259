import { beforeEach, describe, expect, it, vi } from "vitest";
import { Acts } from "./acts";
import type { Conversation } from "./conversation";
import { rowOf, viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";
import { unreadOf } from "./unread";
import type { MessageRow } from "./view-message";

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
const messages = (conversation: Conversation) =>
  viewOf(conversation).timeline.filter((row): row is MessageRow => row.type === "message");
const texts = (conversation: Conversation) => messages(conversation).map((row) => row.text);
const types = (conversation: Conversation) => viewOf(conversation).timeline.map((row) => row.type);
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const acts = (conversation: Conversation) => new Acts(conversation);
/** Says it and waits until it is in the log; its hash. */
const said = async (conversation: Conversation, text: string) => {
  await conversation.sender.send(text);
  await until(() => expect(messages(conversation).at(-1)).toMatchObject({ text, hash: expect.any(String) }));
  return messages(conversation).at(-1)?.hash ?? "";
};

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  fromBob = await open(bob);
});

describe("what is done with messages", () => {
  it("a reply and a mention reach the other with their quote and their mark", async () => {
    const hash = await said(fromAlice, "**When**?");
    await until(() => expect(texts(fromBob)).toEqual(["**When**?"]));
    await acts(fromBob).write("@alice now", { reply: hash, mentions: [alice.userId] });
    await until(() => expect(messages(fromAlice).at(-1)).toMatchObject({ quote: { kind: "here", text: "**When**?" } }));
    expect(messages(fromAlice).at(-1)?.mentions).toMatchObject([{ userId: alice.userId }]);
    expect(rowOf(fromAlice)).toMatchObject({ mentions: 1, unread: 1, last: { text: "@alice now" } });
    fromAlice.pointers.markRead();
    expect(rowOf(fromAlice).mentions).toBe(0);
  });

  it("an edit shows on both sides, counts as nothing unread, and survives a reload before it went out", async () => {
    const hash = await said(fromAlice, "helo");
    await until(() => expect(texts(fromBob)).toEqual(["helo"]));
    server.failures.push({ call: "send", code: "E_OFFLINE", when: "before" });
    void acts(fromAlice).edit(hash, "hello", []);
    await until(() => expect(texts(fromAlice)).toEqual(["hello"]));
    await until(async () => expect(await alice.store.jobs()).toHaveLength(1));
    alice = await alice.reload();
    fromAlice = await open(alice);
    await until(() => expect(texts(fromBob)).toEqual(["hello"]));
    expect(rowOf(fromBob).last?.text).toBe("hello");
    expect(unreadOf(fromBob)).toBe(1);
    expect(messages(fromAlice)[0]?.before).toMatchObject([{ text: "helo" }]);
  });

  it("an edit on the newest page changes a message that is opened with an older one", async () => {
    const hash = await said(fromAlice, "first");
    for (let i = 0; i < 60; i++) await fromAlice.sender.send(`m${i}`);
    await acts(fromAlice).edit(hash, "first, corrected", []);
    const tablet = await open(await bob.otherDevice());
    expect(texts(tablet)).not.toContain("first, corrected");
    expect(await acts(tablet).reach(hash)).toMatchObject({ thread: null });
    expect(texts(tablet)).toContain("first, corrected");
    expect(await acts(tablet).reach("nowhere")).toBeNull();
  });

  it("history is opened as far back as a time", async () => {
    await said(fromAlice, "first");
    for (let i = 0; i < 60; i++) await fromAlice.sender.send(`m${i}`);
    const tablet = await open(await bob.otherDevice());
    const newest = tablet.rows.at(-1)?.at ?? 0;
    await acts(tablet).openSince(newest + 1);
    expect(texts(tablet)).not.toContain("first");
    await acts(tablet).openSince(0);
    expect(texts(tablet)).toContain("first");
  });

  it("a reaction is set and taken back, also while it still waits", async () => {
    const hash = await said(fromAlice, "hi");
    const reactions = (conversation: Conversation) =>
      messages(conversation)[0]?.reactions.map(({ emoji, people }) => `${emoji}${people.length}`);
    await until(() => expect(texts(fromBob)).toEqual(["hi"]));
    await Promise.all([acts(fromBob).react(hash, "👍"), acts(fromAlice).react(hash, "👍")]);
    await until(() => expect(reactions(fromAlice)).toEqual(["👍2"]));
    await acts(fromAlice).react(hash, "👍");
    await until(() => expect(reactions(fromBob)).toEqual(["👍1"]));
    await acts(fromAlice).react(hash, "👍");
    await until(() => expect(reactions(fromBob)).toEqual(["👍2"]));
    server.failures.push({ call: "send", code: "E_OFFLINE", when: "before" });
    await Promise.all([acts(fromBob).react(hash, "🎉"), acts(fromBob).react(hash, "🎉")]);
    await until(async () => expect(await bob.store.jobs()).toEqual([]));
    expect(reactions(fromBob)).toEqual(["👍2"]);
  });
});

describe("what is deleted", () => {
  it("for everybody is gone from the server and from every device, with its edits", async () => {
    const hash = await said(fromAlice, "a secret");
    await acts(fromAlice).edit(hash, "a secret, corrected", []);
    await until(() => expect(texts(fromBob)).toEqual(["a secret, corrected"]));
    await acts(fromAlice).remove(hash);
    await until(() => expect(types(fromBob)).toEqual(["system", "tombstone"]));
    await until(() => expect(server.events.filter((event) => event.tombstone)).toHaveLength(2));
    await until(() => expect(types(fromAlice)).toEqual(["system", "tombstone"]));
    for (const client of [alice, bob]) {
      await until(async () => {
        const sealed = await client.store.rows(server.id, 99, 99);
        const rows = await client.parts.engine.openRows(
          server.id,
          sealed.map((row) => row.sealed),
        );
        expect(JSON.stringify(rows)).not.toContain("secret");
      });
    }
    const fresh = viewOf(await open(await bob.otherDevice()));
    expect(fresh.timeline).toMatchObject([{}, { reason: "author", by: { name: "alice" } }, { reason: "author" }]);
    expect(fresh.banners).toEqual([]);
    expect(rowOf(fromBob).last).toMatchObject({ deleted: true, text: "" });
  });

  it("stays to be done when the server cannot be reached, and is done later", async () => {
    const hash = await said(fromAlice, "a secret");
    server.failures.push({ call: "tombstone", code: "E_OFFLINE", when: "before" });
    server.failures.push({ call: "tombstone", code: "E_OFFLINE", when: "after" });
    await acts(fromAlice).remove(hash);
    await until(() => expect(server.events[1]?.ct).toBeNull());
    await until(() => expect(types(fromAlice)).toEqual(["system", "tombstone"]));
  });

  it("M05: by somebody else is not: nothing is forgotten, and the attempt is told", async () => {
    const hash = await said(fromAlice, "mine");
    await until(() => expect(texts(fromBob)).toEqual(["mine"]));
    await fromBob.sender.say({ t: "del", of: hash });
    await until(() => expect(types(fromAlice)).toEqual(["system", "message", "void"]));
    expect(types(fromBob)).toEqual(["system", "message", "void"]);
    expect(server.events.some((event) => event.tombstone)).toBe(false);
  });

  it("for me is hidden on all my devices, and from nobody else", async () => {
    const hash = await said(fromAlice, "not for me");
    await until(() => expect(texts(fromBob)).toEqual(["not for me"]));
    const tablet = await open(await bob.otherDevice());
    expect(texts(tablet)).toEqual(["not for me"]);
    await acts(fromBob).mark(hash, { hidden: true });
    expect(texts(fromBob)).toEqual([]);
    expect(unreadOf(fromBob)).toBe(0);
    await until(() => expect(texts(tablet)).toEqual([]));
    expect(texts(fromAlice)).toEqual(["not for me"]);
  });
});

describe("what is kept about messages", () => {
  it("stars follow a person to another device, newest first, whether or not the message is open there", async () => {
    const old = await said(fromAlice, "old");
    for (let i = 0; i < 55; i++) await fromAlice.sender.send(`m${i}`);
    const young = await said(fromAlice, "young");
    await acts(fromAlice).mark(old, { starred: true });
    await acts(fromAlice).mark(young, { starred: true });
    await until(async () => expect(await alice.parts.engine.storeToSave()).toBeNull());
    const tablet = await open(await alice.otherDevice());
    const both = [{ row: { text: "young", starred: true } }, { hash: old, row: null }];
    await until(() => expect(viewOf(tablet).stars).toMatchObject(both));
    expect(texts(fromBob)).toContain("old");
  });

  it("a thread has been read once somebody has looked at it", async () => {
    const root = await said(fromAlice, "root");
    await until(() => expect(texts(fromBob)).toEqual(["root"]));
    await acts(fromBob).write("in it", { thread: root });
    await until(() => expect(viewOf(fromAlice).threads).toMatchObject([{ unread: 1, title: "root" }]));
    expect(unreadOf(fromAlice)).toBe(0);
    await acts(fromAlice).readThread(root);
    expect(viewOf(fromAlice).threads).toMatchObject([{ unread: 0 }]);
  });
});
