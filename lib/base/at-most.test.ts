import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { atMost } from "./at-most";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("passes the first call on at once, a burst as one, and what comes after the pause at once again", () => {
  const work = vi.fn<() => void>();
  const { call } = atMost(20, work);
  call();
  expect(work).toHaveBeenCalledTimes(1);
  for (let i = 0; i < 100; i++) call();
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(20);
  expect(work).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(200);
  expect(work).toHaveBeenCalledTimes(2);
  call();
  expect(work).toHaveBeenCalledTimes(3);
});

it("says nothing more once it is stopped", () => {
  const work = vi.fn<() => void>();
  const { call, stop } = atMost(20, work);
  call();
  call();
  stop();
  vi.advanceTimersByTime(200);
  expect(work).toHaveBeenCalledTimes(1);
});
