/** Owns staying up to date: catches up at every (re)connection and wake-up, and polls while the socket is down. */
import { backoffMs, type Clock } from "@/lib/base/clock";
import { codeOf } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import type { Connection } from "./view";

/** Pause between polls while the socket is down. Milliseconds. */
export const pollMs = 3_000;
/** Pause between looks while the socket is up: what was committed while the server's own feed was down came to nobody. Milliseconds. */
const lookMs = 60_000;
/** Time a socket gets to come up before polling starts. Milliseconds. */
const graceMs = 1_500;

/** Calls `catchUp` whenever something may have been missed; one call at a time, and once more if asked meanwhile. */
export class Synchroniser {
  readonly changed = new Emitter();
  private readonly clock: Clock;
  private readonly catchUp: () => Promise<void>;
  private up = false;
  private reachable: boolean | null = null;
  private attempt = 0;
  private cancelTimer: (() => void) | null = null;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(clock: Clock, catchUp: () => Promise<void>) {
    this.clock = clock;
    this.catchUp = catchUp;
    this.later(graceMs);
  }

  get connection(): Connection {
    if (this.up && this.reachable !== false) return "live";
    if (this.reachable === null) return "connecting";
    return this.reachable ? "polling" : "offline";
  }

  /** The socket's state has changed. */
  socket(up: boolean): void {
    if (this.stopped) return;
    this.up = up;
    this.changed.emit();
    if (up) void this.run();
    else this.later(graceMs);
  }

  /** Somebody found the server gone: shown at once, and looked after with growing waits. */
  lost(): void {
    this.set(false);
    if (!this.running) this.later(backoffMs(this.attempt++));
  }

  /** Woken up, back online, or asked by the person: look now. */
  wake(): void {
    this.attempt = 0;
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer?.();
  }

  /** Catches up now; a call during another one makes it go round once more. */
  run(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    this.again = true;
    this.running ??= this.loop().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async loop(): Promise<void> {
    this.cancelTimer?.();
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        await this.catchUp();
        this.attempt = 0;
        this.set(true);
      } catch (thrown) {
        this.set(!["E_OFFLINE", "E_SERVER"].includes(codeOf(thrown)));
        this.later(backoffMs(this.attempt++));
        if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
        return;
      }
    }
    this.later(this.up ? lookMs : pollMs);
  }

  private later(ms: number): void {
    this.cancelTimer?.();
    if (!this.stopped) this.cancelTimer = this.clock.after(ms, () => void this.run());
  }

  private set(reachable: boolean): void {
    if (this.reachable === reachable) return;
    this.reachable = reachable;
    this.changed.emit();
  }
}
