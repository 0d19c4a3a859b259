/** Owns running the jobs that the database lists, where no pg_cron does. */
import pg from "pg";
import { openPool } from "./pool.mts";

interface Job {
  readonly name: string;
  readonly statement: string;
  readonly every_ms: number;
}

/** How often it is looked what is due. Milliseconds. */
const lookMs = 1_000;

/** Runs every job of ops.jobs when its time has come, one after the other. What fails is reported, and runs again at its next time. */
export function startTicker(databaseUrl: string, onLog: (line: string) => void): { stop(): Promise<void> } {
  const pool = openPool(databaseUrl, 1);
  const nextAt = new Map<string, number>();
  let running: Promise<void> | null = null;

  const tick = async () => {
    const { rows } = await pool.query<Job>(
      "select name, statement, (extract(epoch from every) * 1000)::int as every_ms from ops.jobs order by name",
    );
    for (const { name, statement, every_ms } of rows) {
      if (Date.now() < (nextAt.get(name) ?? 0)) continue;
      nextAt.set(name, Date.now() + every_ms);
      await pool.query(statement).catch((thrown: unknown) => onLog(`job ${name}: ${reasonOf(thrown)}`));
    }
  };
  const timer = setInterval(() => {
    // While the database is down nothing is due; the keeper speaks of it.
    running ??= tick()
      .catch(() => undefined)
      .finally(() => (running = null));
  }, lookMs);

  return {
    async stop() {
      clearInterval(timer);
      await running;
      await pool.end();
    },
  };
}

/** The state tells what happened; words of the database may hold values of rows. */
function reasonOf(thrown: unknown): string {
  return thrown instanceof pg.DatabaseError ? `failed with ${thrown.code}` : "could not run";
}
