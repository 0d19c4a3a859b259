import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { publishableKey, secretKey, startTestRealm, type TestRealm } from "./test-realm.mts";

let realm: TestRealm;
beforeAll(async () => {
  realm = await startTestRealm();
});
afterAll(() => realm.stop());

const ok = { status: "ok", response: {} };

/** Status and body of a refused handshake. */
function refusal(query: Record<string, string>, headers: Record<string, string> = {}, path = "websocket") {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const socket = new WebSocket(
      `${realm.url.replace("http", "ws")}/realtime/v1/${path}?${new URLSearchParams(query)}`,
      {
        headers,
      },
    );
    socket.on("open", () => {
      socket.close();
      reject(new Error("the socket opened"));
    });
    socket.on("error", () => undefined);
    socket.on("unexpected-response", (_, response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode, body }));
    });
  });
}

describe("the handshake", () => {
  it("refuses a missing key, a key that is no JWT, and a forged or expired one", async () => {
    const refused = async (apikey: string) => JSON.parse((await refusal({ apikey, vsn: "2.0.0" })).body).error;
    expect((await refusal({ vsn: "2.0.0" })).status).toBe(401);
    expect(JSON.parse((await refusal({ vsn: "2.0.0" })).body)).toEqual({ error: "API key is missing" });
    expect(await refused("sb_publishable_other")).toBe("The token provided is not a valid JWT");
    expect(await refused(await realm.token("x", {}, "another secret, also long enough for HS256"))).toBe(
      "Failed to validate JWT signature",
    );
    expect(await refused(await realm.token("x", { exp: -5 }))).toBe("Token has expired");
    expect(await refused(await realm.token("x", { exp: null }))).toBe("Fields `role` and `exp` are required in JWT");
  });

  it("lets the header x-api-key win over the query", async () => {
    const answer = await refusal({ apikey: publishableKey, vsn: "2.0.0" }, { "x-api-key": "sb_secret_wrong" });
    expect(answer.status).toBe(401);
  });

  it("refuses an unknown serializer and an unknown path", async () => {
    expect((await refusal({ apikey: publishableKey, vsn: "3.0.0" })).status).toBe(403);
    expect((await refusal({ apikey: publishableKey }, {}, "other")).status).toBe(404);
  });

  it("takes a JWT or a secret key as well as a publishable key", async () => {
    for (const apikey of [secretKey, await realm.token("somebody", { role: "anon" })]) {
      const socket = await realm.raw("2.0.0", apikey);
      await socket.settle();
      expect(socket.frames).toHaveLength(1);
      await socket.close();
    }
  });
});

