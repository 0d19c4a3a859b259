/** Owns what time it is at the server, whose times messages carry: this device's clock, put right by what the server last said. */
import type { Clock } from "@/lib/base/clock";

export class ServerTime {
  private readonly clock: Clock;
  private ahead = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** The server has just said its time, ms. */
  learn(now: number): void {
    this.ahead = now - this.clock.now();
  }

  /** ms since 1970. Before the server has said anything, as this device's clock has it. */
  now(): number {
    return this.clock.now() + this.ahead;
  }
}
