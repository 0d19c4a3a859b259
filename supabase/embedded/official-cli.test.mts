/** Owns the proof that the official CLI works on our database, and agrees with our own migrations and configuration. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bootstrap, migrate } from "./schema.mts";
import { startTestPostgres, type TestPostgres } from "./test-database.mts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("../../node_modules/supabase/dist/supabase.js", import.meta.url));

/** One command of the official CLI in this project, against a plain database. Both streams, because it uses both. */
async function supabase(...args: string[]): Promise<string> {
  const env = { ...process.env, DO_NOT_TRACK: "1", SUPABASE_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...args], {
    cwd: root,
    env,
    maxBuffer: 64_000_000,
  });
  return stdout + stderr;
}

let postgres: TestPostgres;
/** Bootstrapped, migrations pushed by the official CLI. */
let pushed: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  pushed = await emptyProject("pushed");
  await supabase("db", "push", `--remote=${pushed}`, "--yes");
});
afterAll(() => postgres?.stop());

async function emptyProject(name: string): Promise<string> {
  await query(postgres.adminUrl, `create database ${name}`);
  const url = Object.assign(new URL(postgres.adminUrl), { pathname: `/${name}` }).href;
  await bootstrap(url);
  return url;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const history = "select version, name, statements from supabase_migrations.schema_migrations order by version";
/** Everything the migrations make, as text, so that two databases can be compared. */
const objects = `
  select 'function ' || p.oid::regprocedure || md5(pg_get_functiondef(p.oid)) || coalesce(p.proacl::text, '') as object
    from pg_proc p join pg_namespace n on n.oid = pronamespace where nspname in ('public', 'chat', 'trust', 'ops', 'private') and prokind = 'f'
  union all select 'relation ' || c.oid::regclass || c.relkind::text || coalesce(c.relacl::text, '') || c.relrowsecurity::text from pg_class c
    join pg_namespace n on n.oid = relnamespace where nspname in ('public', 'chat', 'trust', 'ops', 'private')
  union all select 'policy ' || policyname || tablename || coalesce(qual, '') || coalesce(with_check, '') from pg_policies
  order by 1`;

describe("the official CLI", () => {
  it("pushes the migrations and records them exactly as we do", async () => {
    const own = await emptyProject("own");
    const applied = await migrate(own);
    expect(applied.length).toBeGreaterThan(0);
    expect(await query(own, history)).toEqual(await query(pushed, history));
    expect(await query(own, objects)).toEqual(await query(pushed, objects));
    expect(await migrate(pushed)).toEqual([]);
  });

  it("finds nothing left to push after we migrated", async () => {
    const { url } = await postgres.createDatabase();
    expect(await supabase("db", "push", `--remote=${url}`, "--yes")).toContain("up to date");
    const list = await supabase("migration", "list", `--remote=${url}`);
    const [first] = (await query(url, history)) as { version: string }[];
    expect(list).toContain(first?.version);
    expect(list).not.toMatch(/unknown (config|key|field)/i); // of config.toml, which every command reads
  });

  it("generates types that know the doors of the database", async () => {
    const types = await supabase("gen", "types", `--remote=${pushed}`);
    expect(types).toContain("export type Database");
    expect(types).toMatch(/"send":\s*\{ Args: \{ "ct": string,\s*"hdr": string,\s*"sig": string \}/);
  });

  it("has no security advice about what we made", async () => {
    const advice = async (): Promise<string[]> => {
      const text = await supabase("db", "advisors", `--remote=${pushed}`, "--type=security", "--level=warn");
      return [...text.matchAll(/"name": "(\w+)",\s+"title"/g)].map((each) => each[1] ?? "");
    };
    const names = await advice();
    // Helpers that run with the caller's rights and name every schema are inlined, which a fixed path would prevent;
    // functions that run with their owner's rights must have one, which the catalog test of the database demands.
    expect(names.filter((name) => name !== "function_search_path_mutable")).toEqual([]);
    await query(pushed, "create table public.left_open (id int); grant select on public.left_open to anon");
    expect(await advice()).toContain("rls_disabled_in_public");
  });
});
