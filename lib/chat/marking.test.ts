import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client;
let bob: Client;

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const row = (client: Client) => client.messenger.list().conversations[0];
const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  await open(alice);
  await open(bob);
});

describe("a person's own marks", () => {
  it("follow the person to another device, and nobody else sees them", async () => {
    const phone = await bob.otherDevice();
    await bob.messenger.account.marking.pin(server.id, true);
    await bob.messenger.account.marking.favourite(server.id, true);
    await until(() => expect(row(phone)?.flags.favourite).toBe(true));
    expect(row(phone)?.flags.pinnedAt).not.toBeNull();
    expect(row(alice)?.flags).toMatchObject({ pinnedAt: null, favourite: false });
  });

  it("of two devices that disagree the later one decides, on both, and then there is quiet", async () => {
    const phone = await bob.otherDevice();
    await bob.messenger.account.marking.mute(server.id, "always");
    await until(() => expect(row(phone)?.flags.mutedUntil).toBe("always"));
    await phone.messenger.account.marking.mute(server.id, null);
    await until(() => expect(row(bob)?.flags.mutedUntil).toBeNull());
    const { version } = (await phone.parts.server.storeSince(0)) ?? { version: 0 };
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await phone.parts.server.storeSince(0))?.version).toBeLessThanOrEqual(version + 1);
  });

  it("what is chosen without a network outlives the page and arrives later", async () => {
    for (let i = 0; i < 40; i++) server.failures.push({ call: "putStore", code: "E_OFFLINE", when: "before" });
    await bob.messenger.account.marking.archive(server.id, true);
    expect(row(bob)?.flags.archived).toBe(true);
    const again = await bob.reload();
    await until(() => expect(row(again)?.flags.archived).toBe(true));
    server.failures.length = 0;
    const phone = await bob.otherDevice();
    await until(() => expect(row(phone)?.flags.archived).toBe(true));
  });

  it("are in what this device remembers of the account, whoever has saved them, for a start without a network", async () => {
    const { store } = bob.messenger.deps;
    const account = JSON.stringify({ store: { version: 0, body: "" } });
    await store.putDevice({ deviceId: "d", key: {} as CryptoKey, wrapped: new Uint8Array(0), generation: 1, account });
    const kept = async () => (JSON.parse((await store.device())?.account ?? "") as { store: object }).store;
    const asServed = () => bob.parts.server.readStore();
    await bob.messenger.account.marking.pin(server.id, true);
    await vi.waitFor(async () => expect(await asServed()).toMatchObject(await kept()), { timeout: 15_000 });
    const phone = await bob.otherDevice();
    await phone.messenger.account.marking.mute(server.id, "always");
    await until(() => expect(row(bob)?.flags.mutedUntil).toBe("always"));
    await vi.waitFor(async () => expect(await asServed()).toMatchObject(await kept()), { timeout: 15_000 });
  });

  it("an archived conversation comes back with the next message", async () => {
    await bob.messenger.account.marking.archive(server.id, true);
    expect(row(bob)?.flags.archived).toBe(true);
    await (await open(alice)).sender.send("are you there?");
    await until(() => expect(row(bob)?.flags.archived).toBe(false));
  });

  it("a muted conversation counts in its row, not in the total; the mute ends while one looks", async () => {
    await bob.messenger.account.marking.mute(server.id, Date.now() + 700);
    await (await open(alice)).sender.send("psst");
    await until(() => expect(row(bob)?.unread).toBe(1));
    expect(bob.messenger.list().unread).toBe(0);
    await until(() => expect(bob.messenger.list().unread).toBe(1));
  });

  it("marked unread lasts until it is opened again", async () => {
    await bob.messenger.account.marking.markUnread(server.id, true);
    expect(bob.messenger.list().unread).toBe(1);
    await bob.messenger.account.marking.opened(server.id);
    expect(bob.messenger.list().unread).toBe(0);
  });

  it("folders are made, renamed, filled and removed; a name is taken once", async () => {
    const { marking } = bob.messenger.account;
    const work = await marking.makeFolder("  Work ", server.id);
    expect(bob.messenger.list().folders).toEqual([{ id: work, name: "Work", unread: 0, count: 1 }]);
    await expect(async () => marking.makeFolder("work", null)).rejects.toThrow("E_INPUT");
    await expect(async () => marking.makeFolder(" ", null)).rejects.toThrow("E_INPUT");
    await marking.renameFolder(work, "Office");
    await marking.putInFolder(work, server.id, false);
    expect(bob.messenger.list().folders).toEqual([{ id: work, name: "Office", unread: 0, count: 0 }]);
    await marking.removeFolder(work);
    expect(bob.messenger.list().folders).toEqual([]);
  });
});
