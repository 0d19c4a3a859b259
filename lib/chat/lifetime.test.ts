import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Clock } from "@/lib/base/clock";
import type { LocalStore } from "@/lib/storage/local-store";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { Messenger } from "./messenger";
import { People } from "./people";
import { asServed } from "./as-served.fixture";
import { type Client, newClient, password, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client;
let fromAlice: Conversation;

const open = async (messenger: Messenger) => {
  const conversation = await messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

beforeEach(async () => {
  server = new ScriptedServer();
  alice = await newClient(server, "alice");
  await newClient(server, "bob");
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice.messenger);
});

describe("locking and unlocking with the same engine", () => {
  it("what the messenger before had begun neither takes rows nor messages away from the one after", async () => {
    server.failures.push({ call: "send", code: "E_OFFLINE", when: "before" });
    void fromAlice.sender.send("waiting");
    await until(() => expect(server.failures).toEqual([]));
    const { parts: deps } = alice;
    alice.messenger.stop();
    await deps.engine.lock();
    const { account, name } = server.people.get(alice.userId) ?? { name: "" };
    if (account) await deps.engine.unlock(asServed(alice.userId, { name, account }), { kind: "password", password });
    const { engine, store } = deps;
    const api = server.api(alice.userId);
    const people = new People({ engine, store, server: api, me: alice.userId });
    server.failures.push({ call: "send", code: "E_OFFLINE", when: "before" });
    // Its own retry stays away: the one planned before the locking comes first.
    const after: Clock["after"] = (ms, work) => (ms > 600 ? () => undefined : deps.clock.after(ms, work));
    const again = new Messenger({ ...deps, server: api, people, clock: { ...deps.clock, after } });
    await again.start();
    const reopened = await open(again);
    await until(() => expect(server.failures).toEqual([]));
    server.deliver = () => undefined;
    await fromAlice.sender.flush();
    await reopened.sender.flush();
    await reopened.catchUp();
    const shown = viewOf(reopened).timeline.filter((row) => row.type === "message");
    expect(shown).toMatchObject([{ text: "waiting", send: "sent" }]);
    expect(server.events.filter((event) => event.kind === 2)).toHaveLength(1);
    again.stop();
  });
});

describe("a start without a network", () => {
  it("opens what this device remembers, however early a page asks and however slow the disk is", async () => {
    const { parts: deps, store } = alice;
    await vi.waitFor(async () => {
      const [kept] = await store.conversations();
      expect(kept?.listEntry && kept.snapshot).toBeTruthy();
    });
    alice.messenger.stop();
    const slow: LocalStore = Object.assign(Object.create(store) as LocalStore, {
      conversations: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return store.conversations();
      },
    });
    for (let i = 0; i < 50; i++) server.failures.push({ call: "sync", code: "E_OFFLINE", when: "before" });
    const people = new People({ engine: deps.engine, store, server: deps.server, me: alice.userId });
    const again = new Messenger({ ...deps, store: slow, people });
    const started = again.start();
    const conversation = await again.open(server.id);
    await conversation.load();
    expect(conversation.rows).toHaveLength(1);
    await started;
    again.stop();
  });
});
