import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeWhen } from "./code-when";
import { padme } from "./padme";

describe("Padmé", () => {
  it("keeps 0 and 1, and what needs no rounding", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map(padme)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect([9, 10, 11, 15, 16, 17, 33].map(padme)).toEqual([10, 10, 12, 16, 16, 18, 36]);
  });
  it("adds at most 12 %, never shortens, keeps order, and leaves few lengths", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (length) => {
        const padded = padme(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        expect(padded).toBeLessThanOrEqual(length * 1.12);
        expect(padme(padded)).toBe(padded);
        expect(padme(length + 1)).toBeGreaterThanOrEqual(padded);
      }),
      { numRuns: 500 },
    );
    expect(new Set(Array.from({ length: 100_000 }, (_, i) => padme(i))).size).toBeLessThan(200);
  });
  it("is exact above 32 bits", () => {
    expect(padme(2 ** 40)).toBe(2 ** 40);
    expect(padme(2 ** 40 + 1)).toBe(2 ** 40 + 2 ** 34);
  });
  it.each([-1, 1.5, Number.NaN, 2 ** 53])("refuses %s", (length) => {
    expect(codeWhen(() => padme(length))).toBe("E_RANGE");
  });
});
