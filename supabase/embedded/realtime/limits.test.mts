import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CallWindow, Rate } from "./limits.mts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

describe("a rate", () => {
  it("is the average of the last minute", () => {
    const rate = new Rate(1);
    rate.add(60);
    expect(rate.average).toBe(1);
    expect(rate.exceeded).toBe(false);
    rate.add();
    expect(rate.exceeded).toBe(true);
  });

  it("forgets what is older than a minute, and only that", () => {
    const rate = new Rate(1);
    rate.add(30);
    vi.advanceTimersByTime(30_000);
    rate.add(60);
    expect(rate.average).toBe(1.5);
    vi.advanceTimersByTime(30_000);
    expect(rate.average).toBe(1);
    vi.advanceTimersByTime(600_000);
    expect(rate.average).toBe(0);
  });
});

describe("a call window", () => {
  it("opens with the first call and lets that many through", () => {
    const calls = new CallWindow(2, 1_000);
    expect([calls.take(), calls.take(), calls.take()]).toEqual([true, true, false]);
    vi.advanceTimersByTime(1_001);
    expect(calls.take()).toBe(true);
  });
});
