import { beforeEach, describe, expect, it, vi } from "vitest";
import { asServed } from "./as-served.fixture";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { membershipCommands } from "./membership-commands";
import { type Client, newClient, password, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client, bob: Client, carol: Client;

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 8_000, interval: 5 });
const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  await conversation.catchUp();
  return conversation;
};
const texts = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row.text] : []));
const changed = (conversation: Conversation) =>
  viewOf(conversation).banners.flatMap((banner) => (banner.kind === "key-changed" ? [banner.who.userId] : []));

/** Bob has lost everything: a new browser, where he makes his keys anew. The others hear of it. */
async function startOver(): Promise<Client> {
  bob.messenger.stop();
  const person = server.people.get(bob.userId);
  if (!person) throw new Error("nobody");
  const before = asServed(bob.userId, person);
  const account = await bob.parts.engine.startOver(before, password, 0);
  server.people.set(bob.userId, { name: "bob", before, account });
  for (const client of [alice, carol]) await client.messenger.deps.people.refresh();
  return bob.otherDevice();
}

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob, carol] = [
    await newClient(server, "alice"),
    await newClient(server, "bob"),
    await newClient(server, "carol"),
  ];
  for (const name of ["bob", "carol"]) await alice.messenger.starting.findPerson(name);
  const userIds = [bob.userId, carol.userId];
  await alice.messenger.starting.group({ kind: "group", title: "Three", userIds, mayAdd: 1, retentionDays: 365 });
  await (await open(alice)).sender.send("before");
  await open(carol);
  bob = await startOver();
});

describe("in a group, after a person has started over", () => {
  it("each member goes on after having accepted, whoever was first; who has not is told whom it is about", async () => {
    for (const client of [alice, carol]) expect(changed(await open(client))).toEqual([bob.userId]);
    await alice.messenger.trusting.acceptReset(bob.userId);
    await (await open(alice)).sender.send("welcome back");
    await until(async () => expect(texts(await open(bob))).toEqual(["welcome back"]));
    const atCarol = await open(carol);
    expect(texts(atCarol)).toEqual(["before"]);
    expect(changed(atCarol)).toEqual([bob.userId]);
    await carol.messenger.trusting.acceptReset(bob.userId);
    await until(async () => expect(texts(await open(carol))).toEqual(["before", "welcome back"]));
    expect(viewOf(atCarol).banners).toEqual([]);
    await atCarol.sender.send("and me");
    for (const client of [alice, bob]) await until(async () => expect(texts(await open(client)).at(-1)).toBe("and me"));
  });

  it("who does not want to stay leaves after having accepted, and the others go on", async () => {
    await alice.messenger.trusting.acceptReset(bob.userId);
    await (await open(alice)).sender.send("welcome back");
    const atCarol = await open(carol);
    // Leaving is a signed word in the newest epoch, which nobody follows into without having accepted.
    expect(viewOf(atCarol).powers.leave).toBe(false);
    await carol.messenger.trusting.acceptReset(bob.userId);
    await until(() => expect(viewOf(atCarol).powers.leave).toBe(true));
    await membershipCommands(atCarol, carol.messenger).leave();
    await until(async () => expect((await open(alice)).others).toEqual([bob.userId]));
    await (await open(alice)).sender.send("without Carol");
    await until(async () => expect(texts(await open(bob)).at(-1)).toBe("without Carol"));
  });
});
