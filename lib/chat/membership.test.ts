import { beforeEach, describe, expect, it, vi } from "vitest";
import { codeOf } from "@/lib/base/errors";
import type { Conversation } from "./conversation";
import { rowOf, viewOf } from "./conversation-view";
import { membershipCommands } from "./membership-commands";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client, bob: Client, carol: Client, dave: Client;
let chat: Conversation;

const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 5 });
const failed = (work: Promise<unknown>) => work.then(() => null, codeOf);
const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const names = (conversation: Conversation) =>
  viewOf(conversation)
    .roster.map(({ person, role }) => `${person.name}${role === "admin" ? "*" : ""}`)
    .toSorted();
const texts = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row.text] : []));
const events = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "system" ? [row.event] : []));
const lastEvent = (conversation: Conversation) => events(conversation).at(-1);
const title = (conversation: Conversation) => viewOf(conversation).row.title;

/** A group of these people, made by Alice. */
async function group(...others: Client[]): Promise<Conversation> {
  const userIds = others.map(({ userId }) => userId);
  const group = { kind: "group", title: "Garden club", userIds, mayAdd: 1, retentionDays: 30 } as const;
  for (const other of others) await alice.messenger.starting.findPerson(server.people.get(other.userId)?.name ?? "");
  await alice.messenger.starting.group(group);
  return open(alice);
}

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob, carol, dave] = [
    await newClient(server, "alice"),
    await newClient(server, "bob"),
    await newClient(server, "carol"),
    await newClient(server, "dave"),
  ];
});

describe("a group", () => {
  it("has its founder as admin, its rules, and a title that only members can read", async () => {
    chat = await group(bob, carol);
    expect(names(chat)).toEqual(["alice*", "bob", "carol"]);
    const seen = viewOf(await open(bob));
    expect(seen.row).toMatchObject({ kind: "group", title: "Garden club" });
    expect([seen.retentionDays, seen.mayAdd]).toEqual([30, 1]);
    expect(seen.powers).toEqual({ add: false, admin: false, leave: true, mustHandOver: false });
    expect(viewOf(chat).powers).toEqual({ add: true, admin: true, leave: true, mustHandOver: true });
    expect(Buffer.from(JSON.stringify(server.events)).includes("Garden")).toBe(false);
  });

  it("that a server calls a note or a direct conversation is shown as what was signed", async () => {
    chat = await group(bob);
    for (const kind of ["note", "direct"] as const) {
      server.kind = kind;
      chat.updateSummary(server.summary(alice.userId));
      expect(rowOf(chat).kind).toBe("group");
    }
  });
});

describe("the own note", () => {
  it("is made once, holds only oneself, and is kept for ever", async () => {
    const id = await alice.messenger.starting.note();
    expect(await alice.messenger.starting.note()).toBe(id);
    const note = await open(alice);
    await note.sender.send("milk");
    expect(texts(note)).toEqual(["milk"]);
    const { row, powers, retentionDays, roster } = viewOf(note);
    expect([row.kind, row.title, retentionDays, roster.length]).toEqual(["note", "", 0, 1]);
    expect(powers).toEqual({ add: false, admin: false, leave: false, mustHandOver: false });
    expect(await failed(note.membership.change({ what: "policy", mayAdd: 2 }))).toBe("E_POLICY");
  });
});

