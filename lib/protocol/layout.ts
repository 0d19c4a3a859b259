/** Owns the reading and writing of binary layouts: big-endian unsigned integers and byte fields, strictly bounded. */
import { type Bytes, isZero, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";

/** The one suite of protocol v1, the byte after every magic. */
export const suite = 1;

/** 16 zero bytes: "no case". */
export const zeroId: Bytes = new Uint8Array(16);

/** 32 zero bytes: "no hash". */
export const zeroHash: Bytes = new Uint8Array(32);

/** Order of byte strings of equal length: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Reads a layout from front to back. Every method throws E_FORMAT beyond the end. */
export class Reader {
  private readonly source: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(source: Uint8Array) {
    this.source = source;
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  }

  /** Bytes not yet read. */
  get left(): number {
    return this.source.length - this.at;
  }

  private take(length: number): number {
    if (length > this.left) throw new CodedError("E_FORMAT", "too short");
    this.at += length;
    return this.at - length;
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2));
  }

  u32(): number {
    return this.view.getUint32(this.take(4));
  }

  /** @throws E_RANGE above 2^53 - 1 */
  u64(): number {
    const value = this.u32() * 0x1_0000_0000 + this.u32();
    if (value > Number.MAX_SAFE_INTEGER) throw new CodedError("E_RANGE");
    return value;
  }

  /** A copy of the next `length` bytes. */
  bytes(length: number): Bytes {
    const from = this.take(length);
    return new Uint8Array(this.source.subarray(from, from + length));
  }

  /** Four ASCII bytes of magic and the suite. @throws E_FORMAT */
  frame(magic: string): void {
    if (!utf8(magic).every((byte) => byte === this.u8()) || this.u8() !== suite)
      throw new CodedError("E_FORMAT", magic);
  }

  /** Reserved bytes. @throws E_FORMAT unless all are zero */
  zeros(length: number): void {
    if (!isZero(this.bytes(length))) throw new CodedError("E_FORMAT", "reserved bytes");
  }

  /** @throws E_FORMAT if bytes are left */
  end(): void {
    if (this.left !== 0) throw new CodedError("E_FORMAT", "too long");
  }
}

/** Writes a layout from front to back. Integers out of range throw E_RANGE. */
export class Writer {
  private buffer: Bytes = new Uint8Array(512);
  private view = new DataView(this.buffer.buffer);
  private at = 0;

  private take(length: number): number {
    if (this.at + length > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.at + length));
      larger.set(this.buffer);
      this.buffer = larger;
      this.view = new DataView(larger.buffer);
    }
    this.at += length;
    return this.at - length;
  }

  private static check(value: number, limit: number): void {
    if (!Number.isInteger(value) || value < 0 || value > limit) throw new CodedError("E_RANGE");
  }

  u8(value: number): this {
    Writer.check(value, 0xff);
    const at = this.take(1);
    this.view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    Writer.check(value, 0xffff);
    const at = this.take(2);
    this.view.setUint16(at, value);
    return this;
  }

  u32(value: number): this {
    Writer.check(value, 0xffff_ffff);
    const at = this.take(4);
    this.view.setUint32(at, value);
    return this;
  }

  u64(value: number): this {
    Writer.check(value, Number.MAX_SAFE_INTEGER);
    return this.u32(Math.floor(value / 0x1_0000_0000)).u32(value % 0x1_0000_0000);
  }

  /** A field of `length` bytes. @throws E_FORMAT for another length */
  bytes(field: Uint8Array, length: number): this {
    if (field.length !== length) throw new CodedError("E_FORMAT", `field of ${length} bytes`);
    const at = this.take(length);
    this.buffer.set(field, at);
    return this;
  }

  frame(magic: string): this {
    return this.bytes(utf8(magic), 4).u8(suite);
  }

  zeros(length: number): this {
    return this.bytes(new Uint8Array(length), length);
  }

  /** What was written, as a copy. */
  finish(): Bytes {
    return this.buffer.slice(0, this.at);
  }
}
