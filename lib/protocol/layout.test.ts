import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8 } from "@/lib/base/bytes";
import { compareBytes, Reader, Writer } from "./layout";

describe("layout", () => {
  it("writes every integer in its place wherever the buffer has to grow", () => {
    for (let lead = 505; lead <= 513; lead++) {
      const bytes = new Writer().bytes(new Uint8Array(lead), lead).u64(9).u32(7).u16(5).u8(3).finish();
      const reader = new Reader(bytes);
      reader.bytes(lead);
      expect([reader.u64(), reader.u32(), reader.u16(), reader.u8()]).toEqual([9, 7, 5, 3]);
    }
  });

  it("writes big-endian integers and reads them back", () => {
    const bytes = new Writer().u8(1).u16(0x0203).u32(0x0405_0607).u64(0x08_090a_0b0c_0d0e).finish();
    expect(toHex(bytes)).toBe("01" + "0203" + "04050607" + "0008090a0b0c0d0e");
    const reader = new Reader(bytes);
    expect([reader.u8(), reader.u16(), reader.u32(), reader.u64()]).toEqual([
      1, 0x0203, 0x0405_0607, 0x08_090a_0b0c_0d0e,
    ]);
    expect(reader.left).toBe(0);
    reader.end();
  });

  it("keeps every u64 up to 2^53 - 1 and no other", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(new Reader(new Writer().u64(value).finish()).u64()).toBe(value);
      }),
    );
    expect(new Reader(fromHex("001fffffffffffff")).u64()).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => new Reader(fromHex("0020000000000000")).u64()).toThrow("E_RANGE");
    expect(() => new Writer().u64(Number.MAX_SAFE_INTEGER + 1)).toThrow("E_RANGE");
  });

  it("refuses integers that do not fit", () => {
    for (const wrong of [-1, 0.5, Number.NaN, 256]) expect(() => new Writer().u8(wrong)).toThrow("E_RANGE");
    expect(() => new Writer().u16(0x1_0000)).toThrow("E_RANGE");
    expect(() => new Writer().u32(0x1_0000_0000)).toThrow("E_RANGE");
    expect(toHex(new Writer().u8(255).u16(0xffff).u32(0xffff_ffff).finish())).toBe("ff".repeat(7));
  });

  it("refuses to read beyond the end, and bytes left over", () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3));
    expect(() => reader.u32()).toThrow("E_FORMAT");
    expect(() => reader.bytes(4)).toThrow("E_FORMAT");
    expect(reader.u16()).toBe(0x0102);
    expect(() => reader.end()).toThrow("E_FORMAT");
    expect(() => reader.u16()).toThrow("E_FORMAT");
  });

  it("hands out copies, not views", () => {
    const source = Uint8Array.of(1, 2, 3);
    const field = new Reader(source).bytes(2);
    field[0] = 9;
    expect(source[0]).toBe(1);
  });

  it("reads from a view at its own place", () => {
    expect(new Reader(Uint8Array.of(9, 9, 1, 2).subarray(2)).u16()).toBe(0x0102);
  });

  it("checks magic, suite, reserved bytes and field lengths", () => {
    const framed = new Writer().frame("EC01").zeros(2).finish();
    expect(toHex(framed)).toBe(toHex(utf8("EC01")) + "01" + "0000");
    new Reader(framed).frame("EC01");
    expect(() => new Reader(framed).frame("EM01")).toThrow("E_FORMAT");
    expect(() => new Reader(fromHex("4543303102")).frame("EC01")).toThrow("E_FORMAT");
    expect(() => new Reader(fromHex("0001")).zeros(2)).toThrow("E_FORMAT");
    expect(() => new Writer().bytes(new Uint8Array(15), 16)).toThrow("E_FORMAT");
  });

  it("grows with what is written", () => {
    const field = new Uint8Array(700).fill(7);
    const bytes = new Writer().u8(1).bytes(field, 700).bytes(field, 700).finish();
    expect(bytes.length).toBe(1401);
    expect(bytes.subarray(1).every((byte) => byte === 7)).toBe(true);
    for (const filled of [508, 509, 510, 511, 512]) {
      const writer = new Writer().bytes(new Uint8Array(filled), filled).u32(0x0102_0304).u16(0x0506).u8(7);
      expect(toHex(writer.finish().subarray(filled))).toBe("01020304050607");
    }
    const full = new Writer().bytes(new Uint8Array(512), 512);
    expect(full.u8(9).finish()[512]).toBe(9);
    expect(new Writer().bytes(new Uint8Array(511), 511).u16(0x0809).finish().subarray(511)).toEqual(
      Uint8Array.of(8, 9),
    );
  });

  it("orders byte strings as numbers", () => {
    expect(compareBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBeLessThan(0);
    expect(compareBytes(Uint8Array.of(2, 0), Uint8Array.of(1, 255))).toBeGreaterThan(0);
    expect(compareBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(0);
  });
});
