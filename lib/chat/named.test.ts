import { beforeEach, expect, it, vi } from "vitest";
import { Acts } from "./acts";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { hashName } from "./effects";
import { namedUnread } from "./named";
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
/** Texts of unread messages that name Bob. */
const named = () => {
  const hashes = new Set(namedUnread(fromBob).map(({ hash }) => hash));
  return fromBob.rows.flatMap((row) =>
    row.type === "message" && row.body.t === "text" && hashes.has(hashName(row.hash)) ? [row.body.b] : [],
  );
};
const arrived = () => until(() => expect(fromBob.log?.n).toBe(fromAlice.log?.n));
const say = async (text: string, more: { mentions?: string[]; thread?: string } = {}) => {
  await new Acts(fromAlice).write(text, more);
  const hash = hashName(fromAlice.rows.findLast((row) => row.type === "message")?.hash ?? "");
  await arrived();
  return hash;
};

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  fromBob = await open(bob);
});

it("messages that name me are listed in order until the conversation is read", async () => {
  await say("@bob one", { mentions: [bob.userId] });
  await say("nobody");
  await say("@bob two", { mentions: [bob.userId] });
  expect(named()).toEqual(["@bob one", "@bob two"]);
  expect(viewOf(fromBob)).toMatchObject({ row: { mentions: 2 }, named: [{}, {}] });
  fromBob.pointers.markRead();
  expect(named()).toEqual([]);
});

it("an edit that names me for the first time counts, one that corrects what was read does not, and one that unnames me ends it", async () => {
  const first = await say("one");
  const second = await say("@bob two", { mentions: [bob.userId] });
  fromBob.pointers.markRead();
  const acts = new Acts(fromAlice);
  await acts.edit(second, "@bob two, corrected", [bob.userId]);
  await arrived();
  expect(named()).toEqual([]);
  await acts.edit(first, "@bob one", [bob.userId]);
  await arrived();
  expect(named()).toEqual(["one"]);
  await acts.edit(first, "one again", []);
  await arrived();
  expect(named()).toEqual([]);
});

it("a mention in a thread stays until the thread is read; deleted, hidden and blocked ones do not count", async () => {
  const root = await say("root");
  await say("@bob aside", { mentions: [bob.userId], thread: root });
  fromBob.pointers.markRead();
  expect(named()).toEqual(["@bob aside"]);
  await new Acts(fromBob).readThread(root);
  expect(named()).toEqual([]);
  const deleted = await say("@bob gone", { mentions: [bob.userId] });
  const hidden = await say("@bob hidden", { mentions: [bob.userId] });
  await new Acts(fromAlice).remove(deleted);
  await arrived();
  await new Acts(fromBob).mark(hidden, { hidden: true });
  expect(named()).toEqual([]);
  await say("@bob now", { mentions: [bob.userId] });
  expect(named()).toEqual(["@bob now"]);
  await bob.messenger.account.marking.silence(alice.userId, true);
  expect(named()).toEqual([]);
});
