/** Owns rate limits in memory: how often something may happen per key, with room for a burst. */

export interface Rate {
  /** How many at once. */
  burst: number;
  /** One more after each of these. */
  everyMs: number;
}

export interface RateLimiter {
  /** Counts one use of `key`; 0 when it may happen now, else how many milliseconds to wait (and it is not counted). */
  take(key: string, rate: Rate): number;
}

/** A limiter (GCRA: one time stamp per key). Keys whose allowance is full again are forgotten. */
export function createRateLimiter(now: () => number = Date.now, maximumKeys = 50_000): RateLimiter {
  const fullAgainAt = new Map<string, number>();
  return {
    take(key, { burst, everyMs }) {
      const time = now();
      if (fullAgainAt.size >= maximumKeys) {
        for (const [each, at] of fullAgainAt) if (at <= time) fullAgainAt.delete(each);
      }
      const busyUntil = Math.max(fullAgainAt.get(key) ?? 0, time);
      const wait = busyUntil - time - everyMs * (burst - 1);
      if (wait > 0) return wait;
      fullAgainAt.set(key, busyUntil + everyMs);
      return 0;
    },
  };
}
