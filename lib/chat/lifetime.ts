/** Owns the end of a messenger: what its parts begin afterwards is refused, and what they had begun comes to nothing. */
import { CodedError } from "@/lib/base/errors";

/**
 * Engine and server outlive a messenger: after locking and unlocking they serve the next one, perhaps of another person.
 * A late timer or answer of the one before must not reach them, or it takes rows and messages away from its successor.
 */
export class Lifetime {
  private ended = false;

  end(): void {
    this.ended = true;
  }

  /** The same object; from the end on all its methods reject with E_VAULT_LOCKED, also those that are under way. All of them return promises. */
  guard<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => this.call(async () => (await member.apply(object, args)) as unknown);
      },
    });
  }

  private async call(work: () => Promise<unknown>): Promise<unknown> {
    this.check();
    try {
      return await work();
    } finally {
      this.check();
    }
  }

  private check(): void {
    if (this.ended) throw new CodedError("E_VAULT_LOCKED", "ended");
  }
}
