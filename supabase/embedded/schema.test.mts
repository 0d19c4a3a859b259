/** Owns the proof that the bootstrap is repeatable and Supabase-like, and that migrations apply whole or not at all. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bootstrap, migrate } from "./schema.mts";
import { startTestPostgres, type TestPostgres } from "./test-database.mts";

vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });

let postgres: TestPostgres;
let database: pg.Client;
let url: string;
const folder = mkdtempSync(join(tmpdir(), "parley-migrations-"));
beforeAll(async () => {
  postgres = await startTestPostgres();
  const admin = new pg.Client(postgres.adminUrl);
  await admin.connect();
  await admin.query("create database plain");
  await admin.end();
  url = Object.assign(new URL(postgres.adminUrl), { pathname: "/plain" }).href;
  await bootstrap(url);
  database = new pg.Client(url);
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await postgres?.stop();
  rmSync(folder, { recursive: true });
});

const one = async (sql: string) => (await database.query<Record<string, unknown>>(sql)).rows[0];

describe("the bootstrap", () => {
  it("changes nothing the second time", async () => {
    const snapshot = `select (select json_agg(row(oid::regprocedure, proacl, prosrc) order by oid) from pg_proc where pronamespace > 16000) as f,
      (select json_agg(row(oid::regclass, relacl, relrowsecurity) order by oid) from pg_class where relnamespace > 16000) as c,
      (select json_agg(row(rolname, rolsuper, rolcanlogin, rolbypassrls, rolinherit, rolconfig) order by rolname) from pg_roles) as r,
      (select json_agg(row(defaclnamespace, defaclobjtype, defaclacl) order by 1) from pg_default_acl) as d`;
    const before = await one(snapshot);
    await bootstrap(url);
    expect(await one(snapshot)).toEqual(before);
  });

  it("makes the roles of a Supabase project, and none of them a superuser", async () => {
    const { rows } = await database.query(
      "select rolname, rolsuper, rolcanlogin, rolbypassrls from pg_roles where rolname in ('anon', 'authenticated', 'service_role', 'authenticator', 'embedded_api') order by 1",
    );
    expect(rows.map((row: object) => Object.values(row))).toEqual([
      ["anon", false, false, false],
      ["authenticated", false, false, false],
      ["authenticator", false, true, false],
      ["embedded_api", false, true, true],
      ["service_role", false, false, true],
    ]);
  });

  it("reads the person from either setting, as on Supabase", async () => {
    const id = "0b5b8cd5-45d6-4a5c-8ba4-0123456789ab";
    expect(await one(`select auth.uid() is null as nobody, auth.jwt() is null as no_token`)).toEqual({
      nobody: true,
      no_token: true,
    });
    await database.query("begin");
    await database.query(
      `select set_config('request.jwt.claims', '{"sub":"${id}","role":"authenticated","email":"a@b"}', true)`,
    );
    expect(await one("select auth.uid(), auth.role(), auth.email()")).toEqual({
      uid: id,
      role: "authenticated",
      email: "a@b",
    });
    await database.query("rollback; begin");
    await database.query(`select set_config('request.jwt.claim.sub', '${id}', true)`);
    expect(await one("select auth.uid()")).toEqual({ uid: id });
    await database.query("rollback");
  });

  it("lets nobody from outside see accounts, and hides stored objects behind policies", async () => {
    for (const role of ["anon", "authenticated", "service_role", "authenticator"]) {
      await database.query(`begin; set local role ${role}`);
      await expect(database.query("select from auth.users")).rejects.toThrow("permission denied");
      await database.query("rollback");
    }
    expect(
      await one(
        "select bool_and(relrowsecurity) as closed from pg_class where relnamespace = 'storage'::regnamespace and relkind = 'r'",
      ),
    ).toEqual({ closed: true });
  });
});

describe("migrations", () => {
  const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql);

  it("apply once, in order, and are recorded with their statements", async () => {
    write("20260102000000_second_thing.sql", "alter table public.first add column more text;");
    write("20260101000000_first.sql", "create table public.first (id int); -- the first\n");
    write("notes.md", "not a migration");
    expect(await migrate(url, folder)).toEqual(["20260101000000_first.sql", "20260102000000_second_thing.sql"]);
    expect(await migrate(url, folder)).toEqual([]);
    expect(await one("select * from supabase_migrations.schema_migrations where version = '20260102000000'")).toEqual({
      version: "20260102000000",
      statements: ["alter table public.first add column more text"],
      name: "second_thing",
    });
  });

  it("leave nothing of one that fails, say where it failed, and keep what came before", async () => {
    write("20260103000000_third.sql", "create table public.third (id int);");
    write("20260104000000_broken.sql", "create table public.fourth (id int);\n\nselect * from public.nowhere;");
    await expect(migrate(url, folder)).rejects.toThrow(
      /Migration 20260104000000_broken\.sql failed at line 3: relation "public\.nowhere" does not exist/,
    );
    expect(
      await one(
        "select to_regclass('public.third') is not null as third, to_regclass('public.fourth') is null as no_fourth",
      ),
    ).toEqual({ third: true, no_fourth: true });
    rmSync(join(folder, "20260104000000_broken.sql"));
    expect(await migrate(url, folder)).toEqual([]);
  });

  it("applied by two processes at once apply once", async () => {
    write("20260105000000_fifth.sql", "create table public.fifth (id int);");
    const applied = await Promise.all([migrate(url, folder), migrate(url, folder)]);
    expect(applied.flat()).toEqual(["20260105000000_fifth.sql"]);
  });
});

it("the project's migrations need no superuser, as on the hosted platform", async () => {
  const admin = new pg.Client(postgres.adminUrl);
  await admin.connect();
  await admin.query("create role hosted login createrole createdb bypassrls password 'hosted'");
  await admin.query("grant anon, authenticated, service_role, authenticator to hosted with admin option");
  await admin.query("create database hosted owner hosted");
  await admin.end();
  const hostedUrl = Object.assign(new URL(postgres.adminUrl), { pathname: "/hosted" }).href;
  await bootstrap(hostedUrl);
  const superuser = new pg.Client(hostedUrl);
  await superuser.connect();
  // There it may make policies on these three tables, which it does not own; here a role that owns them stands in for that.
  await superuser.query(`
    create role platform;
    grant platform to hosted;
    alter schema public owner to hosted;
    grant usage on schema auth, storage, realtime, extensions to hosted, platform;
    grant all on all tables in schema auth, storage to hosted;
    grant all on all functions in schema realtime, auth, storage, extensions to hosted with grant option;
    grant create on schema extensions to hosted;
    alter table storage.objects owner to platform;
    alter table storage.buckets owner to platform;
    alter table realtime.messages owner to platform;
  `);
  await superuser.end();
  const url = Object.assign(new URL(hostedUrl), { username: "hosted", password: "hosted" }).href;
  expect((await migrate(url)).length).toBeGreaterThan(0);
});

it("copies of the template are alike and independent", async () => {
  const [first, second] = await Promise.all([postgres.createDatabase(), postgres.createDatabase()]);
  const open = async (at: string) => {
    const client = new pg.Client(at);
    await client.connect();
    return client;
  };
  const [one, two] = [await open(first.url), await open(second.url)];
  await one.query("create table public.only_here (id int)");
  expect((await two.query("select to_regclass('public.only_here') as it")).rows).toEqual([{ it: null }]);
  await Promise.all([one.end(), two.end()]);
  await Promise.all([first.drop(), second.drop()]);
});
