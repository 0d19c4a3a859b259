import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRealm, subscribe, until, type TestRealm } from "./test-realm.mts";

let realm: TestRealm;
beforeAll(async () => {
  realm = await startTestRealm();
});
afterAll(() => realm.stop());

/** Reason of a join that fails. */
async function reason(topic: string, config: unknown, more: Record<string, unknown> = {}, on = realm) {
  const socket = await on.raw();
  const { payload } = await socket.join(topic, config, more);
  await socket.close();
  expect(payload["status"]).toBe("error");
  return (payload["response"] as { reason: string }).reason;
}

describe("subscribe reports", () => {
  it("SUBSCRIBED when the join is accepted, and again after every rejoin", async () => {
    const client = realm.client();
    const subscription = subscribe(client.channel("plain"));
    await subscription.reported("SUBSCRIBED");
    await client.realtime.disconnect();
    client.realtime.connect();
    await subscription.reported("SUBSCRIBED", 2);
  });

  it("CHANNEL_ERROR with the reason when the join is refused, and keeps trying", async () => {
    const client = realm.client(await realm.person());
    await client.realtime.setAuth();
    const subscription = subscribe(client.channel("closed", { config: { private: true } }));
    await subscription.reported("CHANNEL_ERROR");
    const said = "Unauthorized: You do not have permissions to read from this Channel topic: closed";
    expect(subscription.errors[0]?.message).toBe(said);
    expect(subscription.errors[0]?.cause).toEqual({ reason: said });
    await subscription.reported("CHANNEL_ERROR", 2);
    await client.removeAllChannels();
  });

  it("CHANNEL_ERROR when the socket is cut", async () => {
    const other = await realm.serve({});
    const subscription = subscribe(other.client().channel("cut"));
    await subscription.reported("SUBSCRIBED");
    await other.server.stop();
    await subscription.reported("CHANNEL_ERROR");
    expect(subscription.errors[0]?.message).toContain("1012");
    await other.stop();
  });

  it("TIMED_OUT when no reply comes in time, leaves, and joins anew", async () => {
    const slow = await realm.serve({ joinFailureDelayMs: 300 });
    const person = await slow.person();
    const client = slow.client(person);
    await client.realtime.setAuth();
    const subscription = subscribe(client.channel("late", { config: { private: true } }), 50);
    await subscription.reported("TIMED_OUT");
    await slow.allow(person, "late");
    await subscription.reported("SUBSCRIBED");
    expect(subscription.statuses).toEqual(["TIMED_OUT", "SUBSCRIBED"]);
    await slow.stop();
  });

  it("CLOSED after leaving", async () => {
    const client = realm.client();
    const subscription = subscribe(client.channel("left"));
    await subscription.reported("SUBSCRIBED");
    expect(await client.removeChannel(subscription.channel)).toBe("ok");
    await subscription.reported("CLOSED");
  });

  it("CHANNEL_ERROR when the handshake is refused", async () => {
    const client = realm.client(null, { params: { apikey: "sb_publishable_wrong" } });
    const subscription = subscribe(client.channel("refused"));
    await subscription.reported("CHANNEL_ERROR");
    await client.removeAllChannels();
  });

  it("SUBSCRIBED for postgres_changes too, followed by a system error that says it is not available", async () => {
    const client = realm.client();
    const systems: Record<string, unknown>[] = [];
    const channel = client
      .channel("changes")
      .on("postgres_changes", { event: "*", schema: "public", table: "a" }, () => undefined)
      .on("postgres_changes", { event: "INSERT", schema: "public", table: "b" }, () => undefined)
      .on("system", {}, (payload: Record<string, unknown>) => systems.push(payload));
    const subscription = subscribe(channel);
    await subscription.reported("SUBSCRIBED");
    await until(() => systems.length === 1);
    expect(systems[0]).toMatchObject({ extension: "postgres_changes", status: "error", channel: "changes" });
    expect(subscription.statuses).toEqual(["SUBSCRIBED"]);
  });
});

