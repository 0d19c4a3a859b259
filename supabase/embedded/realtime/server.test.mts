import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishableKey, startTestRealm, until, type TestRealm } from "./test-realm.mts";
import type { RealtimeOptions } from "./server.mts";

let realm: TestRealm;
beforeAll(async () => {
  realm = await startTestRealm();
});
afterAll(() => realm.stop());

async function limited(limits: RealtimeOptions["limits"] & object, run: (small: TestRealm) => Promise<void>) {
  const small = await realm.serve({ limits });
  try {
    await run(small);
  } finally {
    await small.stop();
  }
}

const reasonOf = (payload: Record<string, unknown>) => (payload["response"] as { reason?: string }).reason;

describe("limits", () => {
  it("refuse one channel more than a socket may have; joining a known topic again is no more", () =>
    limited({ channelsPerSocket: 2 }, async (small) => {
      const socket = await small.raw();
      await socket.join("a", {}, { ref: "1" });
      await socket.join("b", {}, { ref: "2" });
      expect(reasonOf((await socket.join("c", {}, { ref: "3" })).payload)).toBe(
        "ChannelRateLimitReached: Too many channels",
      );
      expect((await socket.join("b", {}, { ref: "4" })).payload["status"]).toBe("ok");
      socket.send("a", "phx_leave", {}, { ref: "5", joinRef: "1" });
      expect((await socket.join("c", {}, { ref: "6" })).payload["status"]).toBe("ok");
      await socket.close();
    }));

  it("refuse sockets beyond the number of connections", () =>
    limited({ connections: 1 }, async (small) => {
      const first = await small.raw();
      await expect(small.raw()).rejects.toThrow("429");
      await first.close();
      await new Promise((resolve) => setTimeout(resolve, 20));
      await (await small.raw()).close();
    }));

  it("refuse joins above the rate and close the socket with 1001", () =>
    limited({ joinsPerSecond: 0.05 }, async (small) => {
      const socket = await small.raw();
      for (const ref of ["1", "2", "3"]) expect((await socket.join(ref, {}, { ref })).payload["status"]).toBe("ok");
      const { payload } = await socket.join("4", {}, { ref: "4" });
      expect(reasonOf(payload)).toBe("ClientJoinRateLimitReached: Too many joins per second");
      expect(await socket.closed).toBe(1001);
      await expect(small.raw()).rejects.toThrow("429");
    }));

  it("close channels that get messages above the rate, and drop rows", () =>
    limited({ messagesPerSecond: 5 / 60 }, async (small) => {
      const [sender, receiver] = [await small.raw(), await small.raw()];
      await sender.join("t");
      await receiver.join("t");
      for (let n = 0; n < 4; n++) sender.pushBroadcast("t", "e", { n }, { joinRef: "1" });
      expect((await receiver.next("system")).payload).toMatchObject({
        status: "error",
        message: "Too many messages per second",
      });
      await receiver.next("phx_close");
      await sender.next("system");
      expect(receiver.frames.filter(({ event }) => event === "broadcast")).toHaveLength(2);
      await realm.sql.query("select realtime.send('{}', 'e', 't', false)");
      await until(() => small.log.some((line) => line.includes("dropped")));
      await sender.close();
      await receiver.close();
    }));

  it("close sockets that are silent for too long, heartbeats count", () =>
    limited({ idleMs: 400 }, async (small) => {
      const [silent, alive] = [await small.raw(), await small.raw()];
      const beat = setInterval(() => alive.send("phoenix", "heartbeat", {}, { ref: "1" }), 50);
      expect(await silent.closed).toBe(1000);
      await alive.settle();
      clearInterval(beat);
      await alive.close();
    }));

  it("close sockets that stay without channels", () =>
    limited({ emptyMs: 400, idleMs: 1_600 }, async (small) => {
      const [empty, used] = [await small.raw(), await small.raw()];
      await used.join("t");
      const beat = setInterval(() => [empty, used].forEach((each) => each.send("phoenix", "heartbeat")), 20);
      expect(await empty.closed).toBe(1000);
      await used.settle();
      clearInterval(beat);
      await used.close();
    }));

  it("close sockets that send a frame of more than 5 MB", async () => {
    const socket = await realm.raw();
    socket.sendBytes(Buffer.alloc(5_000_001));
    expect(await socket.closed).toBe(1009);
  });

  it("cut off sockets whose reader is too far behind", () =>
    limited({ bufferedBytes: 2_000_000, messagesPerSecond: 1e9 }, async (small) => {
      const [slow, fast] = [await small.raw(), await small.raw()];
      await slow.join("flood");
      await fast.join("flood");
      slow.pause();
      const body = { x: "x".repeat(200_000) };
      for (let n = 0; n < 200; n++) fast.pushBroadcast("flood", "e", body, { joinRef: "1" });
      await fast.settle();
      slow.resume();
      expect(await slow.closed).toBe(1006);
      await fast.close();
    }));

  it("stop reading from a socket whose frames wait for the database, and go on without loss", () =>
    limited({ waitingFrames: 5, messagesPerSecond: 1e9 }, async (small) => {
      const person = await realm.person();
      await realm.allow(person, "wait");
      const [sender, receiver] = [await small.raw(), await small.raw()];
      const config = { private: true };
      await receiver.join("wait", config, { access_token: person.token });
      await realm.sql.query("begin; lock table public.members in access exclusive mode");
      sender.send("wait", "phx_join", { config, access_token: person.token }, { ref: "1", joinRef: "1" });
      for (let n = 0; n < 100; n++) sender.pushBroadcast("wait", "n", { n }, { joinRef: "1" });
      await new Promise((resolve) => setTimeout(resolve, 30));
      await realm.sql.query("rollback");
      await until(() => receiver.frames.filter(({ event }) => event === "broadcast").length === 100);
      await sender.close();
      await receiver.close();
    }));
});

describe("the server", () => {
  it("is healthy while it listens, and not once it is stopped", async () => {
    const other = await realm.serve({});
    expect(await other.server.health()).toBe(true);
    await other.stop();
    expect(await other.server.health()).toBe(false);
  });

  it("does not start without a database", async () => {
    await expect(realm.serve({ databaseUrl: "postgresql://postgres@127.0.0.1:1/none" })).rejects.toThrow(
      /ECONNREFUSED/,
    );
  });

  it("answers upgrades of any other path with 404", async () => {
    const answer = await fetch(`${realm.url}/realtime/v1/websocket?apikey=${publishableKey}`);
    expect(answer.status).toBe(404);
  });
});
