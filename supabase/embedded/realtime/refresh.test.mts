import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRealm, subscribe, until, type Person, type TestRealm } from "./test-realm.mts";
import type { RawSocket } from "./test-socket.mts";

let realm: TestRealm;
beforeAll(async () => {
  realm = await startTestRealm();
});
afterAll(() => realm.stop());

/** A raw socket of this person on a private channel, joined with ref 1. */
async function joined({ token }: Person, topic: string, config: object = {}): Promise<RawSocket> {
  const socket = await realm.raw();
  const { payload } = await socket.join(topic, { private: true, ...config }, { access_token: token });
  expect(payload).toMatchObject({ status: "ok" });
  return socket;
}

/** The message of the system error that ends the channel. */
async function end(socket: RawSocket, topic: string) {
  const { payload } = await socket.next("system");
  expect(payload).toMatchObject({ extension: "system", status: "error", channel: topic });
  expect(await socket.next("phx_close")).toMatchObject({ ref: "1", joinRef: "1", topic: `realtime:${topic}` });
  return payload["message"] as string;
}

const refresh = (socket: RawSocket, topic: string, token: unknown) =>
  socket.send(topic, "access_token", { access_token: token }, { ref: "9", joinRef: "1" });

describe("the first join", () => {
  it("goes out without the token when nobody waited for it, and is accepted with it", async () => {
    const person = await realm.person();
    await realm.allow(person, "early");
    const client = realm.client(person);
    const subscription = subscribe(client.channel("early", { config: { private: true } }));
    await subscription.reported("SUBSCRIBED");
    expect(subscription.statuses).toEqual(["CHANNEL_ERROR", "SUBSCRIBED"]);
  });

  it("succeeds at once after setAuth", async () => {
    const person = await realm.person();
    await realm.allow(person, "patient");
    const client = realm.client(person);
    await client.realtime.setAuth();
    const subscription = subscribe(client.channel("patient", { config: { private: true } }));
    await subscription.reported("SUBSCRIBED");
    expect(subscription.statuses).toEqual(["SUBSCRIBED"]);
  });
});

