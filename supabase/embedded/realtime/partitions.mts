/** Owns the daily partitions of realtime.messages while the server runs: made ahead, dropped after three days. */
import type pg from "pg";

const hourMs = 3_600_000;

/**
 * Makes what is missing now, then looks again every hour; returns how to stop.
 * A failed hourly run is reported and the next one tries again: partitions reach three days ahead.
 */
export async function keepPartitions(pool: pg.Pool, onLog: (line: string) => void): Promise<() => void> {
  const maintain = () => pool.query("select embedded_realtime.maintain_partitions()");
  await maintain();
  const timer = setInterval(() => {
    maintain().catch((error: unknown) => onLog(`partitions of realtime.messages: ${String(error)}`));
  }, hourMs);
  timer.unref();
  return () => clearInterval(timer);
}
