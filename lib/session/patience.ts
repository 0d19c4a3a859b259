/** Owns trying again what fails for reasons that pass by themselves. */
import { backoffMs, type Clock } from "@/lib/base/clock";
import { codeOf, type ErrorCode } from "@/lib/base/errors";

const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["E_OFFLINE", "E_SERVER", "E_RATE"]);

/** Whether a failure passes by itself. */
export const passes = (thrown: unknown): boolean => passing.has(codeOf(thrown));

/** Runs `work` until it succeeds, with growing pauses, as long as it is `wanted`. @throws what does not pass by itself */
export async function patiently(clock: Clock, wanted: () => boolean, work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; wanted(); attempt++) {
    try {
      return await work();
    } catch (thrown) {
      if (!passes(thrown)) throw thrown;
    }
    await new Promise<void>((resolve) => void clock.after(backoffMs(attempt), resolve));
  }
}
