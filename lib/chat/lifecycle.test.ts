import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { membershipCommands } from "./membership-commands";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client, bob: Client;
let fromAlice: Conversation, fromBob: Conversation;

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 8_000, interval: 5 });
const banners = (conversation: Conversation) => viewOf(conversation).banners;
const commands = (client: Client, conversation: Conversation) => membershipCommands(conversation, client.messenger);

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  await alice.messenger.starting.findPerson("bob");
  const rules = { kind: "group", title: "Club", mayAdd: 1, retentionDays: 0 } as const;
  await alice.messenger.starting.group({ ...rules, userIds: [bob.userId] });
  server.lifecycle = {
    ...{ closed_at: null, closed_by: null, deletes_at: null, wishes: [] },
    ...{ may_close: true, may_delete: "alone", grace_days: 7 },
  };
  [fromAlice, fromBob] = (await Promise.all(
    [alice, bob].map(async (client) => {
      const conversation = await client.messenger.open(server.id);
      await conversation.load();
      return conversation;
    }),
  )) as [Conversation, Conversation];
});

describe("a conversation that ends", () => {
  it("is shut for both at once when it is closed, and open again afterwards; what waits goes out then", async () => {
    await commands(alice, fromAlice).close(true);
    for (const conversation of [fromAlice, fromBob])
      await until(() => expect(banners(conversation)).toMatchObject([{ kind: "closed", who: { name: "alice" } }]));
    expect(viewOf(fromBob).canSend).toBe(false);
    await fromBob.sender.send("too late");
    expect(fromBob.sender.pending).toMatchObject([{ state: "failed", failure: "E_CLOSED" }]);
    await commands(alice, fromAlice).close(false);
    await until(() => expect([banners(fromBob), viewOf(fromBob).canSend]).toEqual([[], true]));
    await fromBob.sender.send("on we go");
    expect(server.events).toHaveLength(2);
  });

  it("says when everything goes, and can be kept until then", async () => {
    await commands(alice, fromAlice).erase(true);
    await until(() => expect(banners(fromBob)).toMatchObject([{ kind: "deleting", mayCallBack: true }]));
    const [banner] = banners(fromBob);
    expect(banner?.kind === "deleting" && (banner.at - Date.now()) / 86_400_000).toBeCloseTo(7, 2);
    expect(viewOf(fromBob).canSend).toBe(false);
    await commands(bob, fromBob).erase(false);
    await until(() => expect(banners(fromAlice)).toEqual([]));
  });

  it("that takes everybody's wish asks the others, and stays open until they answer", async () => {
    server.lifecycle = { ...server.lifecycle!, may_close: false, may_delete: "together", wishes: [alice.userId] };
    for (const [client, conversation, kind, name] of [
      [alice, fromAlice, "own-wish", "bob"],
      [bob, fromBob, "wish", "alice"],
    ] as const) {
      await client.messenger.lookAt(server.id);
      expect(banners(conversation)).toMatchObject([{ kind, who: { name } }]);
      expect(viewOf(conversation).canSend).toBe(true);
    }
  });

  it("leaves nothing on a device once the server does not have it any more", async () => {
    await fromAlice.sender.send("a needle");
    await until(async () => expect((await bob.store.rows(server.id, 99, 99)).length).toBe(2));
    const { id } = server;
    vi.spyOn(server.spans, "of").mockReturnValue(undefined as never);
    await bob.messenger.look();
    expect(bob.messenger.all()).toEqual([]);
    expect(await bob.store.rows(id, 99, 99)).toEqual([]);
    expect(await bob.store.conversation(id)).toBeNull();
  });
});
