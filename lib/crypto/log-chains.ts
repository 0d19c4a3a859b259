/** Owns the positions of writer chains: which counter each is at, what is missing in it, how far its writer had seen. */
import { type Bytes, equal } from "@/lib/base/bytes";
import type { Reader, Writer } from "@/lib/protocol/layout";
import type { MessageHeader } from "@/lib/protocol/message-header";
import { keyOf, type RecentSet } from "./log-window";
import { chainStart } from "./message";

/** Counters `from` … `to - 1` that were skipped by a confirmed gap. */
interface Hole {
  readonly from: number;
  readonly to: number;
}

interface Chain {
  readonly id: Bytes;
  next: number;
  /** Hash of the newest message. */
  last: Bytes;
  /** Greatest position its writer has claimed to have seen. */
  seen: number;
  holes: readonly Hole[];
}

interface WriterState {
  readonly userId: Bytes;
  /** False if chains may have begun unseen: before a cold start, or forgotten since. */
  complete: boolean;
  /** Least recently active first. */
  readonly chains: Map<string, Chain>;
}

/** next: continues · gap: something of this writer is missing · late: fills an earlier gap · replay: was here before. */
export type Continuation = "next" | "gap" | "late" | "replay";

/** A writer has as many open tabs at once at most; older chains are forgotten first. */
const maxChains = 32;
const maxHoles = 64;

function without(hole: Hole, counter: number): Hole[] {
  if (counter < hole.from || counter >= hole.to) return [hole];
  const parts = [
    { from: hole.from, to: counter },
    { from: counter + 1, to: hole.to },
  ];
  return parts.filter(({ from, to }) => from < to);
}

export class WriterChains {
  private readonly writers = new Map<string, WriterState>();
  private readonly complete: boolean;

  /** `complete`: every chain is seen from its first message. */
  constructor(complete: boolean) {
    this.complete = complete;
  }

  private chainOf({ sender, chainId }: MessageHeader): Chain | undefined {
    return this.writers.get(keyOf(sender))?.chains.get(keyOf(chainId));
  }

  /** How a signed message stands to its chain. `tombstones`: hashes of messages whose bytes are gone. Changes nothing. */
  judge(header: MessageHeader, tombstones: RecentSet): Continuation {
    const { conv, chainId, counter, previous, sender } = header;
    const chain = this.chainOf(header);
    if (!chain) {
      if (counter === 0) return equal(previous, chainStart(conv, chainId)) ? "next" : "gap";
      const complete = this.writers.get(keyOf(sender))?.complete ?? this.complete;
      return complete && !tombstones.has(previous) ? "gap" : "next";
    }
    if (counter < chain.next) {
      return chain.holes.some(({ from, to }) => from <= counter && counter < to) ? "late" : "replay";
    }
    const continues = counter === chain.next && equal(previous, chain.last);
    return continues || (counter > chain.next && tombstones.has(previous)) ? "next" : "gap";
  }

  /** Greatest position this chain's writer had seen before. */
  seenBy(header: MessageHeader): number {
    return this.chainOf(header)?.seen ?? 0;
  }

  /** Takes over the writer's own statement of its position. `seen`: what of its view can be true. */
  adopt(header: MessageHeader, hash: Bytes, continuation: Continuation, seen: number): void {
    const known = this.chainOf(header);
    if (continuation === "replay") return;
    if (continuation === "late" && known) {
      known.holes = known.holes.flatMap((hole) => without(hole, header.counter));
      return;
    }
    const { sender, chainId, counter } = header;
    const expected = known?.next ?? 0;
    const missing = continuation === "gap" && counter > expected ? [{ from: expected, to: counter }] : [];
    const writer = this.writerOf(sender);
    const key = keyOf(chainId);
    writer.chains.delete(key);
    writer.chains.set(key, {
      id: chainId,
      next: counter + 1,
      last: hash,
      seen: Math.max(known?.seen ?? 0, seen),
      holes: [...(known?.holes ?? []), ...missing].slice(-maxHoles),
    });
    const [oldest] = writer.chains.keys();
    if (writer.chains.size > maxChains && oldest !== undefined) {
      writer.chains.delete(oldest);
      writer.complete = false;
    }
  }

  private writerOf(userId: Bytes): WriterState {
    const key = keyOf(userId);
    const writer = this.writers.get(key) ?? { userId, complete: this.complete, chains: new Map<string, Chain>() };
    this.writers.set(key, writer);
    return writer;
  }

  write(writer: Writer): void {
    writer.u8(this.complete ? 1 : 0).u32(this.writers.size);
    for (const { userId, complete, chains } of this.writers.values()) {
      writer
        .bytes(userId, 16)
        .u8(complete ? 1 : 0)
        .u8(chains.size);
      for (const { id, next, last, seen, holes } of chains.values()) {
        writer.bytes(id, 16).u64(next).bytes(last, 32).u64(seen).u8(holes.length);
        for (const { from, to } of holes) writer.u32(from).u64(to);
      }
    }
  }

  /** @throws E_FORMAT, E_RANGE */
  static read(reader: Reader): WriterChains {
    const all = new WriterChains(reader.u8() === 1);
    const writers = reader.u32();
    for (let i = 0; i < writers; i++) {
      const userId = reader.bytes(16);
      const complete = reader.u8() === 1;
      const count = reader.u8();
      const chains = new Map<string, Chain>();
      for (let j = 0; j < count; j++) {
        const chain = readChain(reader);
        chains.set(keyOf(chain.id), chain);
      }
      all.writers.set(keyOf(userId), { userId, complete, chains });
    }
    return all;
  }
}

function readChain(reader: Reader): Chain {
  const head = { id: reader.bytes(16), next: reader.u64(), last: reader.bytes(32), seen: reader.u64() };
  const holes = Array.from({ length: reader.u8() }, () => ({ from: reader.u32(), to: reader.u64() }));
  return { ...head, holes };
}
