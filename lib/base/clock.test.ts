import { expect, it } from "vitest";
import { backoffMs } from "./clock";

it("waits grow from one second, never pass half a minute by more than their spread, and go on for ever", () => {
  const middle = Array.from({ length: 8 }, (_, attempt) => backoffMs(attempt, () => 0.5));
  expect(middle).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  expect(backoffMs(10_000, () => 1)).toBe(39_000);
});

it("clients that lost the server together do not come back together", () => {
  expect(backoffMs(3, () => 0)).toBe(5_600);
  expect(backoffMs(3, () => 1)).toBe(10_400);
  expect(new Set(Array.from({ length: 50 }, () => backoffMs(5))).size).toBeGreaterThan(40);
});