describe("adding", () => {
  it("makes a new epoch; the newcomer reads from then on and nothing from before", async () => {
    chat = await group(bob);
    await chat.sender.send("before");
    await alice.messenger.starting.findPerson("carol");
    await chat.membership.change({ what: "add", userIds: [carol.userId] });
    expect(chat.log?.epoch).toBe(2);
    const theirs = await open(carol);
    await chat.sender.send("after");
    await until(() => expect(texts(theirs)).toEqual(["after"]));
    expect(names(theirs)).toEqual(["alice*", "bob", "carol"]);
    expect(title(theirs)).toBe("Garden club");
    expect(events(theirs)[0]).toMatchObject({ kind: "added", who: [{ me: true }] });
    // Their past begins there: nothing older is offered, and nobody looks for it.
    expect(viewOf(theirs).hasOlder).toBe(false);
  });

  it("is refused to whom the policy does not allow it, before anything is sent", async () => {
    chat = await group(bob);
    const fromBob = await open(bob);
    await bob.messenger.starting.findPerson("carol");
    expect(await failed(fromBob.membership.change({ what: "add", userIds: [carol.userId] }))).toBe("E_ADD");
    await chat.membership.change({ what: "policy", mayAdd: 2 });
    await until(() => expect(viewOf(fromBob).powers.add).toBe(true));
    await fromBob.membership.change({ what: "add", userIds: [carol.userId] });
    await until(() => expect(names(chat)).toContain("carol"));
  });

  it("by two at once: one wins, the other does the rest on the new roster", async () => {
    chat = await group(bob);
    await chat.membership.change({ what: "policy", mayAdd: 2 });
    const fromBob = await open(bob);
    await until(() => expect(fromBob.log?.epoch).toBe(2));
    for (const client of [alice, bob]) {
      await client.messenger.starting.findPerson("carol");
      await client.messenger.starting.findPerson("dave");
    }
    await Promise.all([
      chat.membership.change({ what: "add", userIds: [carol.userId] }),
      fromBob.membership.change({ what: "add", userIds: [carol.userId, dave.userId] }),
    ]);
    await chat.catchUp();
    await fromBob.catchUp();
    expect(names(chat)).toEqual(["alice*", "bob", "carol", "dave"]);
    expect(names(fromBob)).toEqual(names(chat));
    expect(viewOf(chat).banners).toEqual([]);
  });

  it("somebody who is in already changes nothing and makes no epoch", async () => {
    chat = await group(bob);
    await chat.membership.change({ what: "add", userIds: [bob.userId] });
    expect(chat.log?.epoch).toBe(1);
  });
});

describe("removing", () => {
  it("ends the conversation for the removed one, who keeps what there was and sees who did it", async () => {
    chat = await group(bob, carol);
    await chat.sender.send("before");
    const theirs = await open(bob);
    await until(() => expect(texts(theirs)).toEqual(["before"]));
    await chat.membership.change({ what: "remove", userIds: [bob.userId] });
    await until(() => expect(viewOf(theirs).row.state).toBe("ended"));
    await chat.sender.send("secret");
    await bob.messenger.look();
    expect(texts(theirs)).toEqual(["before"]);
    expect(lastEvent(theirs)).toMatchObject({ kind: "removed", by: { name: "alice" }, who: [{ me: true }] });
    expect(viewOf(theirs)).toMatchObject({ canSend: false, banners: [{ kind: "ended" }] });
    expect(bob.messenger.list().conversations.map((row) => row.state)).toEqual(["ended"]);
    const elsewhere = await open(await bob.otherDevice());
    expect(texts(elsewhere)).toEqual(["before"]);
    expect(viewOf(elsewhere).row.state).toBe("ended");
  });

  it("is for admins, and a demoted one is told so instead of being heard", async () => {
    chat = await group(bob, carol);
    const fromBob = await open(bob);
    expect(await failed(fromBob.membership.change({ what: "remove", userIds: [carol.userId] }))).toBe("E_REMOVE");
    await chat.membership.change({ what: "roles", roles: [{ userId: bob.userId, role: 2 }] });
    await until(() => expect(viewOf(fromBob).powers.admin).toBe(true));
    // Bob's client has not heard yet that he was demoted.
    server.deliver = () => undefined;
    await chat.membership.change({ what: "roles", roles: [{ userId: bob.userId, role: 1 }] });
    expect(await failed(fromBob.membership.change({ what: "remove", userIds: [carol.userId] }))).toBe("E_REMOVE");
    expect(names(chat)).toContain("carol");
  });

  it("and letting in again begins anew for them, without what lies between", async () => {
    chat = await group(bob);
    const theirs = await open(bob);
    await chat.membership.change({ what: "remove", userIds: [bob.userId] });
    await until(() => expect(theirs.log?.state).toBe("ended"));
    await chat.sender.send("between");
    await chat.membership.change({ what: "add", userIds: [bob.userId] });
    await chat.sender.send("again");
    await until(() => expect(theirs.log?.state).toBe("active"));
    await until(() => expect(texts(theirs)).toEqual(["again"]));
  });

  it("can be put away by the one who was removed", async () => {
    chat = await group(bob);
    await open(bob);
    await chat.membership.change({ what: "remove", userIds: [bob.userId] });
    await until(() => expect(bob.messenger.list().conversations[0]?.state).toBe("ended"));
    await membershipCommands(await bob.messenger.open(server.id), bob.messenger).forget();
    await until(() => expect(bob.messenger.list().conversations).toEqual([]));
    expect((await bob.reload()).messenger.list().conversations).toEqual([]);
  });
});

