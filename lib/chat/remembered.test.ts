import { expect, it, vi } from "vitest";
import type { LocalStore } from "@/lib/storage/local-store";
import { FirstRows } from "./first-rows";
import { Messenger } from "./messenger";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

/** The client's disk, which gives the list only when it is allowed to. */
function slowDisk(store: LocalStore) {
  let allow = () => {};
  const allowed = new Promise<void>((resolve) => (allow = resolve));
  const slow = new Proxy(store, {
    get(target, name) {
      if (name === "conversations") return () => allowed.then(() => target.conversations());
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
  return { slow, allow };
}

/** Alice and Bob, in a conversation of two or in a group of that name, which Alice's device has written down and shows no more. */
async function world(group?: string): Promise<{ server: ScriptedServer; alice: Client }> {
  const server = new ScriptedServer();
  const alice = await newClient(server, "alice");
  await newClient(server, "bob");
  const { userId } = await alice.messenger.starting.findPerson("bob");
  const rules = { kind: "group", userIds: [userId], mayAdd: 1, retentionDays: 30 } as const;
  if (group === undefined) await alice.messenger.starting.direct(userId);
  else await alice.messenger.starting.group({ ...rules, title: group });
  await (await alice.messenger.open(server.id)).sender.send("hello");
  const titles = async () => (await new FirstRows(alice.parts).read()).map(({ title }) => title);
  await vi.waitFor(async () => expect(await titles()).toEqual([group ?? "bob"]), { timeout: 5_000 });
  alice.messenger.stop();
  return { server, alice };
}

it("shows the first rows while the rest is still on the disk, opens them, and says that there is more to come", async () => {
  const { server, alice } = await world();
  const { slow, allow } = slowDisk(alice.store);
  const messenger = new Messenger({ ...alice.parts, store: slow });
  const begun = new Promise<void>((resolve) => void messenger.begun.subscribe(resolve));
  const started = messenger.start();
  await begun;
  const { phase, conversations } = messenger.list();
  expect([phase, conversations.map(({ id, people }) => [id, people.map(({ name }) => name)])]).toEqual([
    "loading",
    [[server.id, ["bob"]]],
  ]);
  const conversation = await messenger.open(server.id);
  await conversation.load();
  expect(conversation.rows.at(-1)).toMatchObject({ body: { b: "hello" } });

  allow();
  await started;
  expect(messenger.list().phase).toBe("ready");
  // What has been opened meanwhile is the same conversation, not another one.
  expect(await messenger.open(server.id)).toBe(conversation);
  messenger.stop();
});

it("opens the rest once the first rows have been drawn, or as soon as somebody needs it", async () => {
  for (const asked of [false, true]) {
    const { server, alice } = await world();
    server.away = true;
    const waiting: (() => void)[] = [];
    const after = (_ms: number, work: () => void) => {
      waiting.push(work);
      return () => undefined;
    };
    const reading = vi.spyOn(alice.store, "conversations");
    const messenger = new Messenger({ ...alice.parts, clock: { now: Date.now, after } });
    const begun = new Promise<void>((resolve) => void messenger.begun.subscribe(resolve));
    const started = messenger.start();
    await begun;
    // Whatever opened the rest without waiting would be there by now.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(reading).not.toHaveBeenCalled();
    if (asked) messenger.open(crypto.randomUUID()).catch(() => undefined);
    else for (const work of waiting.splice(0)) work();
    await started;
    expect(reading).toHaveBeenCalledTimes(1);
    messenger.stop();
  }
});

it("calls a group in its first rows what its members call it, before its log is open", async () => {
  const { server, alice } = await world("Reading group");
  server.away = true;
  const { slow } = slowDisk(alice.store);
  const messenger = new Messenger({ ...alice.parts, store: slow });
  const begun = new Promise<void>((resolve) => void messenger.begun.subscribe(resolve));
  void messenger.start();
  await begun;
  expect(messenger.list().conversations.map((row) => row.title)).toEqual(["Reading group"]);
  messenger.stop();
});

it("waits for the whole disk with what is not among the first, and takes no part of the list for all of it", async () => {
  const { server, alice } = await world();
  await alice.store.putRecord("first-rows", null);
  server.away = true;
  const { slow, allow } = slowDisk(alice.store);
  const messenger = new Messenger({ ...alice.parts, store: slow });
  void messenger.start();
  let found = false;
  const opening = messenger.open(server.id).then(() => (found = true));
  alice.parts.preferences.changed.emit();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([found, await alice.store.record("first-rows")]).toEqual([false, null]);
  allow();
  await opening;
  messenger.stop();
});

it("shows no more of a conversation that is gone, also after the next start", async () => {
  const { server, alice } = await world();
  const again = await alice.reload();
  vi.spyOn(again.parts.server, "sync").mockResolvedValue({ now: Date.now(), conversations: [], gone: [server.id] });
  await again.messenger.look();
  expect(again.messenger.list().conversations).toEqual([]);
  // At once: whoever loads the page anew does not wait.
  again.messenger.stop();
  const messenger = new Messenger({ ...again.parts, store: slowDisk(alice.store).slow });
  let begun = 0;
  messenger.begun.subscribe(() => begun++);
  void messenger.start();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([begun, messenger.list().conversations]).toEqual([0, []]);
  messenger.stop();
});

it("writes nothing more of a conversation that is gone", async () => {
  const { server, alice } = await world();
  const again = await alice.reload();
  await (await again.messenger.open(server.id)).load();
  const nothing = { now: Date.now(), conversations: [], gone: [] };
  const sync = vi.spyOn(again.parts.server, "sync").mockResolvedValue(nothing);
  sync.mockResolvedValueOnce({ ...nothing, gone: [server.id] });
  await again.messenger.look();
  // Longer than changes of the list wait for each other.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect([await alice.store.conversations(), await new FirstRows(alice.parts).read()]).toEqual([[], []]);
  again.messenger.stop();
});

it("takes nothing from the disk that has come from the server already, and newer", async () => {
  const { server, alice } = await world();
  await alice.store.putRecord("first-rows", null);
  const { slow, allow } = slowDisk(alice.store);
  const served = await alice.parts.server.sync({});
  const messenger = new Messenger({ ...alice.parts, store: slow });
  const started = messenger.start();
  const newer = {
    ...served,
    conversations: served.conversations.map((one) => ({ ...one, last_seq: one.last_seq + 3, events: [] })),
  };
  vi.spyOn(alice.parts.server, "sync").mockResolvedValueOnce(newer);
  await messenger.look();
  server.away = true;
  allow();
  await started;
  expect(messenger.all().map(({ summary }) => summary.last_seq)).toEqual([newer.conversations[0]?.last_seq]);
  messenger.stop();
});
