/** Owns the clock and the locks of agent tests. */
import type { Clock } from "@/lib/base/clock";

/** Real time, a hundred times as fast: waits keep their order. */
export const quickClock: Clock = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms / 100);
    return () => clearTimeout(timer);
  },
};

/** In one process a chain of promises per name is what locks are between tabs. */
export function oneAtATime() {
  const locks = new Map<string, Promise<unknown>>();
  return <T>(lock: string, work: () => Promise<T>): Promise<T> => {
    const next = (locks.get(lock) ?? Promise.resolve()).then(work, work);
    locks.set(
      lock,
      next.catch(() => undefined),
    );
    return next;
  };
}