describe("leaving", () => {
  it("is finished by somebody who stays, without anybody asking them", async () => {
    chat = await group(bob, carol);
    const [fromBob, fromCarol] = [await open(bob), await open(carol)];
    await fromBob.membership.leave();
    await until(() => expect(names(fromCarol)).toEqual(["alice*", "carol"]));
    await until(() => expect(viewOf(fromBob).row.state).toBe("ended"));
    expect(lastEvent(fromCarol)).toMatchObject({ kind: "left", who: [{ name: "bob" }] });
    const commit = server.events.findLast((event) => event.kind === 1);
    expect(commit?.seq).toBe(3);
    await chat.sender.send("without bob");
    await until(() => expect(texts(fromCarol)).toEqual(["without bob"]));
    expect(texts(fromBob)).toEqual([]);
  });

  it("shows as leaving until then, and the leaver writes nothing and makes no key", async () => {
    chat = await group(bob);
    const fromBob = await open(bob);
    alice.messenger.stop();
    await fromBob.membership.leave();
    expect(viewOf(fromBob)).toMatchObject({ canSend: false, banners: [{ kind: "leaving" }] });
    expect(viewOf(fromBob).roster.find(({ person }) => person.me)?.leaving).toBe(true);
    await fromBob.sender.send("one more thing");
    await until(() => expect(viewOf(fromBob).timeline.at(-1)).toMatchObject({ send: "failed" }));
    expect(server.epoch).toBe(1);
  });

  it("is not for the last admin, who may hand over first", async () => {
    chat = await group(bob);
    const fromBob = await open(bob);
    expect(await failed(chat.membership.leave())).toBe("E_ROLE");
    await chat.membership.change({ what: "roles", roles: [{ userId: bob.userId, role: 2 }] });
    await chat.membership.leave();
    await until(() => expect(names(fromBob)).toEqual(["bob*"]));
    expect(events(fromBob).map(({ kind }) => kind)).toEqual(["created", "admin-named", "left"]);
  });

  it("comes first when somebody writes in between: their client lets the leaver go, then sends", async () => {
    chat = await group(bob, carol);
    const fromBob = await open(bob);
    const writing = fromBob.membership.leave().then(() => chat.sender.send("bye"));
    await writing;
    const fromCarol = await open(carol);
    await until(() => expect(texts(fromCarol)).toEqual(["bye"]));
    expect(names(fromCarol)).toEqual(["alice*", "carol"]);
    expect(texts(fromBob)).toEqual([]);
  });
});

describe("rules and title", () => {
  it("change for everybody, each with a line that says who did it", async () => {
    chat = await group(bob);
    const fromBob = await open(bob);
    await chat.membership.change({ what: "title", title: "Garden & bees" });
    await chat.membership.change({ what: "policy", retentionDays: 7 });
    await chat.membership.change({ what: "policy", mayAdd: 0 });
    await until(() => expect(title(fromBob)).toBe("Garden & bees"));
    await until(() => expect(events(fromBob)).toHaveLength(4));
    expect(events(fromBob).slice(1)).toMatchObject([
      { kind: "renamed", title: "Garden & bees", by: { name: "alice" } },
      { kind: "policy", retentionDays: 7 },
      { kind: "may-add", mayAdd: 0 },
    ]);
    expect(viewOf(fromBob)).toMatchObject({ retentionDays: 7, mayAdd: 0 });
    expect(await failed(fromBob.membership.change({ what: "policy", retentionDays: 0 }))).toBe("E_POLICY");
  });

  it("stay through every other commit, and when a server keeps the title back", async () => {
    chat = await group(bob);
    const fromBob = await open(bob);
    server.deliver = (event, to) => to.event({ ...event, received_at: new Date().toISOString(), metadata: null });
    const { events: honest } = server;
    await chat.commit(5);
    honest.splice(1, 1, { ...(honest[1] as (typeof honest)[number]), metadata: null });
    await fromBob.catchUp();
    expect(fromBob.log?.epoch).toBe(2);
    expect(title(fromBob)).toBe("Garden club");
    await fromBob.commit(5);
    await until(() => expect(chat.log?.epoch).toBe(3));
    expect(title(chat)).toBe("Garden club");
  });
});
