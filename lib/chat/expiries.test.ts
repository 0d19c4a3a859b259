import { beforeEach, describe, expect, it, vi } from "vitest";
import type { SearchQuery } from "@/lib/crypto/search-api";
import type { Conversation } from "./conversation";
import { rowOf, viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

const day = 86_400_000;
let server: ScriptedServer;
let alice: Client, bob: Client;
let fromAlice: Conversation;

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 8_000, interval: 10 });
const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const shown = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) =>
    row.type === "message" ? [row.text] : row.type === "tombstone" ? [`${row.reason} ${row.count ?? 1}`] : [],
  );
const query = (word: string): SearchQuery => ({
  ...{ words: [word], conversations: null, authors: null, has: [], after: null, before: null, max: 100 },
});
const found = async (client: Client, word: string) => (await client.messenger.search.find(query(word))).hits.length;
/** Words on this device's disk, as its owner could read them. */
async function onDisk(client: Client): Promise<string> {
  const rows = await client.store.rows(server.id, Number.MAX_SAFE_INTEGER, 1_000);
  const opened = await client.parts.engine.openRows(
    server.id,
    rows.map(({ sealed }) => sealed),
  );
  return JSON.stringify(opened);
}

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  await alice.messenger.starting.findPerson("bob");
  const rules = { kind: "group", title: "Short", mayAdd: 1, retentionDays: 7 } as const;
  await alice.messenger.starting.group({ ...rules, userIds: [bob.userId] });
  fromAlice = await open(alice);
  await fromAlice.sender.send("old needle");
  await fromAlice.sender.send("old hay");
  server.ahead = 5 * day;
  await fromAlice.sender.send("young needle");
  const fromBob = await open(bob);
  await vi.waitUntil(() => shown(fromBob).length === 3, { timeout: 8_000, interval: 5 });
});

describe("what has expired", () => {
  it("is gone from screen, disk and search on both sides, and what is younger stays", async () => {
    const fromBob = await open(bob);
    await until(async () => expect(await found(bob, "needle")).toBe(2));
    server.ahead = 7 * day;
    await bob.messenger.look();
    expect(shown(fromBob)).toEqual(["expired 2", "young needle"]);
    await until(async () => expect(await onDisk(bob)).not.toMatch(/old/));
    expect(await onDisk(bob)).toMatch(/young needle/);
    await until(async () => expect(await found(bob, "old")).toBe(0));
    expect(await found(bob, "needle")).toBe(1);
    server.ahead = 12 * day + 1;
    await bob.messenger.look();
    expect(shown(fromBob)).toEqual(["expired 3"]);
    expect(rowOf(fromBob).last).toMatchObject({ expired: true, text: "" });
    await until(async () => expect(await onDisk(bob)).not.toMatch(/needle|hay/));
  });

  it("one moment before its time is still whole", async () => {
    const [oldest] = fromAlice.rows.filter(({ type }) => type === "message");
    server.ahead = 0;
    alice.parts.clock.now = () => (oldest?.at ?? 0) + 7 * day - 1;
    server.away = true;
    alice.messenger.wake();
    expect(shown(fromAlice)).toEqual(["old needle", "old hay", "young needle"]);
  });

  it("goes without a network, too, when its time has come", async () => {
    await alice.messenger.look();
    server.away = true;
    const now = Date.now();
    alice.parts.clock.now = () => now + 2 * day + 60_000;
    alice.messenger.wake();
    expect(shown(fromAlice)).toEqual(["expired 2", "young needle"]);
    await until(async () => expect(await onDisk(alice)).not.toMatch(/old/));
    expect(await found(alice, "old")).toBe(0);
  });

  it("does not go early because this device's clock is wrong, once the server has told its time", async () => {
    alice.parts.clock.now = () => Date.now() + 100 * day;
    await alice.messenger.look();
    alice.messenger.wake();
    expect(shown(fromAlice)).toEqual(["old needle", "old hay", "young needle"]);
  });

  it("while the browser was closed is not shown after the next start, and not found", async () => {
    await until(async () => expect(await bob.store.recordKeys("search/")).not.toEqual([]));
    server.away = true;
    const later = Date.now() + 7 * day + 60_000;
    const again = await bob.reload(() => later);
    expect(await found(again, "old")).toBe(0);
    const reopened = await open(again);
    expect(shown(reopened)).toEqual(["expired 2", "young needle"]);
    await until(async () => expect(await onDisk(again)).not.toMatch(/old/));
  });

  it("is removed at once when the members agree on less", async () => {
    await alice.messenger.look();
    await fromAlice.membership.change({ what: "policy", retentionDays: 1 });
    await until(() => expect(shown(fromAlice)).toEqual(["expired 2", "young needle"]));
    const fromBob = await open(bob);
    await bob.messenger.look();
    await until(() => expect(shown(fromBob)).toEqual(["expired 2", "young needle"]));
  });

  it("goes by what two people have agreed, not by what one has proposed", async () => {
    server = new ScriptedServer();
    [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
    await alice.messenger.starting.direct((await alice.messenger.starting.findPerson("bob")).userId);
    fromAlice = await open(alice);
    await fromAlice.sender.send("old needle");
    server.ahead = 8 * day;
    const fromBob = await open(bob);
    await fromAlice.membership.change({ what: "lifetime", days: 7 });
    await until(() => expect(viewOf(fromBob).proposal).toMatchObject({ days: 7, by: { name: "alice" } }));
    expect(viewOf(fromBob).banners).toMatchObject([{ kind: "lifetime", days: 7 }]);
    expect([viewOf(fromBob).canSend, viewOf(fromBob).retentionDays]).toEqual([true, 365]);
    await bob.messenger.look();
    expect(shown(fromBob)).toEqual(["old needle"]);
    await fromBob.membership.change({ what: "lifetime", days: 7 });
    for (const conversation of [fromBob, fromAlice]) {
      await until(() => expect(shown(conversation)).toEqual(["expired 1"]));
      expect([viewOf(conversation).retentionDays, viewOf(conversation).proposal]).toEqual([7, null]);
    }
    const lines = viewOf(fromAlice).timeline.flatMap((row) => (row.type === "system" ? [row.event] : []));
    expect(lines).toMatchObject([
      { kind: "created" },
      { kind: "lifetime", step: "proposed", by: { me: true }, days: 7 },
      { kind: "lifetime", step: "agreed", by: { name: "bob" }, days: 7 },
    ]);
  });

  it("says nothing of the server's own wish: a shorter time in the summary removes nothing here", async () => {
    const summary = server.summary.bind(server);
    server.summary = (me) => ({ ...summary(me), retention_days: 1 });
    server.ahead = 6 * day;
    await bob.messenger.look();
    const fromBob = await open(bob);
    fromBob.updateSummary(server.summary(bob.userId));
    bob.messenger.wake();
    expect(shown(fromBob)).toEqual(["old needle", "old hay", "young needle"]);
  });
});
