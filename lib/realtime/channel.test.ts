import { describe, expect, it, vi } from "vitest";
import type { Clock } from "@/lib/base/clock";
import { CodedError } from "@/lib/base/errors";
import type { Realtime } from "@/lib/supabase/client";
import { HealingChannel } from "./channel";

const quickClock: Clock = {
  now: () => 0,
  after: (ms, work) => {
    const timer = setTimeout(work, ms / 100);
    return () => clearTimeout(timer);
  },
};

/** The library as far as a channel uses it: one channel per topic, which is there until its leaving is confirmed. */
class Library {
  private channels: { state: string; tell: ((status: string) => void) | null }[] = [];
  /** How often a token was fetched. */
  auths = 0;
  failing = 0;

  async setAuth() {
    this.auths++;
    if (this.failing-- > 0) throw new Error("no token");
  }

  /** The server ends the channel: its token has expired, or the server restarts. */
  end() {
    const [ended] = this.channels;
    this.channels = [];
    ended?.tell?.("CLOSED");
  }

  channel() {
    const [there] = this.channels;
    if (there) return this.handle(there);
    const made = { state: "closed", tell: null };
    this.channels.push(made);
    return this.handle(made);
  }

  async removeChannel() {
    const [leaving] = this.channels;
    if (!leaving) return;
    leaving.state = "leaving";
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.channels = this.channels.filter((channel) => channel !== leaving);
  }

  private handle(channel: (typeof this.channels)[number]) {
    return {
      get state() {
        return channel.state;
      },
      subscribe(tell: (status: string) => void) {
        if (channel.state !== "closed") return;
        channel.state = "joined";
        channel.tell = tell;
        tell("SUBSCRIBED");
      },
    };
  }
}

const loaded = (library: Library) => async () => library as unknown as Realtime;

describe("a channel", () => {
  it("joins a topic that was left a moment ago as soon as the leaving is over", async () => {
    const client = loaded(new Library());
    const status = vi.fn<(up: boolean) => void>();
    const plan = { topic: "user:alice", prepare: () => undefined, status };
    const first = new HealingChannel(client, plan, quickClock);
    await vi.waitFor(() => expect(status.mock.calls).toEqual([[true]]));
    first.close();
    const second = new HealingChannel(client, plan, quickClock);
    await vi.waitFor(() => expect(status.mock.calls).toEqual([[true], [false], [true]]));
    second.close();
  });

  it("a channel that the server ended is joined again, each time with a token fetched anew, without limit", async () => {
    const library = new Library();
    const status = vi.fn<(up: boolean) => void>();
    const plan = { topic: "user:alice", prepare: () => undefined, status };
    const channel = new HealingChannel(loaded(library), plan, quickClock);
    for (let round = 1; round <= 7; round++) {
      await vi.waitFor(() => expect(status.mock.calls.filter(([up]) => up)).toHaveLength(round));
      expect(library.auths).toBe(round);
      library.end();
    }
    channel.close();
  });

  it("a token that cannot be had is asked for again; asking by hand does not wait", async () => {
    const library = new Library();
    library.failing = 1;
    const status = vi.fn<(up: boolean) => void>();
    const stuck = { now: () => 0, after: () => () => undefined };
    const plan = { topic: "user:alice", prepare: () => undefined, status };
    const channel = new HealingChannel(loaded(library), plan, stuck);
    await vi.waitFor(() => expect(library.failing).toBe(0));
    expect(status).not.toHaveBeenCalled();
    channel.retry();
    await vi.waitFor(() => expect(status).toHaveBeenCalledWith(true));
    channel.close();
  });

  it("code that cannot be loaded is asked for again, like a token", async () => {
    let failures = 1;
    const load = async () => {
      if (failures-- > 0) throw new CodedError("E_OFFLINE", "code");
      return loaded(new Library())();
    };
    const status = vi.fn<(up: boolean) => void>();
    const channel = new HealingChannel(load, { topic: "user:alice", prepare: () => undefined, status }, quickClock);
    await vi.waitFor(() => expect(status).toHaveBeenCalledWith(true));
    channel.close();
  });
});
