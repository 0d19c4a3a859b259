import { beforeEach, describe, expect, it, vi } from "vitest";
import { bytesToUuid, fromBase64, toBase64 } from "@/lib/base/bytes";
import { textOf } from "./acts";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

const hour = 3_600_000;

let server: ScriptedServer;
let alice: Client;
let bob: Client;
let fromAlice: Conversation;
let fromBob: Conversation;

const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const texts = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row.text] : []));
const later = (client: Client, conversation: Conversation, now = Date.now()) =>
  client.messenger.account.scheduled.view(conversation, now).map(({ text, state }) => [text, state]);
const mark = (client: Client) => client.messenger.list().conversations[0]?.later;
const plan = (text: string, at = Date.now() + hour) =>
  alice.messenger.account.scheduled.plan(fromAlice, textOf(text), at);
const idOf = () => alice.messenger.account.scheduled.view(fromAlice, Date.now())[0]?.id ?? "";
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const epochOf = (hdr = "") => new DataView(fromBase64(hdr).buffer).getUint32(40);

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  fromBob = await open(bob);
});

describe("a message for later", () => {
  it("is in nobody's timeline before its time, and then in everybody's, without an alarm", async () => {
    await plan("good morning");
    expect(later(alice, fromAlice)).toEqual([["good morning", "waiting"]]);
    expect([mark(alice), mark(bob)]).toEqual(["waiting", undefined]);
    await fromAlice.sender.send("now");
    await fromBob.sender.send("answer");
    await until(() => expect(texts(fromAlice)).toEqual(["now", "answer"]));
    server.scheduled.release();
    await until(() => expect(texts(fromBob)).toEqual(["now", "answer", "good morning"]));
    await until(() => expect(texts(fromAlice)).toEqual(["now", "answer", "good morning"]));
    await fromAlice.sender.send("and on");
    await until(() => expect(texts(fromBob)).toHaveLength(4));
    expect([...viewOf(fromAlice).banners, ...viewOf(fromBob).banners]).toEqual([]);
    expect(later(alice, fromAlice)).toEqual([]);
    expect(mark(alice)).toBeUndefined();
  });

  it("does not hold up what is sent meanwhile, and deleting it leaves no gap", async () => {
    await plan("one");
    await fromAlice.sender.send("first");
    expect(await alice.messenger.account.scheduled.cancel(fromAlice, idOf())).toBe(true);
    await fromAlice.sender.send("second");
    await until(() => expect(texts(fromBob)).toEqual(["first", "second"]));
    expect(viewOf(fromBob).banners).toEqual([]);
    expect(server.scheduled.rows).toEqual([]);
  });

  it("goes out while its author is away", async () => {
    await plan("from afar");
    alice.messenger.stop();
    server.scheduled.release();
    await until(() => expect(texts(fromBob)).toEqual(["from afar"]));
  });

  it("is seen, changed and deleted on the author's other device, and not by others", async () => {
    await plan("before");
    const second = await alice.otherDevice();
    const there = await open(second);
    await until(() => expect(later(second, there)).toEqual([["before", "waiting"]]));
    await second.messenger.account.scheduled.change(there, idOf(), textOf("after"), Date.now() + 2 * hour);
    await until(() => expect(later(alice, fromAlice)).toEqual([["after", "waiting"]]));
    expect(later(bob, fromBob)).toEqual([]);
    server.scheduled.release();
    await until(() => expect(texts(fromBob)).toEqual(["after"]));
  });

  it("sent at once goes the way of every message, and enters the log once even if it is released just then", async () => {
    await plan("why wait");
    const id = idOf();
    server.failures.push({ call: "unschedule", code: "E_OFFLINE", when: "before" });
    await alice.messenger.account.scheduled.sendNow(fromAlice, id);
    await until(() => expect(texts(fromBob)).toEqual(["why wait"]));
    expect(server.scheduled.rows).toHaveLength(1);
    server.scheduled.release();
    await until(() => expect(fromBob.log?.n).toBe(server.events.length));
    expect(texts(fromBob)).toEqual(["why wait"]);
  });
});

