import { beforeEach, describe, expect, it, vi } from "vitest";
import { asServed } from "./as-served.fixture";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, password, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client;
let bob: Client;

const only = (client: Client): Promise<Conversation> => client.messenger.open(server.id);
const texts = ({ rows }: Conversation) =>
  rows.flatMap((row) => (row.type === "message" && row.body.t === "text" ? [row.body.b] : []));
const banners = (conversation: Conversation) => viewOf(conversation).banners.map(({ kind }) => kind);

/** Bob has lost everything: a new browser, where he makes his keys anew. */
async function startOver(): Promise<Client> {
  bob.messenger.stop();
  const person = server.people.get(bob.userId);
  if (!person) throw new Error("nobody");
  const before = asServed(bob.userId, person);
  server.people.set(bob.userId, {
    name: "bob",
    before,
    account: await bob.parts.engine.startOver(before, password, 0),
  });
  return bob.otherDevice();
}

beforeEach(async () => {
  server = new ScriptedServer();
  alice = await newClient(server, "alice");
  bob = await newClient(server, "bob");
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  await (await only(alice)).sender.send("before");
  await vi.waitFor(async () => {
    if (texts(await only(bob)).length === 0) throw new Error("not there yet");
  });
});

describe("after a person has started over", () => {
  it("their new browser says that it waits to be accepted, and shows nothing of before", async () => {
    bob = await startOver();
    const conversation = await only(bob);
    await conversation.load();
    expect(texts(conversation)).toEqual([]);
    expect(banners(conversation)).toContain("started-over");
    expect(viewOf(conversation).canSend).toBe(false);
  });

  it("K03: and sends nothing without a key, neither sealed nor in the clear", async () => {
    bob = await startOver();
    const conversation = await only(bob);
    await conversation.load();
    const calls = Object.keys(bob.parts.server).map((name) => vi.spyOn(bob.parts.server, name as "send"));
    await conversation.sender.send("a secret without a key");
    expect(conversation.sender.pending).toMatchObject([{ state: "failed", failure: "E_HALTED" }]);
    const sent = calls.flatMap((call) => call.mock.calls);
    expect(JSON.stringify(sent)).not.toMatch(/secret/);
    expect(server.events).toHaveLength(2);
  });

  it("nobody's client writes to the new keys before its person accepts them", async () => {
    bob = await startOver();
    await alice.messenger.deps.people.refresh();
    const conversation = await only(alice);
    expect(banners(conversation)).toContain("key-changed");
    await conversation.sender.send("who is there?");
    expect(conversation.sender.pending).toMatchObject([{ state: "failed", failure: "E_KEYCHANGE" }]);
    expect(server.events).toHaveLength(2);
  });

  it("and been accepted, both go on; what was written before stays closed to the new keys", async () => {
    bob = await startOver();
    await alice.messenger.deps.people.refresh();
    await alice.messenger.trusting.acceptReset(bob.userId);
    const [atAlice, atBob] = [await only(alice), await only(bob)];
    expect(banners(atAlice)).toEqual([]);
    await atAlice.sender.send("welcome back");
    await vi.waitFor(() => expect(texts(atBob)).toEqual(["welcome back"]));
    expect(banners(atBob)).toEqual([]);
    await atBob.sender.send("here I am");
    await vi.waitFor(() => expect(texts(atAlice)).toEqual(["before", "welcome back", "here I am"]));
    expect(atAlice.rows.at(-1)?.transcript).toBe(atBob.rows.at(-1)?.transcript);
    expect([...atAlice.alarms, ...atBob.alarms]).toEqual([]);
  });

  it("the number to compare is about the new keys, the same on both sides", async () => {
    const before = await alice.messenger.trusting.safety(bob.userId);
    bob = await startOver();
    await alice.messenger.deps.people.refresh();
    const after = await alice.messenger.trusting.safety(bob.userId);
    expect(after.person.trust).toBe("changed");
    expect(after.number).not.toBe(before.number);
    await bob.messenger.open(server.id);
    expect((await bob.messenger.trusting.safety(alice.userId)).number).toBe(after.number);
  });
});
