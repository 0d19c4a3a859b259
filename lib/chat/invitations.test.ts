import { beforeEach, describe, expect, it, vi } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { codeOf } from "@/lib/base/errors";
import { random } from "@/lib/crypto/primitives";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client, bob: Client, carol: Client;
let chat: Conversation;
let link: { id: string; fragment: string };

const until = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 5 });
const failed = (work: Promise<unknown>) => work.then(() => null, codeOf);
const inRoster = (who: Client) => chat.log?.roster.some(({ userId }) => userId === who.userId) ?? false;
const ask = async (who: Client) => {
  const opened = await who.messenger.invitations.open(link.id, link.fragment);
  await who.messenger.invitations.ask(link.id, link.fragment, opened);
};

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob, carol] = [
    await newClient(server, "alice"),
    await newClient(server, "bob"),
    await newClient(server, "carol"),
  ];
  await alice.messenger.starting.findPerson("bob");
  const rules = { mayAdd: 2, retentionDays: 365 } as const;
  await alice.messenger.starting.group({ kind: "private", title: "Book club", userIds: [bob.userId], ...rules });
  chat = await alice.messenger.open(server.id);
  await chat.load();
  const [path = "", fragment = ""] = (await alice.messenger.invitations.make(chat, { uses: 3, hours: 24 })).split("#");
  link = { id: path.replace("/join/", ""), fragment };
});

describe("a link", () => {
  it("shows who made it and what it leads to, and lets in whoever asks by it, without a hand", async () => {
    const opened = await carol.messenger.invitations.open(link.id, link.fragment);
    expect(opened).toMatchObject({ title: "Book club", maker: { name: "alice" }, state: "none" });
    await ask(carol);
    await until(() => expect(inRoster(carol)).toBe(true));
    const theirs = await carol.messenger.open(server.id);
    await theirs.load();
    expect(viewOf(theirs).row.title).toBe("Book club");
    expect(viewOf(chat).asked).toEqual([]);
  });

  it("holds a secret that the server never gets", async () => {
    await ask(carol);
    await until(() => expect(inRoster(carol)).toBe(true));
    const secret = link.fragment.split(".")[0] ?? "";
    const kept = JSON.stringify([[...server.invites.links], [...server.invites.asked], server.events]);
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain("Book club");
  });

  it("of a maker whose keys are not those the server names is refused by who opens it", async () => {
    const [secret, , title] = link.fragment.split(".");
    const forged = [secret, toBase64(random(32)).replaceAll("+", "-").replaceAll("/", "_").replace("=", ""), title];
    expect(await failed(carol.messenger.invitations.open(link.id, forged.join(".")))).toBe("E_KEYCHANGE");
    expect(await failed(carol.messenger.invitations.open(link.id, "nonsense"))).toBe("E_FORMAT");
  });
});

describe("a request that the server invents", () => {
  it("lets nobody in: without the link's secret there is no proof, and the maker is asked", async () => {
    server.invites.asked.set(carol.userId, { invite: link.id, proof: toBase64(random(32)), state: "pending" });
    alice.messenger.invitations.mayHaveChanged();
    await alice.messenger.look();
    await until(() => expect(viewOf(chat).asked).toMatchObject([{ person: { name: "carol" } }]));
    expect(inRoster(carol)).toBe(false);
    await alice.messenger.invitations.accept(chat, carol.userId);
    expect(inRoster(carol)).toBe(true);
  });

  it("with somebody else's genuine proof lets nobody in either", async () => {
    alice.messenger.stop();
    await ask(carol);
    const proof = server.invites.asked.get(carol.userId)?.proof ?? "";
    server.invites.asked.clear();
    const mallory = await newClient(server, "mallory");
    server.invites.asked.set(mallory.userId, { invite: link.id, proof, state: "pending" });
    const again = await alice.reload();
    const reopened = await again.messenger.open(server.id);
    await reopened.load();
    again.messenger.invitations.mayHaveChanged();
    await again.messenger.look();
    await until(() => expect(viewOf(reopened).asked).toHaveLength(1));
    expect(reopened.log?.roster).toHaveLength(2);
  });
});

describe("a request of somebody the maker has blocked", () => {
  it("waits for the maker to decide", async () => {
    await alice.parts.blocks.block(carol.userId);
    await ask(carol);
    await until(() => expect(viewOf(chat).asked).toMatchObject([{ person: { name: "carol" } }]));
    await alice.messenger.look();
    expect(inRoster(carol)).toBe(false);
  });
});

describe("an old request that the server repeats", () => {
  it("O14: lets nobody in again who was removed: the maker is asked", async () => {
    await ask(carol);
    await until(() => expect(inRoster(carol)).toBe(true));
    await chat.membership.change({ what: "remove", userIds: [carol.userId] });
    expect(server.invites.asked.get(carol.userId)?.state).toBe("pending");
    alice.messenger.invitations.mayHaveChanged();
    await alice.messenger.look();
    await until(() => expect(viewOf(chat).asked).toMatchObject([{ person: { name: "carol" } }]));
    await alice.messenger.look();
    expect(inRoster(carol)).toBe(false);
    await alice.messenger.invitations.accept(chat, carol.userId);
    expect(inRoster(carol)).toBe(true);
  });
});

describe("a request", () => {
  it("is shown to others who may add, who cannot check it and decide themselves", async () => {
    alice.messenger.stop();
    const theirs = await bob.messenger.open(server.id);
    await theirs.load();
    await ask(carol);
    await until(() =>
      expect(viewOf(theirs).asked).toMatchObject([{ person: { name: "carol" }, maker: { name: "alice" } }]),
    );
    expect(theirs.log?.roster).toHaveLength(2);
    await bob.messenger.invitations.decline(theirs, carol.userId);
    expect(viewOf(theirs).asked).toEqual([]);
    expect((await carol.messenger.invitations.open(link.id, link.fragment)).state).toBe("declined");
  });
});
