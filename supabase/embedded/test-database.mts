/** Owns databases for tests: one throw-away server per run, and copies of a migrated template in a fraction of a second. */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { removePostgresData } from "./postgres-home.mts";
import { startPostgres } from "./postgres.mts";
import { bootstrap, migrate } from "./schema.mts";

/** A database of one test, a copy of the template. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

export interface TestPostgres {
  /** Superuser, database `postgres`, without our schema. */
  adminUrl: string;
  /** Superuser, the bootstrapped and migrated template. Nobody may stay connected to it while it is copied. */
  templateUrl: string;
  createDatabase(): Promise<TestDatabase>;
  stop(): Promise<void>;
}

const template = "parley_template";

/** Starts a server on a free port with a template database that has been bootstrapped and migrated. About 2 s. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDir = join(temporaryFolder("parley-test-"), "postgres");
  const server = await startPostgres({
    dataDir,
    port: await freePort(),
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
  const adminUrl = server.url;
  const templateUrl = onDatabase(adminUrl, template);
  const stop = async () => {
    await server.stop();
    removePostgresData(dataDir);
    rmSync(dirname(dataDir), { recursive: true, force: true });
  };
  try {
    await command(adminUrl, `create database ${template}`);
    await bootstrap(templateUrl);
    await migrate(templateUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { adminUrl, templateUrl, createDatabase: () => copyTemplate(adminUrl), stop };
}

/**
 * Copies the template of a server started by `startTestPostgres`; `adminUrl` is all a test file in another process needs.
 * Copies made at the same moment wait for each other.
 */
export async function copyTemplate(adminUrl: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await command(adminUrl, `create database ${name} template ${template} strategy wal_log`);
  return { url: onDatabase(adminUrl, name), drop: () => command(adminUrl, `drop database ${name} with (force)`) };
}

/** A new folder for temporary files which the user that runs Postgres may enter too. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o711);
  return folder;
}

/** A port on 127.0.0.1 nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === "object" && address ? address.port : 0;
}

function onDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(8201)"); // one copy at a time: a template in use cannot be copied
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Vitest's global set-up of project "database": tests `inject("adminUrl")` and `inject("templateUrl")`. */
export default async function setup(project: {
  provide(key: "adminUrl" | "templateUrl", value: string): void;
}): Promise<() => Promise<void>> {
  const running = await startTestPostgres();
  project.provide("adminUrl", running.adminUrl);
  project.provide("templateUrl", running.templateUrl);
  return () => running.stop();
}

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
    templateUrl: string;
  }
}
