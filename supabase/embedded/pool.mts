/** Owns connection pools that outlive a restart of the database. */
import pg from "pg";

/** A pool whose connections may be cut at any time, in use or not: the query in flight fails, the next one gets a new connection. */
export function openPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max, connectionTimeoutMillis: 5_000 });
  const ignore = () => undefined; // without a listener, a connection that is cut ends the process
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return pool;
}
