import { beforeEach, describe, expect, it, vi } from "vitest";
import { codeOf } from "@/lib/base/errors";
import { createEngine } from "@/lib/crypto/engine";
import type { Engine } from "@/lib/crypto/engine-api";
import { hkdfExtract, sha256 } from "@/lib/crypto/primitives";
import type { WireSummary } from "@/lib/protocol/wire";
import { MemoryStore } from "@/lib/storage/memory-store";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { Messenger } from "./messenger";
import { People } from "./people";
import { asServed } from "./as-served.fixture";
import { type Client, newClient, password, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client;
let bob: Client;
let fromAlice: Conversation;

const open = async ({ messenger }: Pick<Client, "messenger">) => {
  const conversation = await messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  await open(bob);
});

describe("a server that leads astray", () => {
  it("cannot put somebody else in the place of the person that was chosen", async () => {
    const carol = await newClient(server, "carol");
    await alice.messenger.starting.findPerson("carol");
    // The answer names the conversation with Bob.
    const started = await alice.messenger.starting.direct(carol.userId).catch((thrown: unknown) => codeOf(thrown));
    expect(started).toBe("E_CONTEXT");
  });

  it("gets no first commit for a conversation that no platform has made", async () => {
    const summary = server.summary.bind(server);
    server.summary = (me) => ({ ...summary(me), epoch: 0 });
    const asked = vi.spyOn(server, "run");
    const failure = await open({ messenger: (await bob.otherDevice()).messenger }).catch((thrown: unknown) =>
      codeOf(thrown),
    );
    expect(failure).toBe("E_CONTEXT");
    expect(asked.mock.calls.map(([call]) => call)).not.toContain("createConversation");
  });

  it("gets no second first commit for a conversation that this person has seen begin", async () => {
    await bob.parts.engine.storeToSave();
    const again = {
      conversation: server.id,
      form: "direct" as const,
      members: [bob.userId, alice.userId],
      context: null,
    };
    await expect(bob.parts.engine.genesis(again)).rejects.toMatchObject({ code: "E_IMMUTABLE" });
  });

  it("cannot say later that a conversation is about something else", async () => {
    const context: WireSummary["context"] = {
      kind: "transaction",
      external_id: "1",
      title: "Your bank",
      state: "open",
      ended: false,
      platform: "market",
    };
    await until(async () => expect((await bob.store.conversation(server.id))?.n).toBe(1));
    const current = await open(bob);
    current.updateSummary({ ...server.summary(bob.userId), context });
    expect(viewOf(current).row.context).toBeNull();
    const summary = server.summary.bind(server);
    server.summary = (me) => ({ ...summary(me), context });
    await fromAlice.sender.send("news");
    const reopened = await open(await bob.reload());
    // Read from the disk before the server is heard, it stays what it was; after, it does not open as something else.
    await until(() => {
      const { row, banners, timeline } = viewOf(reopened);
      const [banner] = banners;
      if (banner) return expect(banner).toMatchObject({ kind: "halted", code: "E_IMMUTABLE" });
      expect(timeline.some((each) => each.type === "message" && each.text === "news")).toBe(true);
      expect(row.context).toBeNull();
    });
  });
});

describe("a checkpoint", () => {
  const forkByServer = expect.objectContaining({ kind: "fork", who: null });

  let saved: { version: number; body: string };

  /** Bob's new device, with the store that his tablet has saved. */
  async function newDevice(): Promise<{ messenger: Messenger; engine: Engine }> {
    const { account, name } = server.people.get(bob.userId) ?? { name: "" };
    if (!account) throw new Error("nobody");
    const kdf = async (secret: Uint8Array, salt: Uint8Array) => hkdfExtract(salt, sha256(secret));
    const engine = createEngine({ modRoots: ["11".repeat(32)] }, { kdf });
    const stored = { ...asServed(bob.userId, { name, account }), store: saved };
    await engine.unlock(stored, { kind: "password", password });
    const own = { engine, store: new MemoryStore(), server: server.api(bob.userId) };
    const messenger = new Messenger({ ...bob.parts, ...own, people: new People({ ...own, me: bob.userId }) });
    await messenger.start();
    return { messenger, engine };
  }

  beforeEach(async () => {
    for (let i = 0; i < 60; i++) await fromAlice.sender.send(`m${i}`);
    const api = server.api.bind(server);
    server.api = (me) => ({
      ...api(me),
      putStore: async (version, body) => {
        saved = { version: version + 1, body };
        return { version: version + 1 };
      },
    });
    const tablet = await bob.otherDevice();
    await open(tablet);
    const { engine } = tablet.parts;
    await until(async () => {
      if (!(await engine.verifyHistory(server.id, "")).done) throw new Error("not proven yet");
    });
    const unsaved = await engine.storeToSave();
    if (unsaved) saved = { version: unsaved.expectedVersion + 1, body: unsaved.body };
    tablet.messenger.stop();
    server.api = api;
  });

  it("agrees with an honest server on a new device", async () => {
    const { messenger, engine } = await newDevice();
    const conversation = await open({ messenger });
    await until(async () => expect((await engine.verifyHistory(server.id, "")).done).toBe(true));
    expect(viewOf(conversation).banners).toEqual([]);
  });

  it("shows that a server serves a new device less than the person has seen", async () => {
    server.events.splice(40);
    const { messenger } = await newDevice();
    expect(viewOf(await open({ messenger })).banners).toContainEqual(forkByServer);
  });

  it("shows that a server serves a new device another past, even where no message tells", async () => {
    const { events } = server;
    const honest = server;
    server = new ScriptedServer();
    server.id = honest.id;
    server.epoch = 1;
    for (const [userId, person] of honest.people) server.people.set(userId, person);
    const [first, second] = [events[2], events[3]];
    const changed = [...events.slice(0, 2), second, first, ...events.slice(4)];
    for (const event of changed)
      if (event) server.append(event.kind, event.hash, { ...event, seq: server.events.length + 1 });
    const { messenger, engine } = await newDevice();
    const conversation = await open({ messenger });
    await until(async () => expect((await engine.verifyHistory(server.id, "")).done).toBe(true));
    await until(() => expect(conversation.alarms).toContainEqual({ code: "E_FORK", userId: null }));
  });
});