describe("a join is refused with the reason", () => {
  it("TopicNameRequired without a topic", async () => {
    expect(await reason("", {})).toBe("TopicNameRequired: You must provide a topic name");
  });

  it("unmatched topic outside realtime:", async () => {
    const socket = await realm.raw();
    socket.sendBytes(JSON.stringify(["1", "1", "other:topic", "phx_join", {}]));
    expect((await socket.next("phx_reply")).payload).toEqual({
      status: "error",
      response: { reason: "unmatched topic" },
    });
    await socket.close();
  });

  it("InvalidJWTToken, MalformedJWT or JwtSignatureError for a bad token", async () => {
    const withToken = async (token: string) => reason("t", {}, { access_token: token });
    expect(await withToken(await realm.token("x", { exp: -60 }))).toMatch(
      /^InvalidJWTToken: Token has expired 6\d seconds ago$/,
    );
    expect(await withToken(await realm.token("x", { exp: null }))).toBe(
      "InvalidJWTToken: Fields `role` and `exp` are required in JWT",
    );
    expect(await withToken("garbage")).toBe("MalformedJWT: The token provided is not a valid JWT");
    expect(await withToken(await realm.token("x", {}, "another secret, also long enough for HS256"))).toBe(
      "JwtSignatureError: Failed to validate JWT signature",
    );
  });

  it("Unauthorized when the role of the token does not exist", async () => {
    const { token } = await realm.person({ role: "nobody_at_all" });
    expect(await reason("t", { private: true }, { access_token: token })).toMatch(/^Unauthorized: /);
  });

  it("PrivateOnly for a public channel where only private ones are allowed", async () => {
    const strict = await realm.serve({ privateOnly: true });
    const said = "PrivateOnly: This project only allows private channels";
    expect(await reason("t", {}, {}, strict)).toBe(said);
    expect(await reason("t", { private: "false" }, {}, strict)).toBe(said);
    expect(await reason("t", "no object", {}, strict)).toBe(said);
    await strict.stop();
  });

  it("QueryCanceled when a policy takes too long", async () => {
    const { token } = await realm.person();
    let refused: Promise<string> | undefined;
    await realm.cancelProbe(() => {
      refused = reason("t", { private: true }, { access_token: token });
    });
    expect(await refused).toMatch(/^QueryCanceled: /);
  });

  it("MissingPartition when today has no partition", async () => {
    const day = new Date().toISOString().slice(0, 10).replaceAll("-", "_");
    const { token } = await realm.person();
    await realm.sql.query(`alter table realtime.messages detach partition realtime.messages_${day}`);
    expect(await reason("t", { private: true }, { access_token: token })).toBe(
      "MissingPartition: Realtime was unable to find the expected messages partition",
    );
    await realm.sql.query(`drop table realtime.messages_${day}; select embedded_realtime.maintain_partitions()`);
  });
});

describe("the payload of a join", () => {
  it("may be of any wrong shape: then the channel is public with all defaults", async () => {
    const socket = await realm.raw();
    for (const [index, payload] of [null, 1, [], { config: [] }, { config: { broadcast: { ack: 3 } } }].entries()) {
      const ref = String(index);
      socket.send(`odd ${index}`, "phx_join", payload, { ref, joinRef: ref });
      expect((await socket.next("phx_reply", (frame) => frame.ref === ref)).payload).toMatchObject({ status: "ok" });
    }
    await socket.close();
  });

  it("may write booleans as text, and the token under its old name", async () => {
    const person = await realm.person();
    await realm.allow(person, "old style");
    const socket = await realm.raw();
    const joined = await socket.join("old style", { private: "true" }, { user_token: person.token });
    expect(joined.payload["status"]).toBe("ok");
    await socket.close();
  });

  it("echoes the filters in order with ids that are true, equal to nothing else in the list", async () => {
    const socket = await realm.raw();
    const filters = [
      { event: "*", schema: "public" },
      { event: "INSERT", schema: "public", table: "a", filter: "x=eq.1" },
    ];
    const { payload } = await socket.join("filters", { postgres_changes: filters });
    const echoed = (payload["response"] as { postgres_changes: { id: number }[] }).postgres_changes;
    expect(echoed).toEqual(filters.map((filter) => ({ ...filter, id: expect.any(Number) })));
    expect(echoed.every(({ id }) => id > 0)).toBe(true);
    await socket.close();
  });

  it("gets a word when the database feed is ready, if it asks for it", async () => {
    const socket = await realm.raw();
    await socket.join("ready", { broadcast: { replication_ready: true } });
    expect((await socket.next("system")).payload).toEqual({
      extension: "system",
      status: "ok",
      message: "Replication connection established",
      channel: "ready",
    });
    await socket.close();
  });
});

describe("a refused join", () => {
  it("is answered after the configured pause", async () => {
    const slow = await realm.serve({ joinFailureDelayMs: 150 });
    const socket = await slow.raw();
    const began = performance.now();
    expect((await socket.join("t", { private: true })).payload["status"]).toBe("error");
    expect(performance.now() - began).toBeGreaterThan(145);
    await socket.close();
    await slow.stop();
  });

  it("is given up when a leave comes before the answer", async () => {
    const never = await realm.serve({ joinFailureDelayMs: 1e9 });
    const socket = await never.raw();
    socket.send("t", "phx_join", { config: { private: true } }, { ref: "1", joinRef: "1" });
    await socket.settle();
    socket.send("t", "phx_leave", {}, { ref: "2", joinRef: "1" });
    expect(await socket.next("phx_reply")).toMatchObject({ ref: "2", payload: { status: "ok" } });
    await socket.close();
    await never.stop();
  });
});
