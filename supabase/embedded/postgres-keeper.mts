/** Owns that Postgres keeps running: starts it again when it dies, and tells whether it is there. */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { type PostgresOptions, type RunningPostgres, startPostgres } from "./postgres.mts";

export interface KeptPostgres {
  readonly url: string;
  /** False from the moment the server is gone until the next one accepts connections. */
  readonly isUp: boolean;
  /** Process id of the server that runs now. */
  readonly pid: number;
  /** Resolves when the server answers, also after a death that nobody has noticed yet: who needs it from the first moment waits for this. */
  settled(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** After a crash the old server's children may hold the folder for a moment; after this long we give up. */
const patienceMs = 60_000;

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Starts Postgres and keeps it. `onGivenUp` is called when it could not be started again. */
export async function keepPostgres(
  options: PostgresOptions,
  { onGivenUp }: { onGivenUp: (reason: Error) => void },
): Promise<KeptPostgres> {
  let running: RunningPostgres | null = null;
  let stopping = false;
  let change: Promise<void> = Promise.resolve();

  const start = async (): Promise<void> => {
    running = await startPostgres({ ...options, onExit: () => void replace() });
  };
  /** One change at a time: a crash while we restart on purpose is the same restart. */
  const replace = (before: () => Promise<void> = async () => undefined): Promise<void> => {
    change = change.then(async () => {
      if (stopping) return;
      await before();
      running = null;
      const deadline = Date.now() + patienceMs;
      for (;;) {
        try {
          return await start();
        } catch (error) {
          if (Date.now() > deadline) return onGivenUp(error as Error);
          await delay(200);
        }
      }
    });
    running = null;
    return change;
  };

  await start();
  const url = (running as RunningPostgres | null)?.url ?? "";
  return {
    url,
    get isUp() {
      return running !== null;
    },
    get pid() {
      return running?.pid ?? 0;
    },
    async settled() {
      for (const deadline = Date.now() + patienceMs; ;) {
        await change;
        if (await answers(url)) return;
        if (Date.now() > deadline) throw new Error("the database does not answer");
        await delay(100);
      }
    },
    restart() {
      const old = running;
      return replace(async () => old?.stop());
    },
    async stop() {
      stopping = true;
      const old = running;
      await change;
      await (running ?? old)?.stop();
    },
  };
}
