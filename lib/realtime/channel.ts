/** Owns one private topic for as long as somebody wants it: joins it, and again after every kind of end. */
import { backoffMs, type Clock } from "@/lib/base/clock";
import type { Live, LiveChannel } from "./live";
import { Present } from "./present";

export interface ChannelPlan {
  readonly topic: string;
  heard(event: string, payload: unknown): void;
  status?(up: boolean): void;
  /** Key under which this browser tab may show as present; null: no presence. */
  readonly presenceKey: string | null;
  /** Who is there now. */
  present?(keys: readonly string[]): void;
  joined?(channel: LiveChannel): void;
}

/** A channel that heals: whatever ends it, it is joined again, later each time. */
export class HealingChannel {
  private readonly live: Live;
  private readonly plan: ChannelPlan;
  private readonly clock: Clock;
  private channel: LiveChannel | null = null;
  private attempt = 0;
  private cancelWait: (() => void) | null = null;
  private up = false;

  constructor(live: Live, plan: ChannelPlan, clock: Clock) {
    this.live = live;
    this.plan = plan;
    this.clock = clock;
    this.join();
  }

  /** The joined channel, or null. */
  get joined(): LiveChannel | null {
    return this.up ? this.channel : null;
  }

  /** Now instead of after the current wait. */
  retry(): void {
    if (this.up) return;
    this.close();
    this.attempt = 0;
    this.join();
  }

  close(): void {
    this.cancelWait?.();
    const { channel } = this;
    this.channel = null;
    this.setUp(false);
    channel?.leave();
  }

  private join(): void {
    const present = new Present();
    const channel = this.live.join(this.plan.topic, this.plan.presenceKey, {
      joined: () => {
        this.attempt = 0;
        this.setUp(true);
        this.plan.joined?.(channel);
      },
      lost: () => {
        if (this.channel !== channel) return;
        this.channel = null;
        this.setUp(false);
        this.cancelWait = this.clock.after(backoffMs(this.attempt++), () => this.join());
      },
      heard: (event, payload) => this.plan.heard(event, payload),
      presence: (event, payload) => {
        if (present.take(event, payload)) this.plan.present?.(present.keys());
      },
    });
    this.channel = channel;
  }

  private setUp(up: boolean): void {
    if (this.up === up) return;
    this.up = up;
    this.plan.status?.(up);
  }
}
