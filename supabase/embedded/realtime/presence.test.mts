import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Presence } from "./presence.mts";
import { startTestRealm, subscribe, until, type TestRealm } from "./test-realm.mts";
import type { RawFrame, RawSocket } from "./test-socket.mts";

let realm: TestRealm;
beforeAll(async () => {
  realm = await startTestRealm();
});
afterAll(() => realm.stop());

type Metas = Record<string, { metas: Record<string, unknown>[] }>;
const diffOf = ({ payload }: RawFrame) => payload as { joins: Metas; leaves: Metas };
const enabled = (key = "") => ({ presence: { key, enabled: true } });

let refs = 10;
/** Sends and resolves to the reply. */
function call(socket: RawSocket, topic: string, event: string, payload?: unknown, joinRef = "1") {
  const ref = String(++refs);
  socket.send(
    topic,
    "presence",
    { type: "presence", event, ...(payload === undefined ? {} : { payload }) },
    { ref, joinRef },
  );
  return socket.next("phx_reply", (frame) => frame.ref === ref);
}

async function member(topic: string, config: object = enabled()) {
  const socket = await realm.raw();
  await socket.join(topic, config);
  return socket;
}

describe("the presence of one topic", () => {
  it("groups metas by key, and knows instances apart", () => {
    const presence = new Presence<string>();
    presence.track("tab 1", "ada", { n: 1 });
    presence.track("tab 2", "ada", { n: 2 });
    expect(presence.state()["ada"]?.metas.map(({ n }) => n)).toEqual([1, 2]);
    expect(presence.untrack("tab 1")?.leaves["ada"]?.metas).toMatchObject([{ n: 1 }]);
    expect(presence.untrack("tab 1")).toBeNull();
    expect(presence.state()["ada"]?.metas).toMatchObject([{ n: 2 }]);
  });

  it("takes any key and any payload, also those with a meaning elsewhere", () => {
    const presence = new Presence<string>();
    presence.track("a", "__proto__", JSON.parse('{"__proto__": 1, "phx_ref": "mine"}') as Record<string, unknown>);
    expect(Object.entries(presence.state())).toEqual([
      ["__proto__", { metas: [expect.objectContaining({ phx_ref: expect.not.stringMatching("mine") })] }],
    ]);
  });
});

describe("presence on the wire", () => {
  it("starts with the state, also an empty one, right after the reply", async () => {
    const first = await member("state");
    expect(first.frames.map(({ event }) => event)).toContain("phx_reply");
    expect(await first.next("presence_state")).toEqual({
      joinRef: "1",
      ref: null,
      topic: "realtime:state",
      event: "presence_state",
      payload: {},
    });
    await call(first, "state", "track", { name: "Ada" });
    const second = await member("state");
    expect(Object.values((await second.next("presence_state")).payload as Metas)).toEqual([
      { metas: [{ name: "Ada", phx_ref: expect.any(String) }] },
    ]);
    await first.close();
    await second.close();
  });

  it("tells everybody who tracks, the tracker included, and answers ok", async () => {
    const [tracker, other] = [await member("track", enabled("ada")), await member("track")];
    expect((await call(tracker, "track", "TRACK", { a: 1 })).payload).toEqual({ status: "ok", response: {} });
    for (const socket of [tracker, other]) {
      expect(await socket.next("presence_diff")).toEqual({
        joinRef: null,
        ref: null,
        topic: "realtime:track",
        event: "presence_diff",
        payload: { joins: { ada: { metas: [{ a: 1, phx_ref: expect.any(String) }] } }, leaves: {} },
      });
    }
    await tracker.close();
    await other.close();
  });

  it("makes an update a join that names its predecessor, and a leave, in one diff", async () => {
    const socket = await member("update", enabled("ada"));
    await call(socket, "update", "track", { n: 1 });
    const { joins } = diffOf(await socket.next("presence_diff"));
    const old = joins["ada"]!.metas[0]!;
    await call(socket, "update", "track", { n: 2 });
    const update = diffOf(await socket.next("presence_diff"));
    expect(update).toEqual({
      joins: { ada: { metas: [{ n: 2, phx_ref: expect.any(String), phx_ref_prev: old["phx_ref"] }] } },
      leaves: { ada: { metas: [old] } },
    });
    expect(update.joins["ada"]!.metas[0]!["phx_ref"]).not.toBe(old["phx_ref"]);
    await socket.close();
  });

  it("says ok to the same payload again, and tells nobody", async () => {
    const socket = await member("same");
    await call(socket, "same", "track", { a: 1, b: 2 });
    expect((await call(socket, "same", "track", { b: 2, a: 1 })).payload["status"]).toBe("ok");
    expect(socket.frames.filter(({ event }) => event === "presence_diff")).toHaveLength(1);
    await socket.close();
  });

  it.each([
    ["untrack", (socket: RawSocket) => call(socket, "gone", "untrack").then(() => undefined)],
    ["leave", async (socket: RawSocket) => socket.send("gone", "phx_leave", {}, { ref: "9", joinRef: "1" })],
    ["a lost socket", (socket: RawSocket) => socket.close()],
  ])("ends with %s", async (_, go) => {
    const [tracker, other] = [await member("gone", enabled("ada")), await member("gone")];
    await call(tracker, "gone", "track", { a: 1 });
    const { joins } = diffOf(await other.next("presence_diff"));
    await go(tracker);
    expect(diffOf(await other.next("presence_diff"))).toEqual({ joins: {}, leaves: joins });
    await tracker.close();
    await other.close();
  });

  it("of a client that did not enable it is visible, but gives it no state", async () => {
    const [hidden, other] = [await member("hidden", {}), await member("hidden")];
    await call(hidden, "hidden", "track", { a: 1 });
    expect(Object.keys(diffOf(await other.next("presence_diff")).joins)).toHaveLength(1);
    expect(hidden.frames.some(({ event }) => event === "presence_state")).toBe(false);
    await hidden.close();
    await other.close();
  });

  it("refuses what it does not know", async () => {
    const socket = await member("refuse");
    expect((await call(socket, "refuse", "track", "text")).payload).toEqual({
      status: "error",
      response: { reason: "Presence track payload must be a map" },
    });
    expect((await call(socket, "refuse", "vanish")).payload).toEqual({ status: "error", response: {} });
    expect((await call(socket, "refuse", "track")).payload["status"]).toBe("ok");
    await socket.close();
  });
});