describe("a new token", () => {
  it("keeps the channel, without any reply, while the person may still read", async () => {
    const person = await realm.person();
    await realm.allow(person, "kept");
    const socket = await joined(person, "kept");
    refresh(socket, "kept", await realm.token(person.id));
    await realm.sql.query("select realtime.send('{}', 'after', 'kept')");
    await socket.next("broadcast");
    expect(socket.frames.map(({ event }) => event)).toEqual(["phx_reply", "broadcast"]);
    await socket.close();
  });

  it("asks the policies again: a removed member goes, and hears that", async () => {
    const person = await realm.person();
    await realm.allow(person, "removed");
    const socket = await joined(person, "removed");
    await realm.forbid(person, "removed");
    await realm.sql.query("select realtime.send('{}', 'still cached', 'removed')");
    await socket.next("broadcast");
    refresh(socket, "removed", await realm.token(person.id));
    expect(await end(socket, "removed")).toBe("You do not have permissions to read from this Channel topic: removed");
    await realm.sql.query("select realtime.send('{}', 'not for you', 'removed')");
    await realm.sql.query("select pg_sleep(0.02)");
    await socket.settle();
    expect(socket.frames.filter(({ event }) => event === "broadcast")).toHaveLength(1);
    await socket.close();
  });

  it("closes the channel when one of two read rights is lost", async () => {
    const person = await realm.person();
    await realm.allow(person, "half", ["read broadcast", "read presence"]);
    const socket = await joined(person, "half", { presence: { enabled: true } });
    await realm.sql.query("delete from public.members where topic = 'half' and verb = 'read presence'");
    refresh(socket, "half", await realm.token(person.id));
    expect(await end(socket, "half")).toBe("You no longer have permission to read from this Channel topic: half");
    await socket.close();
  });

  it("lets the write policies be asked again, both ways", async () => {
    const person = await realm.person();
    await realm.allow(person, "write", ["read broadcast"]);
    const socket = await joined(person, "write", { broadcast: { ack: true } });
    const push = (ref: string) => socket.pushBroadcast("write", "e", {}, { ref, joinRef: "1" });
    push("2");
    socket.send("write", "presence", { event: "untrack" }, { ref: "answered", joinRef: "1" });
    await socket.next("phx_reply", ({ ref }) => ref === "answered");
    await realm.allow(person, "write", ["write broadcast"]);
    push("3"); // still the cached answer: no
    refresh(socket, "write", await realm.token(person.id));
    push("4");
    expect(await socket.next("phx_reply", ({ ref }) => ref === "4")).toMatchObject({ payload: { status: "ok" } });
    expect(socket.frames.some(({ ref }) => ref === "2" || ref === "3")).toBe(false);
    await socket.close();
  });

  it("is ignored when it is the same, null, or an API key", async () => {
    const person = await realm.person();
    await realm.allow(person, "ignored");
    const socket = await joined(person, "ignored");
    await realm.forbid(person, "ignored");
    for (const token of [person.token, null, "sb_publishable_for_tests", 7]) refresh(socket, "ignored", token);
    socket.send("ignored", "presence", { event: "untrack" }, { ref: "2", joinRef: "1" });
    await socket.next("phx_reply", ({ ref }) => ref === "2");
    await socket.close();
  });

  it.each([
    ["garbage", async () => "garbage", /^The token provided is not a valid JWT$/],
    ["an expired one", () => realm.token("x", { exp: -3 }), /^Token has expired [345] seconds ago$/],
    ["one without exp", () => realm.token("x", { exp: null }), /^Fields `role` and `exp` are required in JWT$/],
  ])("that is %s closes the channel for good", async (_, make, message) => {
    const person = await realm.person();
    await realm.allow(person, "bad token");
    const socket = await joined(person, "bad token");
    refresh(socket, "bad token", await make());
    expect(await end(socket, "bad token")).toMatch(message);
    socket.pushBroadcast("bad token", "e", {}, { ref: "2", joinRef: "1" });
    expect((await socket.next("phx_reply")).payload).toMatchObject({ response: { reason: "unmatched topic" } });
    await realm.sql.query("delete from public.members where topic = 'bad token'");
    await socket.close();
  });

  it("under which a policy is cancelled closes the channel with a word about that", async () => {
    const person = await realm.person();
    await realm.allow(person, "cancel");
    const socket = await joined(person, "cancel");
    const token = await realm.token(person.id);
    await realm.cancelProbe(() => refresh(socket, "cancel", token));
    expect(await end(socket, "cancel")).toBe("Query was cancelled, please try again");
    await socket.close();
  });

  it("reaches the channel through supabase-js, which then reports CLOSED once and for all", async () => {
    const person = await realm.person();
    await realm.allow(person, "client");
    const client = realm.client(person);
    await client.realtime.setAuth();
    const messages: string[] = [];
    const channel = client.channel("client", { config: { private: true } });
    channel.on("system", {}, ({ message }: { message: string }) => messages.push(message));
    const subscription = subscribe(channel);
    await subscription.reported("SUBSCRIBED");
    await realm.forbid(person, "client");
    person.token = await realm.token(person.id);
    await client.realtime.setAuth();
    await subscription.reported("CLOSED");
    expect(messages).toEqual(["You do not have permissions to read from this Channel topic: client"]);
    expect(client.getChannels()).toEqual([]);
    expect(client.realtime.isConnected()).toBe(true);
  });
});

describe("a token that expires", () => {
  it("closes private and public channels at that moment", async () => {
    const person = await realm.person({ exp: 2 });
    await realm.allow(person, "expiring");
    const socket = await joined(person, "expiring");
    await socket.join("public too", {}, { ref: "2", access_token: person.token });
    for (const _ of [1, 2]) {
      const { payload } = await socket.next("system");
      expect(payload).toMatchObject({
        status: "error",
        message: expect.stringMatching(/^Token has expired \d seconds ago$/),
      });
    }
    await until(() => socket.frames.filter(({ event }) => event === "phx_close").length === 2);
    await socket.settle();
    await socket.close();
  });

  it("does not, once it has been replaced in time", async () => {
    const person = await realm.person({ exp: 2 });
    await realm.allow(person, "renewed");
    const socket = await joined(person, "renewed");
    refresh(socket, "renewed", await realm.token(person.id));
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    await realm.sql.query("select realtime.send('{}', 'still here', 'renewed')");
    await socket.next("broadcast");
    await socket.close();
  });
});
