import { beforeEach, describe, expect, it, vi } from "vitest";
import { Acts } from "./acts";
import type { Conversation } from "./conversation";
import { hashName } from "./effects";
import { type Notice, Notices } from "./notices";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client;
let bob: Client;
let fromAlice: Conversation;
let shown: Notice[];
let away: boolean;

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const watch = (client: Client) =>
  new Notices(client.messenger, { wanted: () => away, show: (notice) => shown.push(notice) });

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  [shown, away] = [[], true];
});

describe("notices", () => {
  it("tell of a new message once, with who and the first hundred characters, under a tag of its own", async () => {
    await open(bob);
    watch(bob);
    await fromAlice.sender.send("x".repeat(300));
    await fromAlice.sender.send("and another");
    await until(() => expect(shown).toHaveLength(2));
    expect(shown[0]).toMatchObject({ conversation: server.id, from: "alice", text: "x".repeat(100) });
    expect(new Set(shown.map(({ tag }) => tag)).size).toBe(2);
  });

  it("say nothing of what was there before, of own messages, and while somebody is looking", async () => {
    await fromAlice.sender.send("old");
    await new Promise((resolve) => setTimeout(resolve, 2));
    watch(bob);
    const conversation = await open(bob);
    await conversation.sender.send("mine");
    away = false;
    await fromAlice.sender.send("seen");
    await until(() => expect(conversation.rows.at(-1)).toMatchObject({ body: { b: "seen" } }));
    away = true;
    await fromAlice.sender.send("new");
    await until(() => expect(shown.map(({ text }) => text)).toEqual(["new"]));
  });

  it("keep quiet about muted conversations, silenced people and blocked ones", async () => {
    const conversation = await open(bob);
    watch(bob);
    const { marking } = bob.messenger.account;
    await marking.mute(server.id, "always");
    await fromAlice.sender.send("muted");
    await until(() => expect(conversation.rows.at(-1)).toMatchObject({ body: { b: "muted" } }));
    await marking.mute(server.id, null);
    await marking.silence(alice.userId, true);
    await fromAlice.sender.send("silenced");
    await until(() => expect(conversation.rows.at(-1)).toMatchObject({ body: { b: "silenced" } }));
    await marking.silence(alice.userId, false);
    await fromAlice.sender.send("heard");
    await until(() => expect(shown.map(({ text }) => text)).toEqual(["heard"]));
  });

  it("tell of a message that names me where everything else is muted, also in a thread, and not from a silenced person", async () => {
    const conversation = await open(bob);
    watch(bob);
    const { marking } = bob.messenger.account;
    await marking.mute(server.id, "mentions");
    const acts = new Acts(fromAlice);
    const mentions = [bob.userId];
    await acts.write("for nobody");
    await acts.write("@bob look", { mentions });
    await until(() => expect(shown.map(({ text }) => text)).toEqual(["@bob look"]));
    expect(shown[0]?.named).toBe(true);
    const root = hashName(fromAlice.rows.findLast((row) => row.type === "message")?.hash ?? "");
    await acts.write("@bob aside", { mentions, thread: root });
    await until(() => expect(shown.map(({ text }) => text)).toEqual(["@bob look", "@bob aside"]));
    await marking.silence(alice.userId, true);
    await acts.write("@bob again", { mentions });
    await until(() => expect(conversation.rows.at(-1)).toMatchObject({ body: { b: "@bob again" } }));
    await marking.silence(alice.userId, false);
    await marking.mute(server.id, "always");
    await acts.write("@bob never", { mentions });
    await until(() => expect(conversation.rows.at(-1)).toMatchObject({ body: { b: "@bob never" } }));
    await marking.mute(server.id, null);
    await acts.write("heard");
    await until(() => expect(shown.map(({ text }) => text)).toEqual(["@bob look", "@bob aside", "heard"]));
  });

  it("tell of the first message of a conversation that this page had not opened yet", async () => {
    watch(bob);
    await until(() => expect(bob.messenger.list().phase).toBe("ready"));
    await fromAlice.sender.send("first");
    await until(() => expect(shown.map(({ text }) => text)).toEqual(["first"]));
  });
});
