/** Owns the local brake on guessing: after a few wrong passwords each further try waits. The server hears nothing of it. */
import { CodedError, codeOf } from "@/lib/base/errors";

const freeTries = 4;
const firstWaitMs = 2_000;
const longestWaitMs = 60_000;

export class UnlockThrottle {
  private failures = 0;
  private openAt = 0;
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** Runs a try. @throws E_RATE with the wait, without trying, while it is too early; whatever the try throws */
  async guard(tryOnce: () => Promise<void>): Promise<void> {
    const early = this.openAt - this.now();
    if (early > 0) throw new CodedError("E_RATE", "unlock", { retryAfterMs: early });
    try {
      await tryOnce();
      this.failures = 0;
    } catch (thrown) {
      if (["E_COMMIT", "E_RECOVERY"].includes(codeOf(thrown))) this.failed();
      throw thrown;
    }
  }

  private failed(): void {
    this.failures++;
    const extra = this.failures - freeTries;
    if (extra >= 0) this.openAt = this.now() + Math.min(longestWaitMs, firstWaitMs * 2 ** extra);
  }
}
