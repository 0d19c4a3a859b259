import { describe, expect, it } from "vitest";
import { toHex } from "@/lib/base/bytes";
import { codeWhen } from "./code-when";
import { readU32, u32, u64, u8 } from "./integers";

describe("single integers", () => {
  it("are big-endian and of fixed size", () => {
    expect(toHex(u8(0xab))).toBe("ab");
    expect(toHex(u32(0x01020304))).toBe("01020304");
    expect(toHex(u64(0x0102030405))).toBe("0000000102030405");
    expect(toHex(u64(Number.MAX_SAFE_INTEGER))).toBe("001fffffffffffff");
  });
  it("out of range, negative or broken are E_RANGE", () => {
    const wrong = [() => u8(256), () => u32(2 ** 32), () => u64(2 ** 53), () => u8(-1), () => u32(1.5), () => u64(NaN)];
    for (const run of wrong) expect(codeWhen(run)).toBe("E_RANGE");
  });
  it("are read at an offset, and not beyond the end", () => {
    expect(readU32(Uint8Array.of(9, 1, 2, 3, 4), 1)).toBe(0x01020304);
    expect(codeWhen(() => readU32(Uint8Array.of(9, 1, 2, 3), 1))).toBe("E_FORMAT");
  });
});
