/** Owns the smallest observable: somebody changes, everybody who asked is told. */

export class Emitter {
  /** How often there was a change: as long as it stays, nothing has happened. */
  count = 0;
  private readonly listeners = new Set<() => void>();

  /** Calls `listener` at every change; returns what ends it. Bound, so that React can take it as it is. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  emit(): void {
    this.count++;
    for (const listener of [...this.listeners]) listener();
  }
}
