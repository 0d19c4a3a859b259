import { describe, expect, it } from "vitest";
import type { Clock } from "@/lib/base/clock";
import { CodedError } from "@/lib/base/errors";
import { Synchroniser } from "./synchroniser";

/** A clock moved by hand. */
function handClock() {
  let now = 0;
  const timers = new Set<{ at: number; work: () => void }>();
  const clock: Clock = {
    now: () => now,
    after: (ms, work) => {
      const timer = { at: now + ms, work };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const advance = async (ms: number) => {
    const end = now + ms;
    await new Promise((resolve) => setImmediate(resolve));
    for (;;) {
      const next = [...timers].filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      now = next.at;
      timers.delete(next);
      next.work();
      await new Promise((resolve) => setImmediate(resolve));
    }
    now = end;
  };
  return { clock, advance };
}

describe("synchroniser", () => {
  it("catches up when the socket comes up, and only looks once a minute while it is", async () => {
    const { clock, advance } = handClock();
    let calls = 0;
    const sync = new Synchroniser(clock, async () => void calls++);
    sync.socket(true);
    await advance(59_000);
    expect(calls).toBe(1);
    await advance(62_000);
    expect(calls).toBe(3);
    expect(sync.connection).toBe("live");
  });

  it("polls every few seconds while the socket is down, and says so", async () => {
    const { clock, advance } = handClock();
    let calls = 0;
    const sync = new Synchroniser(clock, async () => void calls++);
    await advance(10_500);
    expect(calls).toBe(4);
    expect(sync.connection).toBe("polling");
    sync.stop();
    await advance(60_000);
    expect(calls).toBe(4);
  });

  it("is offline while nothing answers, keeps trying without end, and recovers", async () => {
    const { clock, advance } = handClock();
    let reachable = false;
    let calls = 0;
    const sync = new Synchroniser(clock, async () => {
      calls++;
      if (!reachable) throw new CodedError("E_OFFLINE");
    });
    await advance(600_000);
    expect(sync.connection).toBe("offline");
    expect(calls).toBeGreaterThan(15);
    reachable = true;
    sync.wake();
    await advance(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(sync.connection).toBe("polling");
  });

  it("a call during a catch-up makes it go round exactly once more", async () => {
    const { clock } = handClock();
    let calls = 0;
    let release = () => {};
    const sync = new Synchroniser(clock, () => {
      calls++;
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    const done = sync.run();
    void sync.run();
    void sync.run();
    release();
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await done;
    expect(calls).toBe(2);
  });

  it("says at once that it is offline when somebody found the server gone, and recovers without being asked", async () => {
    const { clock, advance } = handClock();
    const sync = new Synchroniser(clock, async () => undefined);
    sync.socket(true);
    await advance(0);
    sync.lost();
    expect(sync.connection).toBe("offline");
    await advance(5_000);
    expect(sync.connection).toBe("live");
  });
});
