import { describe, expect, it } from "vitest";
import { concat } from "@/lib/base/bytes";
import { alice, direct } from "./commit-world.fixture";
import { u32 } from "./integers";
import { emptyState, epochIndexAt, type EpochRecord, judgeSeen, newMessageIds, newTombstones } from "./log-state";
import { TranscriptWindow } from "./log-window";
import { idOf, seeded } from "./world.fixture";

describe("what a log remembers", () => {
  it("is the last 2,048 message ids and 256 tombstones", () => {
    for (const [set, capacity, size] of [
      [newMessageIds(), 2048, 16],
      [newTombstones(), 256, 32],
    ] as const) {
      const id = (i: number) => concat(u32(i), new Uint8Array(size - 4));
      for (let i = 0; i < capacity; i++) set.add(id(i));
      expect([set.has(id(0)), set.has(id(capacity - 1))]).toEqual([true, true]);
      set.add(id(capacity));
      expect([set.has(id(0)), set.has(id(1))]).toEqual([false, true]);
      expect(set.has(id(capacity))).toBe(true);
    }
  });

  it("begins with nothing", () => {
    expect(emptyState(idOf("c"), {})).toMatchObject({
      base: { seq: 0 },
      newestReplayed: 0,
      blindSeq: 0,
      stop: null,
      mute: null,
      disputed: false,
      rotate: false,
      member: false,
      proof: null,
    });
  });
});

describe("the epoch of a position", () => {
  const epochs = [1, 5, 9].map((seq): EpochRecord => ({ seq }) as EpochRecord);

  it("is the newest whose commit is not after it", () => {
    expect([0, 1, 2, 4, 5, 8, 9, 100].map((seq) => epochIndexAt(epochs, seq))).toEqual([-1, 0, 0, 0, 1, 1, 2, 2]);
    expect(epochIndexAt([], 5)).toBe(-1);
  });
});

describe("a view of the log", () => {
  const T = (seq: number) => seeded(`T ${seq}`)(32);
  const state = emptyState(idOf("c"), {});
  state.base = { seq: 5, transcript: T(5) };
  state.transcripts = new TranscriptWindow(20, T(20));
  state.transcripts.push(T(21));
  const ctx = direct().ctx(alice);
  const judged = (seq: number, transcript = T(seq), context = ctx) => judgeSeen(state, { seq, transcript }, context);

  it("is compared with ours, wherever ours is kept", () => {
    expect([5, 20, 21].map((seq) => judged(seq))).toEqual(["ok", "ok", "ok"]);
    expect([5, 20, 21].map((seq) => judged(seq, T(0)))).toEqual(["fork", "fork", "fork"]);
    expect([6, 19].map((seq) => judged(seq))).toEqual(["unknown", "unknown"]);
    const kept = { ...ctx, transcriptAt: (seq: number) => (seq === 6 ? T(6) : undefined) };
    expect([judged(6, T(6), kept), judged(6, T(7), kept), judged(7, T(7), kept)]).toEqual(["ok", "fork", "unknown"]);
  });

  it("is a fork if it lies ahead, and not compared before the base", () => {
    expect([judged(22), judged(2 ** 50)]).toEqual(["fork", "fork"]);
    expect([judged(0), judged(4, T(0))]).toEqual(["ok", "ok"]);
  });
});