describe("a message whose keys change before its time", () => {
  it("is sealed anew at once, under the same id", async () => {
    await plan("still on");
    const [before] = server.scheduled.rows;
    await fromBob.commit(5);
    await until(() => expect(epochOf(server.scheduled.rows[0]?.hdr)).toBe(2));
    expect(server.scheduled.rows).toMatchObject([{ msg_id: before?.msg_id, version: 2 }]);
    server.scheduled.release();
    await until(() => expect(texts(fromBob)).toEqual(["still on"]));
  });

  it("is left once by two devices of its author", async () => {
    const second = await alice.otherDevice();
    await open(second);
    await plan("once");
    await fromBob.commit(5);
    await until(() => expect(epochOf(server.scheduled.rows[0]?.hdr)).toBe(2));
    server.scheduled.release();
    await until(() => expect(texts(fromBob)).toEqual(["once"]));
  });

  it("is sealed anew when its author comes back in time", async () => {
    await plan("just in time");
    alice.messenger.stop();
    await fromBob.commit(5);
    expect(epochOf(server.scheduled.rows[0]?.hdr)).toBe(1);
    const back = await alice.reload();
    await open(back);
    await until(() => expect(epochOf(server.scheduled.rows[0]?.hdr)).toBe(2));
  });

  it("is not sent but asked about when its author comes back too late", async () => {
    const at = Date.now() + 50;
    await plan("good morning", at);
    alice.messenger.stop();
    await fromBob.commit(5);
    server.scheduled.release();
    expect(server.scheduled.rows).toMatchObject([{ returned: "E_STALE_EPOCH" }]);
    const clock = vi.spyOn(Date, "now").mockReturnValue(at + 10 * 60_000);
    const back = await alice.reload();
    const there = await open(back);
    await until(() => expect(later(back, there, Date.now())).toEqual([["good morning", "late"]]));
    expect(epochOf(server.scheduled.rows[0]?.hdr)).toBe(1);
    await until(() => expect(mark(back)).toBe("stuck"));
    const [item] = back.messenger.account.scheduled.view(there, Date.now());
    await back.messenger.account.scheduled.sendNow(there, item?.id ?? "");
    clock.mockRestore();
    await until(() => expect(texts(fromBob)).toEqual(["good morning"]));
    await until(() => expect(server.scheduled.rows).toEqual([]));
  });
});

describe("a server that lies", () => {
  it("cannot have an old message sealed anew by calling it scheduled", async () => {
    const at = Date.now();
    await fromAlice.sender.send("long ago");
    const { body: hdr, sig, ct } = server.events.at(-1)!;
    // What has just arrived is known to have been sent; this has been forgotten.
    for (let i = 0; i < 64; i++) await fromAlice.sender.send(`since then ${i}`);
    const clock = vi.spyOn(Date, "now").mockReturnValue(at + 10 * 60_000);
    await fromBob.commit(5);
    await until(() => expect(fromAlice.log?.epoch).toBe(2));
    const row = { conversation: server.id, author: alice.userId, version: 7, returned: null };
    const msg_id = bytesToUuid(fromBase64(hdr!).subarray(24, 40));
    server.scheduled.rows.push({ ...row, msg_id, at: at + hour, hdr: hdr!, sig: sig!, ct: ct! });
    const fresh = await alice.otherDevice();
    const there = await open(fresh);
    await until(() => expect(later(fresh, there).map(([, state]) => state)).not.toEqual([]));
    await there.catchUp();
    expect(server.scheduled.rows).toMatchObject([{ version: 7 }]);
    clock.mockRestore();
  });

  it("cannot show words that somebody else, or nobody, has signed", async () => {
    await plan("mine");
    const [row] = server.scheduled.rows;
    const forged = fromBase64(row!.hdr);
    forged[200]! ^= 1;
    server.scheduled.rows[0] = { ...row!, hdr: toBase64(forged) };
    const fresh = await alice.otherDevice();
    const there = await open(fresh);
    await until(() => expect(later(fresh, there)).toEqual([[null, "unreadable"]]));
  });
});