describe("presence limits close the channel for good", () => {
  const end = async (socket: RawSocket) => {
    const { payload } = await socket.next("system");
    expect(payload).toMatchObject({ extension: "system", status: "error" });
    await socket.next("phx_close");
    return payload["message"];
  };

  it("after more than five calls in the window", async () => {
    const [socket, other] = [await member("calls"), await member("calls")];
    for (const event of ["track", "track", "untrack", "unknown", "track"]) await call(socket, "calls", event, {});
    socket.send("calls", "presence", { event: "untrack" }, { ref: "x", joinRef: "1" });
    expect(await end(socket)).toBe("Client presence rate limit exceeded");
    await until(() => other.frames.filter(({ event }) => event === "presence_diff").length === 4);
    await socket.close();
    await other.close();
  });

  it("after a payload that is too large, and when everybody together says too much", async () => {
    const large = await member("large");
    large.send("large", "presence", { event: "track", payload: { x: "x".repeat(300_000) } }, { joinRef: "1" });
    expect(await end(large)).toBe("Track message size exceeded");
    await large.close();
    const small = await realm.serve({ limits: { presencePerSecond: 0 } });
    const socket = await small.raw();
    await socket.join("many", enabled());
    socket.send("many", "presence", { event: "track", payload: {} }, { joinRef: "1" });
    expect(await end(socket)).toBe("Too many presence messages per second");
    await socket.close();
    await small.stop();
  });
});

describe("presence through supabase-js", () => {
  it("syncs two people with two tabs, updates and leaves", async () => {
    const tab = async (key: string) => {
      const client = realm.client();
      const channel = client.channel("room", { config: { presence: { key } } });
      const events: string[] = [];
      channel
        .on("presence", { event: "join" }, ({ key: who }) => events.push(`join ${who}`))
        .on("presence", { event: "leave" }, ({ key: who }) => events.push(`leave ${who}`));
      await subscribe(channel).reported("SUBSCRIBED");
      return { client, channel, events, state: () => channel.presenceState<{ n: number }>() };
    };
    const [ada, adaToo, bob] = [await tab("ada"), await tab("ada"), await tab("bob")];
    expect(await ada.channel.track({ n: 1 })).toBe("ok");
    expect(await adaToo.channel.track({ n: 2 })).toBe("ok");
    expect(await bob.channel.track({ n: 3 })).toBe("ok");
    for (const { state } of [ada, adaToo, bob])
      await until(() => state()["ada"]?.length === 2 && state()["bob"]?.length === 1);
    await ada.channel.track({ n: 4 });
    await until(() => bob.state()["ada"]?.some(({ n }) => n === 4) === true);
    await adaToo.client.realtime.disconnect();
    await until(() => bob.state()["ada"]?.length === 1);
    await ada.channel.untrack();
    await until(() => bob.state()["ada"] === undefined);
    expect(bob.events.filter((event) => event === "leave ada").length).toBeGreaterThanOrEqual(2);
  });
});
