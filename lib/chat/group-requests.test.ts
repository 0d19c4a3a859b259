import { beforeEach, describe, expect, it, vi } from "vitest";
import { CodedError } from "@/lib/base/errors";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Notice, Notices } from "./notices";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let mallory: Client, alice: Client, bob: Client;
let fromMallory: Conversation, fromAlice: Conversation;

const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 5 });
const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const row = (client: Client) => client.messenger.list().conversations[0];
const told = (client: Client) => [...server.pointers.keys()].filter((key) => key.startsWith(client.userId));
const commits = () => server.events.filter(({ kind }) => kind === 1).length;

beforeEach(async () => {
  server = new ScriptedServer();
  mallory = await newClient(server, "mallory");
  alice = await newClient(server, "alice");
  bob = await newClient(server, "bob");
  server.invites.strangers.set(alice.userId, mallory.userId);
  for (const name of ["alice", "bob"]) await mallory.messenger.starting.findPerson(name);
  const userIds = [alice.userId, bob.userId];
  await mallory.messenger.starting.group({ kind: "group", title: "Club", userIds, mayAdd: 1, retentionDays: 30 });
  fromMallory = await open(mallory);
  fromAlice = await open(alice);
});

describe("a group one was put into by a stranger", () => {
  it("asks, and names who did it by the signed commit, whatever the server says", async () => {
    server.invites.strangers.set(alice.userId, bob.userId);
    fromAlice.updateSummary(server.summary(alice.userId));
    expect(viewOf(fromAlice)).toMatchObject({
      canSend: false,
      banners: [{ kind: "invited", who: { name: "mallory" }, title: "Club", people: 2 }],
    });
    expect(viewOf(await open(bob))).toMatchObject({ canSend: true, banners: [] });
  });

  it("counts nothing, rings for nothing and tells nothing, until it is accepted", async () => {
    const notices: Notice[] = [];
    const watch = new Notices(alice.messenger, { wanted: () => true, show: (notice) => notices.push(notice) });
    await fromMallory.sender.send("join my casino");
    await until(() => expect(fromAlice.rows.at(-1)).toMatchObject({ type: "message" }));
    expect(row(alice)).toMatchObject({ unread: 0, mentions: 0, request: true });
    expect(alice.messenger.list().unread).toBe(0);
    fromAlice.pointers.markRead();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([notices, told(alice)]).toEqual([[], []]);
    await alice.messenger.starting.answer(server.id, true);
    await until(() => expect(told(alice)).not.toEqual([]));
    expect(viewOf(fromAlice)).toMatchObject({ canSend: true, banners: [] });
    await fromMallory.sender.send("welcome");
    await until(() => expect(row(alice)).toMatchObject({ unread: 1 }));
    expect(row(alice)?.request).toBeUndefined();
    await until(() => expect(notices).toMatchObject([{ text: "welcome" }]));
    watch.stop();
  });

  it("makes no key by itself for somebody who leaves, which would tell that this person is here", async () => {
    mallory.messenger.stop();
    const fromBob = await open(bob);
    const before = commits();
    await fromBob.membership.leave();
    await until(() => expect(fromAlice.log?.leaving).toEqual([bob.userId]));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(commits()).toBe(before);
    await alice.messenger.starting.answer(server.id, true);
    await until(() => expect(commits()).toBe(before + 1));
  });

  it("is left by declining, and the others see that", async () => {
    await alice.messenger.starting.answer(server.id, false);
    await until(() => expect(fromMallory.others).toEqual([bob.userId]));
    expect(server.events.some(({ kind, body }) => kind === 2 && Buffer.from(body ?? "", "base64")[5] === 1)).toBe(true);
  });

  it("is declined at the server where leaving is not possible", async () => {
    const answered = vi.spyOn(fromAlice.deps.server, "answerRequest");
    vi.spyOn(fromAlice.membership, "leave").mockRejectedValue(new CodedError("E_ROLE"));
    await alice.messenger.starting.answer(server.id, false);
    expect(answered).toHaveBeenCalledWith(server.id, false);
  });

  it("is no question in a direct conversation, whatever the server says", async () => {
    server = new ScriptedServer();
    const [carol, dave] = [await newClient(server, "carol"), await newClient(server, "dave")];
    await carol.messenger.starting.findPerson("dave");
    await carol.messenger.starting.direct(dave.userId);
    server.invites.strangers.set(dave.userId, carol.userId);
    expect(viewOf(await open(dave)).banners).toEqual([]);
  });
});
