import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishableKey, secretKey, startTestRealm, type Person, type TestRealm } from "./test-realm.mts";
import type { RawSocket } from "./test-socket.mts";

let realm: TestRealm;
let person: Person;
beforeAll(async () => {
  realm = await startTestRealm();
  person = await realm.person();
  await realm.allow(person, "room:1");
});
afterAll(() => realm.stop());

const api = (path: string, init: RequestInit = {}, on = realm) => fetch(`${on.url}/realtime/v1/api${path}`, init);

function post(path: string, body: BodyInit, headers: Record<string, string> = {}, on = realm) {
  const known = { apikey: publishableKey, authorization: `Bearer ${person.token}`, "content-type": "application/json" };
  return api(path, { method: "POST", body, headers: { ...known, ...headers } }, on);
}

const batch = (messages: unknown, headers = {}, on = realm) =>
  post("/broadcast", JSON.stringify({ messages }), headers, on);

async function listener(topic: string, isPrivate: boolean, vsn = "2.0.0"): Promise<RawSocket> {
  const socket = await realm.raw(vsn);
  const { payload } = await socket.join(topic, { private: isPrivate }, isPrivate ? { access_token: person.token } : {});
  expect(payload["status"]).toBe("ok");
  return socket;
}

describe("who may call", () => {
  it.each([
    ["nobody", {}],
    ["a wrong key", { apikey: "sb_publishable_wrong" }],
    ["a bad token, whatever the key", { apikey: secretKey, authorization: "Bearer garbage" }],
  ])("%s is refused", async (_, headers) => {
    const answer = await api("/broadcast", { method: "POST", body: '{"messages":[]}', headers });
    expect([answer.status, await answer.json()]).toEqual([401, { message: "Unauthorized" }]);
  });

  it("an API key may stand in both headers, or alone", async () => {
    for (const headers of [{ apikey: secretKey }, { apikey: secretKey, authorization: `Bearer ${secretKey}` }]) {
      const body = JSON.stringify({ messages: [{ topic: "t", event: "e", payload: {} }] });
      expect((await api("/broadcast", { method: "POST", body, headers })).status).toBe(202);
    }
  });

  it("any origin may ask, and preflights are answered", async () => {
    const answer = await api("/broadcast", { method: "OPTIONS" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-headers")).toBe(
      "authorization, apikey, content-type, x-client-info",
    );
  });

  it("pings are answered, unknown paths are not found, and foreign paths are left to others", async () => {
    expect((await api("/ping")).status).toBe(200);
    expect((await api("/healthcheck")).status).toBe(200);
    expect((await api("/nothing", { method: "POST" })).status).toBe(404);
    expect((await fetch(`${realm.url}/rest/v1/`)).headers.get("x-rate-limit")).toBeNull();
  });
});

describe("a batch", () => {
  it("reaches public and private topics, and everybody on them", async () => {
    const [open, closed] = [await listener("room:1", false), await listener("room:1", true)];
    const answer = await batch([
      { topic: "room:1", event: "a", payload: { n: 1 } },
      { topic: "room:1", event: "b", payload: { n: 2 }, private: true },
    ]);
    expect([answer.status, await answer.text()]).toEqual([202, ""]);
    expect(Number(answer.headers.get("x-rate-limit"))).toBeGreaterThan(0);
    expect((await open.next("broadcast")).payload).toEqual({ type: "broadcast", event: "a", payload: { n: 1 } });
    expect((await closed.next("broadcast")).payload).toEqual({ type: "broadcast", event: "b", payload: { n: 2 } });
    await open.close();
    await closed.close();
  });

  it("silently drops what the insert policy denies, per topic", async () => {
    await realm.allow(person, "read only", ["read broadcast"]);
    const [closed, denied] = [await listener("room:1", true), await listener("read only", true)];
    const answer = await batch([
      { topic: "read only", event: "denied", payload: {}, private: true },
      { topic: "write raises", event: "raises", payload: {}, private: true },
      { topic: "room:1", event: "allowed", payload: {}, private: true },
    ]);
    expect(answer.status).toBe(202);
    expect((await closed.next("broadcast")).payload["event"]).toBe("allowed");
    await denied.settle();
    expect(denied.frames.some(({ event }) => event === "broadcast")).toBe(false);
    await closed.close();
    await denied.close();
  });

  it.each([
    ["no list", {}],
    ["an empty list", []],
    ["a message without topic", [{ event: "e", payload: {} }]],
    ["an empty event", [{ topic: "t", event: "", payload: {} }]],
    ["a payload that is no object", [{ topic: "t", event: "e", payload: "text" }]],
    ["a payload that is too large", [{ topic: "t", event: "e", payload: { x: "x".repeat(300_000) } }]],
  ])("of %s is refused with what is wrong", async (_, messages) => {
    const answer = await batch(messages);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ errors: { messages: [expect.any(Object)] } });
  });

  it("that is no JSON is refused", async () => {
    expect((await post("/broadcast", "{")).status).toBe(422);
  });

  it("of more than the server takes in, in a second or at once, is refused", async () => {
    const small = await realm.serve({ limits: { messagesPerSecond: 0.05 } });
    const message = { topic: "t", event: "e", payload: {} };
    const tooMany = await batch([message, message], {}, small);
    expect([tooMany.status, await tooMany.json()]).toEqual([
      429,
      { message: "Too many messages to broadcast, please reduce the batch size" },
    ]);
    for (let n = 0; n < 5; n++) await small.server.health();
    const codes: number[] = [];
    for (let n = 0; n < 6; n++) codes.push((await post("/broadcast/t/events/e", "{}", {}, small)).status);
    expect(codes).toEqual([202, 202, 202, 202, 429, 429]);
    await small.stop();
  });

  it("is what supabase-js sends when the channel is not joined yet", async () => {
    const open = await listener("fallback", false);
    const channel = realm.client(null, { logger: () => undefined }).channel("fallback");
    expect(await channel.send({ type: "broadcast", event: "e", payload: { a: 1 } })).toBe("ok");
    expect((await open.next("broadcast")).payload["payload"]).toEqual({ a: 1 });
    await open.close();
  });
});

