/** Owns tests of what a device shows after a reload without a network, and of what the server may tell it afterwards. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

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
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  fromBob = await open(bob);
});

it("opens offline from what this device keeps", async () => {
  for (const text of ["kept", "also kept"]) await fromAlice.sender.send(text);
  await until(() => expect(texts(fromBob)).toEqual(["kept", "also kept"]));
  await until(async () => expect((await bob.store.conversation(server.id))?.n).toBe(3));
  for (const call of ["sync", "events", "start", "people"]) {
    for (let i = 0; i < 50; i++) server.failures.push({ call, code: "E_OFFLINE", when: "before" });
  }
  const again = await bob.reload();
  const reopened = await open(again);
  expect(texts(reopened)).toEqual(["kept", "also kept"]);
  await until(() => expect(again.messenger.list().connection).not.toBe("connecting"));
  expect(again.messenger.list().conversations).toHaveLength(1);
});

describe("the state of the log on disk is older than the rows", () => {
  const all = ["on disk", "from alice", "from bob"];

  /** Bob reloads without a network; the newest two rows, written at the same time, are on his disk, the log's state is not. */
  async function reloadWithOldState() {
    await fromAlice.sender.send("on disk");
    await until(async () => expect((await bob.store.conversation(server.id))?.n).toBe(2));
    const put = bob.store.putProgress.bind(bob.store);
    bob.store.putProgress = async (write) => (write.snapshot ? undefined : put(write));
    server.deliver = () => undefined;
    await fromAlice.sender.send("from alice");
    await until(() => expect(server.events).toHaveLength(3));
    await fromBob.sender.send("from bob");
    await until(async () => expect(await bob.store.rows(server.id, 100, 9)).toHaveLength(4));
    bob.store.putProgress = put;
    server.away = true;
    const again = await bob.reload();
    const reopened = await open(again);
    expect(reopened.log?.n).toBe(2);
    expect(texts(reopened)).toEqual(all);
    return { again, reopened };
  }

  it("shows them; what is served later is the same, and stands there once", async () => {
    const { again, reopened } = await reloadWithOldState();
    server.away = false;
    again.messenger.wake();
    await until(() => expect(reopened.log?.n).toBe(4));
    expect(texts(reopened)).toEqual(all);
    expect(reopened.alarms).toEqual([]);
  });

  it("finds out a server that tells something else after the reload than before it", async () => {
    const { again, reopened } = await reloadWithOldState();
    const [third, fourth] = server.events.slice(2);
    if (!third || !fourth) throw new Error("too few");
    server.events.splice(2, 2, { ...fourth, seq: 3 }, { ...third, seq: 4 });
    server.away = false;
    again.messenger.wake();
    await until(() => expect(reopened.alarms).toEqual([{ code: "E_FORK", userId: null }]));
  });
});
