/** Owns noticing that the computer has slept: timers stood still while the clock went on. */
import type { Clock } from "@/lib/base/clock";

/** Between looks at the clock. Milliseconds. */
const everyMs = 10_000;
/** A look that comes this much too late was slept through; busy pages and throttled tabs are not as late. Milliseconds. */
const lateMs = 20_000;

/** Calls `onWake` after every sleep. Returns what ends the watch. */
export function watchSleep(clock: Clock, onWake: () => void): () => void {
  let cancel: (() => void) | null = null;
  const look = () => {
    const before = clock.now();
    cancel = clock.after(everyMs, () => {
      if (clock.now() - before > everyMs + lateMs) onWake();
      look();
    });
  };
  look();
  return () => cancel?.();
}