describe("one broadcast", () => {
  it("is what httpSend sends: JSON, to encoded topics, private when the channel is", async () => {
    const [open, closed] = [await listener("room:1", false), await listener("room:1", true)];
    const client = realm.client(person);
    await client.realtime.setAuth();
    const channel = client.channel("room:1", { config: { private: true } });
    expect(await channel.httpSend("e/ü 1", { a: "ü" })).toEqual({ success: true });
    expect((await closed.next("broadcast")).payload).toEqual({
      type: "broadcast",
      event: "e/ü 1",
      payload: { a: "ü" },
    });
    await open.settle();
    expect(open.frames.some(({ event }) => event === "broadcast")).toBe(false);
    await open.close();
    await closed.close();
  });

  it("may be bytes, which reach version 2 only", async () => {
    const [second, first] = [await listener("bytes", false), await listener("bytes", false, "1.0.0")];
    const channel = realm.client().channel("bytes");
    expect(await channel.httpSend("b", new Uint8Array([1, 0, 255]))).toEqual({ success: true });
    expect(await channel.httpSend("j", { a: 1 })).toEqual({ success: true });
    expect((await second.next("broadcast")).payload).toMatchObject({ event: "b", payload: Buffer.from([1, 0, 255]) });
    expect((await first.next("broadcast")).payload["event"]).toBe("j");
    await second.close();
    await first.close();
  });

  it("that is denied makes httpSend reject", async () => {
    const client = realm.client(person);
    await client.realtime.setAuth();
    const channel = client.channel("room:2", { config: { private: true } });
    await expect(channel.httpSend("e", { a: 1 })).rejects.toThrow("Unauthorized");
    const raising = client.channel("write raises", { config: { private: true } });
    await expect(raising.httpSend("e", { a: 1 })).rejects.toThrow("RLS policy error");
  });

  it("wraps what is no object, and takes a missing content type", async () => {
    const open = await listener("wrapped", false);
    expect((await post("/broadcast/wrapped/events/e", "[1]")).status).toBe(202);
    const untyped = { method: "POST", body: new TextEncoder().encode('{"a":1}'), headers: { apikey: publishableKey } };
    expect((await api("/broadcast/wrapped/events/e?apikey=x&vsn=2.0.0", untyped)).status).toBe(202);
    expect((await open.next("broadcast")).payload["payload"]).toEqual({ _json: [1] });
    expect((await open.next("broadcast")).payload["payload"]).toEqual({ a: 1 });
    await open.close();
  });

  it.each([
    [
      "another type",
      "text",
      { "content-type": "text/plain" },
      415,
      { error: expect.stringContaining("Unsupported Media Type") },
    ],
    ["broken JSON", "{", {}, 422, { message: expect.any(String) }],
    ["too much", `"${"x".repeat(300_000)}"`, {}, 422, { errors: { payload: ["Payload size exceeds tenant limit"] } }],
    ["far too much", "x".repeat(8_100_000), {}, 413, { message: expect.any(String) }],
  ])("of %s is refused", async (_, body, headers, status, answered) => {
    const answer = await post("/broadcast/t/events/e", body, headers);
    expect([answer.status, await answer.json()]).toEqual([status, answered]);
  });
});