describe.each([
  ["1.0.0", "1.0.0"],
  ["2.0.0", "2.0.0"],
  ["the default", null],
])("frames of serializer %s", (_, vsn) => {
  const carriesJoinRef = vsn === "2.0.0";
  const joinRef = (ref: string | null) => (carriesJoinRef ? { joinRef: ref } : {});

  it("answers a heartbeat with its ref", async () => {
    const socket = await realm.raw(vsn);
    socket.send("phoenix", "heartbeat", {}, { ref: "7" });
    expect(await socket.next("phx_reply")).toEqual({
      ...joinRef(null),
      ref: "7",
      topic: "phoenix",
      event: "phx_reply",
      payload: ok,
    });
    await socket.close();
  });

  it("answers a join and a leave, then closes with the ref of the join", async () => {
    const socket = await realm.raw(vsn);
    const joined = await socket.join("frames", {}, { ref: "1" });
    expect(joined).toEqual({
      ...joinRef("1"),
      ref: "1",
      topic: "realtime:frames",
      event: "phx_reply",
      payload: { status: "ok", response: { postgres_changes: [] } },
    });
    socket.send("frames", "phx_leave", {}, { ref: "2", joinRef: "1" });
    expect(await socket.next("phx_reply")).toMatchObject({ ...joinRef("1"), ref: "2", payload: ok });
    expect(await socket.next("phx_close")).toEqual({
      ...joinRef("1"),
      ref: "1",
      topic: "realtime:frames",
      event: "phx_close",
      payload: {},
    });
    await socket.close();
  });

  it("says ok to a leave and unmatched topic to anything else on a topic that was not joined", async () => {
    const socket = await realm.raw(vsn);
    socket.send("nowhere", "phx_leave", {}, { ref: "1", joinRef: "1" });
    expect((await socket.next("phx_reply")).payload).toEqual(ok);
    socket.send("nowhere", "broadcast", { type: "broadcast" }, { ref: "2", joinRef: "1" });
    expect((await socket.next("phx_reply")).payload).toEqual({
      status: "error",
      response: { reason: "unmatched topic" },
    });
    await socket.close();
  });

  it("ends the old channel when its topic is joined again", async () => {
    const socket = await realm.raw(vsn);
    await socket.join("twice", {}, { ref: "1" });
    const joined = await socket.join("twice", {}, { ref: "2" });
    expect(joined.payload).toMatchObject({ status: "ok" });
    expect(await socket.next("phx_close")).toMatchObject({ ref: "1", ...joinRef("1") });
    socket.send("twice", "presence", { event: "untrack" }, { ref: "3", joinRef: "2" });
    expect((await socket.next("phx_reply")).payload).toEqual(ok);
    await socket.close();
  });

  it("drops messages of an older join silently and accepts those without join_ref", async () => {
    const socket = await realm.raw(vsn);
    await socket.join("stale", {}, { ref: "2" });
    socket.send("stale", "presence", { event: "untrack" }, { ref: "3", joinRef: "1" });
    socket.send("stale", "phx_leave", {}, { ref: "4", joinRef: "1" });
    socket.send("stale", "presence", { event: "untrack" }, { ref: "5", joinRef: null });
    expect(await socket.next("phx_reply")).toMatchObject({ ref: "5", payload: ok });
    await socket.close();
  });

  it("drops malformed frames and ignores unknown events; the socket and the channel stay", async () => {
    const socket = await realm.raw(vsn);
    await socket.join("robust", {}, { ref: "1" });
    for (const garbage of ["", "null", "[]", "{}", "[1,2,3,4,5]", '{"topic":1}', Buffer.from([9, 9]), Buffer.alloc(0)])
      socket.sendBytes(garbage);
    socket.send("robust", "no such event", {}, { ref: "2", joinRef: "1" });
    socket.send("robust", "access_token", "no object", { ref: "3", joinRef: "1" });
    await socket.settle();
    expect(socket.frames.filter((frame) => frame.topic === "realtime:robust")).toHaveLength(1);
    socket.send("robust", "presence", { event: "untrack" }, { ref: "4", joinRef: "1" });
    expect((await socket.next("phx_reply")).payload).toEqual(ok);
    await socket.close();
  });
});

describe("a burst of frames", () => {
  it("is handled in order: a leave cancels the join before it, and the next join stands", async () => {
    const person = await realm.person();
    await realm.allow(person, "burst");
    const socket = await realm.raw();
    for (let turn = 0; turn < 20; turn++) {
      const [first, leave, second] = [`${turn}a`, `${turn}b`, `${turn}c`];
      const payload = { config: { private: true }, access_token: person.token };
      socket.send("burst", "phx_join", payload, { ref: first, joinRef: first });
      socket.send("burst", "phx_leave", {}, { ref: leave, joinRef: first });
      socket.send("burst", "phx_join", payload, { ref: second, joinRef: second });
      socket.pushBroadcast("burst", "e", { turn }, { ref: `${turn}d`, joinRef: second });
      expect((await socket.next("phx_reply", (frame) => frame.ref === leave)).payload).toEqual(ok);
      expect((await socket.next("phx_reply", (frame) => frame.ref === second)).payload).toMatchObject({ status: "ok" });
    }
    expect(socket.frames.filter(({ payload }) => payload["status"] === "error")).toEqual([]);
    await socket.close();
  });

  it("ends the standing channel even when the join that replaces it is left at once", async () => {
    const person = await realm.person();
    await realm.allow(person, "replaced");
    const socket = await realm.raw();
    const payload = { config: { private: true }, access_token: person.token };
    await socket.join("replaced", { private: true }, { ref: "1", access_token: person.token });
    socket.send("replaced", "phx_join", payload, { ref: "2", joinRef: "2" });
    socket.send("replaced", "phx_leave", {}, { ref: "3", joinRef: "2" });
    expect(await socket.next("phx_close")).toMatchObject({ joinRef: "1" });
    expect(await socket.next("phx_reply")).toMatchObject({ ref: "3", payload: ok });
    await realm.sql.query("select realtime.send('{}', 'e', 'replaced')");
    await socket.settle();
    await realm.sql.query("select pg_sleep(0.02)");
    expect(socket.frames.filter((frame) => frame.event === "broadcast")).toEqual([]);
    await socket.close();
  });
});

describe("the end of the server", () => {
  it("tells every channel and closes sockets with 1012", async () => {
    const other = await realm.serve({});
    const socket = await other.raw();
    await socket.join("ending", {}, { ref: "1" });
    await other.stop();
    expect((await socket.next("system")).payload).toEqual({
      extension: "system",
      status: "ok",
      message: "Server requested disconnect",
      channel: "ending",
    });
    expect(await socket.closed).toBe(1012);
  });
});
