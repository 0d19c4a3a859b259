/** Owns the log's bounded memories: the newest transcript values by position, and the newest ids or hashes as a set. */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import type { Reader, Writer } from "@/lib/protocol/layout";

/** A map key for a short byte string. */
export function keyOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** The last `capacity` byte strings of one length, with constant-time lookup; the oldest is forgotten first. */
export class RecentSet {
  private readonly ring: Bytes;
  private readonly keys = new Set<string>();
  private readonly capacity: number;
  private readonly size: number;
  /** How many were ever added. */
  private count = 0;

  constructor(capacity: number, size: number) {
    this.capacity = capacity;
    this.size = size;
    this.ring = new Uint8Array(capacity * size);
  }

  private slot(index: number): Bytes {
    const from = (index % this.capacity) * this.size;
    return this.ring.subarray(from, from + this.size);
  }

  has(bytes: Uint8Array): boolean {
    return this.keys.has(keyOf(bytes));
  }

  /** Adds bytes; those already in the set keep their age. */
  add(bytes: Uint8Array): void {
    if (this.has(bytes)) return;
    const slot = this.slot(this.count);
    if (this.count >= this.capacity) this.keys.delete(keyOf(slot));
    slot.set(bytes);
    this.keys.add(keyOf(slot));
    this.count++;
  }

  write(writer: Writer): void {
    const held = Math.min(this.count, this.capacity);
    writer.u32(held);
    const oldest = this.count > this.capacity ? (this.count % this.capacity) * this.size : 0;
    const end = held * this.size;
    writer.bytes(this.ring.subarray(oldest, end), end - oldest).bytes(this.ring.subarray(0, oldest), oldest);
  }

  /** @throws E_FORMAT */
  static read(reader: Reader, capacity: number, size: number): RecentSet {
    const set = new RecentSet(capacity, size);
    const held = reader.u32();
    if (held > capacity) throw new CodedError("E_FORMAT", "snapshot");
    for (let i = 0; i < held; i++) set.add(reader.bytes(size));
    return set;
  }
}

const windowSize = 256;

/** T_n and up to 255 values before it. */
export class TranscriptWindow {
  private readonly ring = new Uint8Array(windowSize * 32);
  private first: number;
  private last: number;

  /** Starts with one known value. */
  constructor(seq: number, transcript: Uint8Array) {
    this.first = seq;
    this.last = seq;
    this.slot(seq).set(transcript);
  }

  private slot(seq: number): Bytes {
    const from = (seq % windowSize) * 32;
    return this.ring.subarray(from, from + 32);
  }

  /** n */
  get seq(): number {
    return this.last;
  }

  /** T_seq, or undefined outside the window. */
  at(seq: number): Bytes | undefined {
    return seq < this.first || seq > this.last ? undefined : this.slot(seq).slice();
  }

  /** T_n */
  get newest(): Bytes {
    return this.slot(this.last).slice();
  }

  push(transcript: Uint8Array): void {
    this.last++;
    this.first = Math.max(this.first, this.last - windowSize + 1);
    this.slot(this.last).set(transcript);
  }

  write(writer: Writer): void {
    writer.u64(this.first).u64(this.last);
    for (let seq = this.first; seq <= this.last; seq++) writer.bytes(this.slot(seq), 32);
  }

  /** @throws E_FORMAT, E_RANGE */
  static read(reader: Reader): TranscriptWindow {
    const first = reader.u64();
    const last = reader.u64();
    if (last < first || last - first >= windowSize) throw new CodedError("E_FORMAT", "snapshot");
    const transcripts = new TranscriptWindow(first, reader.bytes(32));
    for (let seq = first + 1; seq <= last; seq++) transcripts.push(reader.bytes(32));
    return transcripts;
  }
}
