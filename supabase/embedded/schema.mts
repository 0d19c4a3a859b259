/** Owns what is in the database before the app runs: the parts Supabase brings, then the project's own migrations. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getAuthSchemaSql, getStorageSchemaSql } from "@supabase/lite";
import pg from "pg";
import { splitSql } from "./split-sql.mts";
import { StartError } from "./start-error.mts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The folder of the project's migrations. */
export const migrationsFolder = here("../migrations");

/**
 * Brings a plain database to where a new Supabase project begins: roles, grants and default privileges, extensions,
 * the tables of auth and storage, and schema realtime when ./realtime/bootstrap.sql exists. Needs a superuser.
 * Running it again changes nothing.
 */
export async function bootstrap(databaseUrl: string): Promise<void> {
  const system = readFileSync(here("./system.sql"), "utf8");
  const realtime = here("./realtime/bootstrap.sql");
  await withClient(databaseUrl, async (client) => {
    await client.query("set client_min_messages = warning");
    await client.query(system);
    await client.query(getAuthSchemaSql());
    await client.query(getStorageSchemaSql());
    await client.query(system); // the grants on tables that did not exist before
    if (existsSync(realtime)) await client.query(readFileSync(realtime, "utf8"));
  });
}

/**
 * Applies the migrations of `folder` that are not yet recorded, in order of their names, each in one transaction
 * together with its record in supabase_migrations.schema_migrations (the table the official CLI reads and writes).
 * @returns file names of what was applied
 * @throws StartError naming the file and the line at which a migration failed; earlier ones stay applied
 */
export async function migrate(databaseUrl: string, folder = migrationsFolder): Promise<string[]> {
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d+_.+\.sql$/.test(name))
        .toSorted()
    : [];
  const applied: string[] = [];
  await withClient(databaseUrl, async (client) => {
    await client.query(`
      select pg_advisory_lock(hashtext('supabase_migrations'));
      set client_min_messages = warning;
      create schema if not exists supabase_migrations;
      create table if not exists supabase_migrations.schema_migrations (version text not null primary key, statements text[], name text);
    `);
    const known = await client.query<{ version: string }>("select version from supabase_migrations.schema_migrations");
    const done = new Set(known.rows.map((row) => row.version));
    for (const file of files) {
      const [version = "", ...words] = basename(file, ".sql").split("_");
      if (done.has(version)) continue;
      const sql = readFileSync(join(folder, file), "utf8");
      try {
        await client.query("begin");
        await client.query(sql);
        await client.query(
          "insert into supabase_migrations.schema_migrations (version, statements, name) values ($1, $2, $3)",
          [version, splitSql(sql), words.join("_")],
        );
        await client.query("commit");
      } catch (cause) {
        throw new StartError(`Migration ${file} failed${where(cause, sql)}: ${(cause as Error).message}`, { cause });
      }
      await client.query("reset all");
      applied.push(file);
    }
  });
  return applied;
}

async function withClient(databaseUrl: string, run: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await run(client);
  } finally {
    await client.end();
  }
}

function where(cause: unknown, sql: string): string {
  const position = cause instanceof pg.DatabaseError ? Number(cause.position) : Number.NaN;
  return Number.isNaN(position) ? "" : ` at line ${sql.slice(0, position).split("\n").length}`;
}
