import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Clock } from "@/lib/base/clock";
import { onlineMs, Presence } from "./presence";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";
import type { ServerApi } from "./server-api";

let server: ScriptedServer;
let alice: Client;
let bob: Client;

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const presence = (client: Client) => client.messenger.deps.presence;

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
});

/** A clock that stands until it is moved. */
function stillClock(): Clock & { move(ms: number): void } {
  let now = 1_000_000;
  let timers: { at: number; work: () => void }[] = [];
  return {
    now: () => now,
    after(ms, work) {
      const timer = { at: now + ms, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    move(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        now = next.at;
        timers = timers.filter((other) => other !== next);
        next.work();
      }
      now = end;
    },
  };
}

describe("presence", () => {
  it("somebody whose page is in view is seen by who looks at them", async () => {
    presence(bob).visible(true);
    await until(() => expect(server.presence.get(bob.userId)?.seenAt).toBeTruthy());
    const end = presence(alice).watch(bob.userId);
    await until(() => expect(presence(alice).of(bob.userId).seen).toBe("online"));
    end();
  });

  it("nobody is called online while the server is not heard, and all who are as soon as it is again", async () => {
    presence(bob).visible(true);
    presence(alice).visible(true);
    presence(alice).watch(bob.userId);
    await until(() => expect(presence(alice).of(bob.userId).seen).toBe("online"));
    server.away = true;
    alice.messenger.away();
    expect(presence(alice).of(bob.userId).seen).toBe("recently");
    server.away = false;
    alice.messenger.wake();
    await until(() => expect(presence(alice).of(bob.userId).seen).toBe("online"));
  });

  it("hidden: nothing is told or stored, and nobody else's is seen", async () => {
    presence(alice).visible(true);
    await until(() => expect(server.presence.get(alice.userId)?.seenAt).toBeTruthy());
    await presence(bob).hide(true);
    presence(bob).visible(true);
    presence(bob).watch(alice.userId);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(server.presence.get(bob.userId)).toMatchObject({ hidden: true, seenAt: null });
    expect(presence(bob).of(alice.userId).seen).toBeNull();
    await presence(bob).hide(false);
    await until(() => expect(presence(bob).of(alice.userId).seen).toBe("online"));
    await until(() => expect(server.presence.get(bob.userId)?.seenAt).toBeTruthy());
  });

  it("hidden: the room of a conversation is joined without presence, and again with it afterwards", async () => {
    const opened = vi.spyOn(bob.parts.link, "openRoom");
    const conversation = await bob.messenger.open(server.id);
    await conversation.load();
    conversation.room.enter();
    await presence(bob).hide(true);
    await presence(bob).hide(false);
    await until(() => expect(opened.mock.calls.map(([room]) => room.hidden)).toEqual([false, true, false]));
  });

  it("a status is seen by others, and is taken away again", async () => {
    presence(alice).watch(bob.userId);
    await presence(bob).setStatus("On holiday", null);
    presence(alice).visible(true);
    await until(() => expect(presence(alice).of(bob.userId).status).toBe("On holiday"));
    await presence(bob).setStatus(null, null);
    presence(alice).visible(false);
    presence(alice).visible(true);
    await until(() => expect(presence(alice).of(bob.userId).status).toBeNull());
  });

  it("nobody stays online for longer than 300 seconds on the strength of one answer", async () => {
    const clock = stillClock();
    let silent = false;
    const answer = [{ userId: "bob", seen: "online", hidden: null, status: null, until: null }] as const;
    const api = {
      present: async () => undefined,
      presenceOf: async () => (silent ? new Promise<never>(() => undefined) : answer),
    } as unknown as ServerApi;
    const own = new Presence({ server: api, clock, me: "alice" });
    own.watch("bob");
    own.visible(true);
    clock.move(1_000);
    await until(() => expect(own.of("bob").seen).toBe("online"));
    silent = true;
    clock.move(onlineMs - 1_000);
    expect(own.of("bob").seen).toBe("online");
    clock.move(1_000);
    expect(own.of("bob").seen).toBe("recently");
  });

  it("a page out of view tells nothing", async () => {
    presence(bob).visible(true);
    await until(() => expect(server.presence.get(bob.userId)?.seenAt).toBeTruthy());
    presence(bob).visible(false);
    const before = server.presence.get(bob.userId)?.seenAt;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.presence.get(bob.userId)?.seenAt).toBe(before);
  });
});
