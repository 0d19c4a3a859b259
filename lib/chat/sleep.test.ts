import { describe, expect, it, vi } from "vitest";
import { watchSleep } from "./sleep";

/** A clock whose timers fire when told to, however late it is by then. */
function slowClock() {
  let now = 0;
  let work: (() => void) | null = null;
  return {
    now: () => now,
    after: (_ms: number, next: () => void) => {
      work = next;
      return () => {
        work = null;
      };
    },
    /** Time passes, then the timer fires if there is one. */
    fireAfter(ms: number) {
      now += ms;
      const due = work;
      work = null;
      due?.();
    },
  };
}

describe("sleep", () => {
  it("is noticed by a timer that comes far too late, each time", () => {
    const clock = slowClock();
    const onWake = vi.fn<() => void>();
    watchSleep(clock, onWake);
    clock.fireAfter(10_000);
    expect(onWake).not.toHaveBeenCalled();
    clock.fireAfter(3_600_000);
    clock.fireAfter(10_000);
    clock.fireAfter(60_000);
    expect(onWake).toHaveBeenCalledTimes(2);
  });

  it("is not suspected where a timer is merely late", () => {
    const clock = slowClock();
    const onWake = vi.fn<() => void>();
    watchSleep(clock, onWake);
    for (let i = 0; i < 5; i++) clock.fireAfter(29_000);
    expect(onWake).not.toHaveBeenCalled();
  });

  it("is not looked for any more once the watch has ended", () => {
    const clock = slowClock();
    const onWake = vi.fn<() => void>();
    watchSleep(clock, onWake)();
    clock.fireAfter(3_600_000);
    expect(onWake).not.toHaveBeenCalled();
  });
});
