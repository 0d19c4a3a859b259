/** Owns one private channel for as long as somebody wants it: joins with a fresh token, and again after every kind of end. */
import { backoffMs, type Clock } from "@/lib/base/clock";
import type { Realtime } from "@/lib/supabase/client";

type Channel = ReturnType<Realtime["channel"]>;

export interface ChannelPlan {
  readonly topic: string;
  /** Adds the listeners to a new channel, before it joins. */
  prepare(channel: Channel): void;
  status?(up: boolean): void;
  /** Key under which this browser tab shows as present; left out: no presence. */
  readonly presenceKey?: string;
  joined?(channel: Channel): void;
}

/**
 * A channel that heals. The library rejoins by itself after errors and lost sockets; it never does after `CLOSED`
 * (token expired, limits), and it joins without a token if asked before one is known. Both are mended here.
 */
export class HealingChannel {
  private readonly load: () => Promise<Realtime>;
  private readonly plan: ChannelPlan;
  private readonly clock: Clock;
  private client: Realtime | null = null;
  private channel: Channel | null = null;
  private attempt = 0;
  private cancelWait: (() => void) | null = null;
  private closed = false;
  private up = false;

  /** @param load what carries channels; asked for again while it cannot be had */
  constructor(load: () => Promise<Realtime>, plan: ChannelPlan, clock: Clock) {
    this.load = load;
    this.plan = plan;
    this.clock = clock;
    void this.join();
  }

  /** The joined channel, or null. */
  get joined(): Channel | null {
    return this.up ? this.channel : null;
  }

  retry(): void {
    if (this.closed || this.up) return;
    this.attempt = 0;
    this.drop();
    void this.join();
  }

  close(): void {
    this.closed = true;
    this.cancelWait?.();
    this.drop();
  }

  private async join(): Promise<void> {
    this.cancelWait?.();
    this.cancelWait = null;
    try {
      this.client = await this.load();
      await this.client.setAuth();
    } catch {
      this.rejoinLater();
      return;
    }
    if (this.closed || this.channel) return;
    const presence = this.plan.presenceKey;
    const channel = this.client.channel(this.plan.topic, {
      config: {
        private: true,
        broadcast: { self: false, ack: false },
        ...(presence ? { presence: { key: presence } } : {}),
      },
    });
    // The library hands out the channel of this topic that somebody else is still leaving: nothing would ever be heard there.
    if (channel.state !== "closed") {
      this.rejoinLater();
      return;
    }
    this.channel = channel;
    this.plan.prepare(channel);
    channel.subscribe((status) => {
      if (this.channel !== channel || this.closed) return;
      if (status === "SUBSCRIBED") {
        this.attempt = 0;
        this.setUp(true);
        this.plan.joined?.(channel);
        return;
      }
      this.setUp(false);
      if (status === "CLOSED") {
        this.channel = null;
        this.rejoinLater();
      }
    });
  }

  private rejoinLater(): void {
    if (this.closed) return;
    this.cancelWait?.();
    this.cancelWait = this.clock.after(backoffMs(this.attempt++), () => void this.join());
  }

  private drop(): void {
    const { channel } = this;
    this.channel = null;
    this.setUp(false);
    if (channel) void this.client?.removeChannel(channel);
  }

  private setUp(up: boolean): void {
    if (this.up === up) return;
    this.up = up;
    this.plan.status?.(up);
  }
}
