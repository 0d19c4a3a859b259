/** Owns time: now and waiting, as an argument wherever either matters, so that tests decide. */

export interface Clock {
  /** ms since 1970 */
  now(): number;
  /** Calls `work` after `ms`; returns what cancels it. */
  after(ms: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** Wait before try number `attempt` (0, 1, …): doubling from one second, at most 30 s, spread by ±30 %. Milliseconds. */
export function backoffMs(attempt: number, chance: () => number = Math.random): number {
  return Math.round(Math.min(30_000, 1_000 * 2 ** Math.min(attempt, 5)) * (0.7 + 0.6 * chance()));
}
