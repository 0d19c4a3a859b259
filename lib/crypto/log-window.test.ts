import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "@/lib/base/bytes";
import { Reader, Writer } from "@/lib/protocol/layout";
import { craft } from "./craft.fixture";
import { alice, bob, direct } from "./commit-world.fixture";
import type { LogContext } from "./log-contract";
import { RecentSet, TranscriptWindow } from "./log-window";
import { messageEvent, seeded, shape, textBody } from "./world.fixture";

const id = (i: number) => Uint8Array.of(i >> 8, i & 255);

describe("a set of recent ids", () => {
  it("holds the newest and forgets the oldest, before and after it was stored", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(20), (before, after) => {
        let set = new RecentSet(10, 2);
        for (let i = 0; i < before; i++) set.add(id(i));
        const writer = new Writer();
        set.write(writer);
        set = RecentSet.read(new Reader(writer.finish()), 10, 2);
        for (let i = before; i < before + after; i++) set.add(id(i));
        for (let i = 0; i < 60; i++) {
          expect(set.has(id(i)), `${i}`).toBe(i < before + after && i >= before + after - 10);
        }
      }),
    );
  });

  it("takes the same id once: it neither lives longer nor pushes others out", () => {
    const set = new RecentSet(3, 2);
    for (const i of [1, 2, 1, 1, 3]) set.add(id(i));
    expect([1, 2, 3].map((i) => set.has(id(i)))).toEqual([true, true, true]);
    set.add(id(4));
    expect([1, 2, 3, 4].map((i) => set.has(id(i)))).toEqual([false, true, true, true]);
  });

  it("refuses to be read with more than it holds", () => {
    const writer = new Writer().u32(11).bytes(new Uint8Array(22), 22);
    expect(() => RecentSet.read(new Reader(writer.finish()), 10, 2)).toThrow("E_FORMAT");
  });
});

describe("a window of transcripts", () => {
  const T = (seq: number) => seeded(`T ${seq}`)(32);

  it("knows the newest 256 values", () => {
    for (const start of [0, 700]) {
      const window = new TranscriptWindow(start, T(start));
      for (let seq = start + 1; seq <= start + 300; seq++) window.push(T(seq));
      expect([window.seq, toHex(window.newest)]).toEqual([start + 300, toHex(T(start + 300))]);
      expect(toHex(window.at(start + 45)!)).toBe(toHex(T(start + 45)));
      expect([window.at(start + 44), window.at(start + 301)]).toEqual([undefined, undefined]);
      const writer = new Writer();
      window.write(writer);
      const again = TranscriptWindow.read(new Reader(writer.finish()));
      for (const seq of [start + 45, start + 200, start + 300]) expect(again.at(seq)).toEqual(T(seq));
      expect(again.at(start + 44)).toBeUndefined();
    }
  });

  it("hands out copies", () => {
    const window = new TranscriptWindow(0, T(0));
    window.newest[0] = 1;
    window.at(0)![0] = 2;
    expect(window.at(0)).toEqual(T(0));
  });

  it("refuses to be read upside down or too long", () => {
    const read = (first: number, last: number) => () =>
      TranscriptWindow.read(
        new Reader(
          new Writer()
            .u64(first)
            .u64(last)
            .bytes(new Uint8Array(32 * 300), 32 * 300)
            .finish(),
        ),
      );
    expect(read(5, 4)).toThrow("E_FORMAT");
    expect(read(0, 256)).toThrow("E_FORMAT");
    expect(read(0, 255)).not.toThrow();
  });
});

describe("a view older than the window", () => {
  it("is compared with what the caller kept; unknown, it has to be fetched first", () => {
    const conversation = direct();
    const log = conversation.log(bob);
    const ctx = conversation.ctx(bob);
    const old = craft(conversation, alice, textBody("old view"));
    const wrong = craft(conversation, alice, textBody("wrong view"), { seenTranscript: seeded("T")(32) });
    const rotation = conversation.commit(alice, { reason: 5 });
    const row = { ...messageEvent(0, conversation.seal(alice)), body: null };
    while (log.n < 257) log.apply({ ...row, seq: log.n + 1 }, ctx);
    const next = (event: typeof old, context: LogContext) => log.apply({ ...event, seq: log.n + 1 }, context);
    const before = log.serialize();
    expect(next(old, ctx)).toEqual({ type: "need", what: "transcript", seq: 1 });
    expect(next({ ...row, ...rotation, kind: 1, ct: null }, ctx)).toEqual({ type: "need", what: "transcript", seq: 1 });
    expect(log.serialize()).toEqual(before);
    const kept = { ...ctx, transcriptAt: (seq: number) => (seq === 1 ? conversation.transcriptAt(1) : undefined) };
    expect(shape(next(old, kept))).toBe("message");
    expect(shape(next(wrong, kept))).toBe("message fork");
    expect(shape(next({ ...row, ...rotation, kind: 1, ct: null }, kept))).toBe("commit");
    const pointer = conversation.log(alice).pointer("read", 1, alice.signer, ctx);
    expect(log.checkPointer(pointer, ctx)).toEqual({ type: "need", what: "transcript", seq: 1 });
    expect(log.checkPointer(pointer, kept)).toMatchObject({ type: "pointer", seq: 1 });
    expect(() => log.pointer("read", 1, bob.signer, ctx)).toThrow("E_RANGE");
    expect(log.pointer("read", 1, bob.signer, kept).length).toBe(152);
  });

  it("at the edge of the window is still known", () => {
    const conversation = direct();
    const log = conversation.log(bob);
    const old = craft(conversation, alice, textBody("old view"));
    const row = { ...messageEvent(0, conversation.seal(alice)), body: null };
    while (log.n < 256) log.apply({ ...row, seq: log.n + 1 }, conversation.ctx(bob));
    expect(shape(log.apply({ ...old, seq: 257 }, conversation.ctx(bob)))).toBe("message");
  });
});
