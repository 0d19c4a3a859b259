import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CodedError } from "@/lib/base/errors";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client;
let bob: Client;
let fromAlice: Conversation;
let fromBob: Conversation;

const open = async ({ messenger }: Pick<Client, "messenger">) => {
  const conversation = await messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const texts = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row.text] : []));
const states = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row.send] : []));
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const messages = () => server.events.filter((event) => event.kind === 2);
const fails = (call: string, code: CodedError["code"], when: "before" | "after" = "before") =>
  server.failures.push({ call, code, when });
/** The next call of a method of this client's store fails, as on a full disk. */
const diskFails = (client: Client, method: "putProgress" | "addJob") =>
  vi.spyOn(client.store, method).mockRejectedValueOnce(new CodedError("E_STORAGE"));

async function meet() {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  fromBob = await open(bob);
}

beforeEach(meet);
afterEach(() => void vi.useRealTimers());

describe("a message that cannot be sent", () => {
  it.each([
    ["too long", "x".repeat(5_001)],
    ["half a character", "half an emoji: \ud83d"],
  ])("because it is %s is refused with a reason, and holds up none of the others", async (_reason, text) => {
    await fromAlice.sender.send(text);
    expect(states(fromAlice)).toEqual(["failed"]);
    await fromAlice.sender.send("short");
    await until(() => expect(texts(fromBob)).toEqual(["short"]));
    const again = await open(await alice.reload());
    expect(states(again)).toContain("failed");
  });

  it("because the commit before it is refused says so, and can be tried again", async () => {
    fails("send", "E_STALE_EPOCH");
    fails("commit", "E_LOCKED");
    await fromAlice.sender.send("later");
    expect(viewOf(fromAlice).timeline.at(-1)).toMatchObject({ send: "failed", failure: "E_LOCKED" });
    await fromAlice.sender.retry(viewOf(fromAlice).timeline.at(-1)?.key ?? "");
    await until(() => expect(texts(fromBob)).toEqual(["later"]));
  });

  it("because the disk was full goes out when it is tried again", async () => {
    diskFails(alice, "addJob");
    await fromAlice.sender.send("at the second try");
    expect(states(fromAlice)).toEqual(["failed"]);
    await fromAlice.sender.retry(viewOf(fromAlice).timeline.at(-1)?.key ?? "");
    await until(() => expect(texts(fromBob)).toEqual(["at the second try"]));
    expect(states(fromAlice)).not.toContain("failed");
  });

  it("because a member's keys are in doubt waits for the person's decision instead of going out behind the warning", async () => {
    const known = server.people.get(bob.userId);
    if (!known) throw new Error("nobody");
    const { statement: genuine } = known.account;
    const statement = `${genuine.slice(0, 140)}${genuine[140] === "A" ? "B" : "A"}${genuine.slice(141)}`;
    server.people.set(bob.userId, { ...known, account: { ...known.account, statement } });
    await alice.messenger.deps.people.ensure([bob.userId], true);
    await fromAlice.sender.send("not behind the warning");
    expect(viewOf(fromAlice).timeline.at(-1)).toMatchObject({ send: "failed", failure: "E_KEYCHANGE" });
    expect(messages()).toEqual([]);
  });
});

describe("a message that the server has taken", () => {
  it("is sent, even if this device fails to write down what came of it", async () => {
    diskFails(alice, "putProgress");
    await fromAlice.sender.send("taken");
    await until(() => expect(states(fromAlice)).toEqual(["delivered"]));
    expect(texts(fromBob)).toEqual(["taken"]);
    expect(await alice.store.jobs()).toEqual([]);
  });

  it("or may have taken cannot be taken back", async () => {
    fails("send", "E_OFFLINE", "after");
    void fromAlice.sender.send("on its way");
    await until(() => expect(messages()).toHaveLength(1));
    const key = viewOf(fromAlice).timeline.at(-1)?.key ?? "";
    expect(await fromAlice.sender.cancel(key)).toBe(false);
  });
});

describe("the newest key", () => {
  it("is replaced before a message when it has grown old meanwhile, though nothing has happened here since", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await meet();
    vi.setSystemTime(Date.now() + 8 * 24 * 60 * 60 * 1000);
    await fromAlice.sender.send("a week later");
    expect(server.events.map((event) => event.kind)).toEqual([1, 1, 2]);
  });
});
