import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat } from "@/lib/base/bytes";
import { bodyBuckets } from "@/lib/protocol/limits";
import { pad, unpad } from "./padding";
import vectors from "./vectors/vectors.json";

const sizes: readonly number[] = bodyBuckets;

describe("padding", () => {
  it("KA-10: the published table", () => {
    for (const [length, padded] of vectors.pad) expect(pad(new Uint8Array(length!)).length).toBe(padded);
  });

  it("PT-4, W07: is taken off again and leaves one of nine sizes", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 65_532, size: "max" }), (bytes) => {
        const body = concat(bytes);
        const padded = pad(body);
        expect(sizes).toContain(padded.length);
        expect(unpad(padded)).toEqual(body);
      }),
      { numRuns: 25 },
    );
    for (const size of bodyBuckets) {
      expect(pad(new Uint8Array(size - 4)).length).toBe(size);
      expect(unpad(pad(new Uint8Array(size - 4))).length).toBe(size - 4);
    }
  });

  it("goes up to 65,532 bytes", () => {
    expect(() => pad(new Uint8Array(65_533))).toThrow("E_TOO_BIG");
  });

  it.each<[string, Uint8Array]>([
    ["a bucket that is not the smallest", concat(pad(new Uint8Array(10)), new Uint8Array(256))],
    ["a byte of padding that is not zero", concat(pad(new Uint8Array(10)).subarray(0, 255), Uint8Array.of(1))],
    ["a length beyond the bucket", concat(Uint8Array.of(0, 0, 0, 253), new Uint8Array(252))],
    ["an absurd length", concat(Uint8Array.of(255, 255, 255, 255), new Uint8Array(252))],
    ["a size that is no bucket", new Uint8Array(300)],
    ["less than a length", new Uint8Array(3)],
    ["nothing", new Uint8Array(0)],
  ])("refuses %s", (_, padded) => {
    expect(() => unpad(padded)).toThrow("E_PAD");
  });
});
