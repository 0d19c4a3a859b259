/** Owns a test file's own database and the ways to act in it: as its owner, or as one role of the API. */
import pg from "pg";
import { inject } from "vitest";
import type { Database as Generated } from "@/lib/supabase/database.types";
import { copyTemplate } from "@/supabase/embedded/test-database.mts";

/** A function of schema public, as the generated types know them. */
export type FunctionName = keyof Generated["public"]["Functions"];

/** Arguments of a database function by name; `undefined` leaves one to its default. */
export type Arguments = Readonly<Record<string, unknown>>;

export interface Actor {
  readonly role: "anon" | "authenticated" | "service_role";
  readonly userId: string | null;
  /** Session of Auth that the token names; left out: none. */
  readonly sessionId?: string;
}

export interface Database {
  readonly url: string;
  /** As the superuser who owns everything. */
  readonly query: pg.Pool["query"];
  /** Calls public.<name> as that actor, in a transaction of its own, as the REST interface does. Rejects as the database does. */
  call(actor: Actor, name: FunctionName, args?: Arguments): Promise<unknown>;
  /**
   * Makes the first call and leaves its transaction open until `second` waits for a lock (or is through without waiting),
   * then commits it. Resolves to both answers; that of `second` may be a failure.
   */
  overlap(
    actor: Actor,
    call: readonly [FunctionName, Arguments],
    second: () => Promise<unknown>,
  ): Promise<{ first: unknown; second: PromiseSettledResult<unknown>; waited: boolean }>;
  /** Runs statements on one connection as that actor and undoes everything afterwards. */
  as<T>(actor: Actor, run: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export const anon: Actor = { role: "anon", userId: null };
export const serviceRole: Actor = { role: "service_role", userId: null };

/** A copy of the migrated template whose limits are too wide to be met; tests of limits narrow them. */
export async function openDatabase(): Promise<Database> {
  const copy = await copyTemplate(inject("adminUrl"));
  const database = await connect(copy.url);
  return {
    ...database,
    async close() {
      await database.close();
      await copy.drop();
    },
  };
}

/** A migrated database that exists already; `close` leaves it where it is. */
export async function connect(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 16 });
  pool.on("error", () => undefined); // a connection that a test has killed while it was idle
  await pool.query("update ops.limits set burst = 1000000");
  return {
    url,
    query: pool.query.bind(pool),
    call: (actor, name, args = {}) =>
      inTransaction(pool, "commit", async (client) => {
        await become(client, actor);
        return callFunction(client, name, args);
      }),
    as: (actor, run) =>
      inTransaction(pool, "rollback", async (client) => {
        await become(client, actor);
        return run(client);
      }),
    async overlap(actor, [name, args], second) {
      let settled = false;
      let waited = false;
      let outcome: Promise<PromiseSettledResult<unknown>[]> | undefined;
      const first = await inTransaction(pool, "commit", async (client) => {
        await become(client, actor);
        const answer = await callFunction(client, name, args);
        outcome = Promise.allSettled([second()]).finally(() => {
          settled = true;
        });
        while (!settled && !waited) waited = await someoneWaits(pool);
        return answer;
      });
      const [result] = (await outcome) ?? [];
      return { first, second: result as PromiseSettledResult<unknown>, waited };
    },
    close: () => pool.end(),
  };
}

/** Calls public.<name> on a connection, with its role and claims as they are. */
export async function callFunction(client: pg.ClientBase, name: FunctionName, args: Arguments): Promise<unknown> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const list = given.map(([key], i) => `${key} => $${i + 1}`).join(", ");
  const values = given.map(([, value]) => value);
  const result = await client.query<{ answer: unknown }>(`select public.${name}(${list}) as answer`, values);
  return result.rows[0]?.answer;
}

/** Becomes the actor until the end of the transaction, with role and claims as the REST interface sets them. */
export async function become(client: pg.ClientBase, actor: Actor): Promise<void> {
  const session = actor.sessionId === undefined ? {} : { session_id: actor.sessionId };
  const claims = { role: actor.role, ...(actor.userId === null ? {} : { sub: actor.userId }), ...session };
  await client.query(
    "select set_config('role', $1, true), set_config('request.jwt.claims', $2, true), set_config('request.jwt.claim.sub', $3, true)",
    [actor.role, JSON.stringify(claims), actor.userId ?? ""],
  );
}

/** Whether a connection of this database waits for a lock. */
async function someoneWaits(pool: pg.Pool): Promise<boolean> {
  const waiting = await pool.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return (waiting.rowCount ?? 0) > 0;
}

async function inTransaction<T>(
  pool: pg.Pool,
  end: "commit" | "rollback",
  run: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await run(client);
    await client.query(end);
    return result;
  } catch (error) {
    await client.query("rollback").catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.release(broken);
  }
}
