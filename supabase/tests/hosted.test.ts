import { readdirSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { bootstrap, migrationsFolder } from "@/supabase/embedded/schema.mts";
import { type Model, begin, newChain, say } from "./support/conversation";
import { type Database, connect } from "./support/database";
import { supabaseCli } from "./support/official-cli";
import { type Person, addPerson } from "./support/people";

const name = "like_hosted";
const url = (user?: string) => {
  const target = new URL(inject("adminUrl"));
  target.pathname = `/${name}`;
  if (user) [target.username, target.password] = [user, "secret"];
  return target.href;
};
const run = async (connectionString: string, ...statements: string[]) => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

let db: Database;

/** A database where the official CLI applies the migrations as a role with the rights that `postgres` has on hosted Supabase, no superuser. */
beforeAll(async () => {
  await run(inject("adminUrl"), `create database ${name}`);
  await bootstrap(url());
  await run(
    url(),
    "create role migrator login password 'secret' nosuperuser createrole bypassrls",
    `grant create on database ${name} to migrator`,
    "grant all on schema public to migrator with grant option",
    "grant usage on schema auth, realtime, extensions to migrator",
    "grant select, references on auth.users to migrator",
    "grant all on realtime.messages to migrator",
    "alter default privileges for role migrator in schema public grant all on functions to anon, authenticated, service_role",
    "alter default privileges for role migrator in schema public grant all on tables to anon, authenticated, service_role",
    // The platform lets its `postgres` write policies there without owning the table.
    "grant supabase_realtime_admin to migrator with inherit true",
  );
  await supabaseCli("db", "push", `--remote=${url("migrator")}`, "--yes");
  db = await connect(url());
});

afterAll(async () => {
  await db.close();
  await run(inject("adminUrl"), `drop database ${name} with (force)`, "drop role migrator");
});

it("every migration is applied and recorded", async () => {
  const recorded = await db.query<{ version: string }>(
    "select version from supabase_migrations.schema_migrations order by version",
  );
  const files = readdirSync(migrationsFolder).filter((file) => file.endsWith(".sql"));
  expect(recorded.rows.map((row) => row.version)).toEqual(files.toSorted().map((file) => file.split("_")[0]));
});

it("everything works although no superuser owns it", async () => {
  const [alice, bob] = (await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")])) as [Person, Person];
  const chat: Model = await begin("group", [alice, bob]);
  expect(await say(chat, bob, newChain(chat))).toMatchObject({ seq: 2 });
  expect(await alice.call("sync", { cursors: "{}" })).toMatchObject({ conversations: [{ id: chat.id, last_seq: 2 }] });
  const announced = await db.query(
    "select event, count(*)::int as n from realtime.messages group by event order by event",
  );
  expect(announced.rows).toEqual([
    // One each, and one more for who has accepted.
    { event: "conversation", n: 3 },
    { event: "event", n: 2 },
  ]);
});

it("what the platform grants by default is taken back for that role, too", async () => {
  const rows = await db.query(
    `select p.proname, r.role from pg_proc p cross join unnest(array['anon', 'service_role']) r (role)
      where p.pronamespace = 'public'::regnamespace and p.proname not like 'host_%' and p.proname <> 'health'
        and has_function_privilege(r.role, p.oid, 'execute')`,
  );
  expect(rows.rows).toEqual([]);
  const owners = await db.query(
    "select distinct pg_get_userbyid(proowner) as owner from pg_proc where pronamespace = 'public'::regnamespace",
  );
  expect(owners.rows).toEqual([{ owner: "migrator" }]);
});
