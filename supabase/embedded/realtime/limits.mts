/** Owns the limits of the server, their defaults, and the counters that enforce the rates. */

export interface Limits {
  /** Sockets open at once. */
  connections: number;
  /** Channels joined or being joined on one socket. */
  channelsPerSocket: number;
  /** Averages over a minute, of the whole server. A message counts once when it comes in and once per delivery. */
  joinsPerSecond: number;
  messagesPerSecond: number;
  presencePerSecond: number;
  /** `track` and `untrack` calls of one channel in one window. */
  presenceCalls: number;
  presenceWindowMs: number;
  /** Largest broadcast or presence payload. */
  payloadBytes: number;
  /** Largest WebSocket frame. */
  frameBytes: number;
  /** A socket that sends nothing for this long is closed. */
  idleMs: number;
  /** A socket without channels for this long is closed. */
  emptyMs: number;
  /** A socket whose reader is this far behind is cut off. */
  bufferedBytes: number;
  /** Frames of one socket waiting for the database; beyond it we stop reading from that socket. */
  waitingFrames: number;
  /** How often and how long `replication_ready` looks for the database feed. */
  feedCheckMs: number;
  feedWaitMs: number;
}

export const defaultLimits: Limits = {
  connections: 10_000,
  channelsPerSocket: 100,
  joinsPerSecond: 500,
  messagesPerSecond: 10_000,
  presencePerSecond: 1_000,
  presenceCalls: 5,
  presenceWindowMs: 30_000,
  payloadBytes: 256 * 1000 + 500,
  frameBytes: 5_000_000,
  idleMs: 60_000,
  emptyMs: 600_000,
  bufferedBytes: 50_000_000,
  waitingFrames: 500,
  feedCheckMs: 500,
  feedWaitMs: 60_000,
};

const slots = 12;
const slotMs = 5_000;

/** Moving average over the last 60 seconds. */
export class Rate {
  readonly limit: number;
  #counts = Array.from({ length: slots }, () => 0);
  #total = 0;
  #slot = Math.floor(performance.now() / slotMs);

  /** @param limit allowed average per second */
  constructor(limit: number) {
    this.limit = limit;
  }

  add(count = 1): void {
    this.#advance();
    this.#total += count;
    this.#counts[this.#slot % slots]! += count;
  }

  /** Events per second. */
  get average(): number {
    this.#advance();
    return (this.#total * 1000) / (slots * slotMs);
  }

  get exceeded(): boolean {
    return this.average > this.limit;
  }

  #advance(): void {
    const now = Math.floor(performance.now() / slotMs);
    if (now === this.#slot) return;
    for (let step = Math.max(this.#slot + 1, now - slots + 1); step <= now; step++) {
      this.#total -= this.#counts[step % slots]!;
      this.#counts[step % slots] = 0;
    }
    this.#slot = now;
  }
}

/** At most `calls` in a window that opens with the first call. */
export class CallWindow {
  readonly #calls: number;
  readonly #windowMs: number;
  #count = 0;
  #endsAt = 0;

  constructor(calls: number, windowMs: number) {
    this.#calls = calls;
    this.#windowMs = windowMs;
  }

  /** Counts one call; false when it is one too many. */
  take(): boolean {
    const now = performance.now();
    if (now > this.#endsAt) {
      this.#endsAt = now + this.#windowMs;
      this.#count = 0;
    }
    return ++this.#count <= this.#calls;
  }
}
