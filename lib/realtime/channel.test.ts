import { describe, expect, it, vi } from "vitest";
import type { Clock } from "@/lib/base/clock";
import { HealingChannel } from "./channel";
import type { Live, LiveListener } from "./live";

/** What joins, and is ended by hand: the network and the server of a channel. */
class Topics implements Live {
  readonly joins: { topic: string; presenceKey: string | null; listener: LiveListener; left: boolean }[] = [];

  join(topic: string, presenceKey: string | null, listener: LiveListener) {
    const visit = { topic, presenceKey, listener, left: false };
    this.joins.push(visit);
    return { say: () => undefined, show: () => undefined, leave: () => void (visit.left = true) };
  }

  get last(): LiveListener {
    const visit = this.joins.at(-1);
    if (!visit) throw new Error("nobody has joined");
    return visit.listener;
  }
}

/** Time that passes by hand; what waits is kept with how long it waits. */
function stoppedClock() {
  const waiting: { ms: number; work: () => void }[] = [];
  const clock: Clock = {
    now: () => 0,
    after: (ms, work) => {
      const one = { ms, work };
      waiting.push(one);
      return () => void waiting.splice(waiting.indexOf(one), 1);
    },
  };
  return { clock, waiting, pass: () => waiting.splice(0).forEach(({ work }) => work()) };
}

function channel(plan: { presenceKey?: string; present?: (keys: readonly string[]) => void } = {}) {
  const topics = new Topics();
  const time = stoppedClock();
  const status = vi.fn<(up: boolean) => void>();
  const heard = vi.fn<(event: string, payload: unknown) => void>();
  const made = new HealingChannel(
    topics,
    { topic: "user:alice", presenceKey: null, heard, status, ...plan },
    time.clock,
  );
  return { made, topics, time, status, heard };
}

describe("a channel", () => {
  it("joins again after every end, later each time, and soon again once it was in", () => {
    const { topics, time, status } = channel();
    const waits: number[] = [];
    for (let round = 0; round < 7; round++) {
      topics.last.lost();
      waits.push(...time.waiting.map(({ ms }) => ms));
      time.pass();
    }
    expect(topics.joins).toHaveLength(8);
    expect(waits[0]).toBeLessThan(1_500);
    expect(waits[5]).toBeGreaterThan(15_000);
    expect(status).not.toHaveBeenCalled();
    topics.last.joined();
    topics.last.lost();
    expect(time.waiting[0]?.ms).toBeLessThan(1_500);
    expect(status.mock.calls).toEqual([[true], [false]]);
  });

  it("does not wait when it is asked by hand, and leaves the join that was on its way", () => {
    const { made, topics, time, status } = channel();
    made.retry();
    expect(topics.joins.map(({ left }) => left)).toEqual([true, false]);
    topics.last.lost();
    made.retry();
    expect(time.waiting).toHaveLength(0);
    topics.last.joined();
    made.retry();
    expect(topics.joins).toHaveLength(3);
    expect(status.mock.calls).toEqual([[true]]);
  });

  it("is quiet once it is closed: nothing is joined again, and no end is told twice", () => {
    const { made, topics, time, status } = channel();
    topics.last.joined();
    made.close();
    expect(topics.joins[0]?.left).toBe(true);
    topics.last.lost();
    expect(time.waiting).toHaveLength(0);
    expect(status.mock.calls).toEqual([[true], [false]]);
    expect(made.joined).toBeNull();
  });

  it("hears nothing of an end that belongs to an earlier visit", () => {
    const { made, topics, time, status } = channel();
    const early = topics.last;
    made.retry();
    topics.last.joined();
    early.lost();
    expect(time.waiting).toHaveLength(0);
    expect(status.mock.calls).toEqual([[true]]);
  });

  it("tells who is there, anew at every visit", () => {
    const present = vi.fn<(keys: readonly string[]) => void>();
    const { topics, time } = channel({ presenceKey: "alice", present });
    expect(topics.joins[0]?.presenceKey).toBe("alice");
    topics.last.joined();
    topics.last.presence("presence_state", { alice: { metas: [{ phx_ref: "1" }] } });
    topics.last.lost();
    time.pass();
    topics.last.joined();
    topics.last.presence("presence_state", { bob: { metas: [{ phx_ref: "2" }] } });
    expect(present.mock.calls).toEqual([[["alice"]], [["bob"]]]);
  });
});
