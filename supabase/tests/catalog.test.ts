import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { isErrorCode } from "@/lib/base/errors";
import { bootstrap } from "@/supabase/embedded/schema.mts";
import { type Database, openDatabase } from "./support/database";

let db: Database;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

const ours = "('chat', 'trust', 'ops', 'private', 'public')";
/** Rows of a query that should find nothing, as one word each. */
const findings = async (sql: string, client: { query: Database["query"] } = db) => {
  const result = await client.query<{ finding: string }>(sql);
  return result.rows.map((row) => row.finding);
};
/** Runs a statement that breaks a rule, looks, and undoes it: a rule that finds nothing then would be none. */
const planted = async (breach: string, sql: string) => {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  await client.query("begin");
  await client.query(breach);
  const found = await findings(sql, client as unknown as { query: Database["query"] });
  await client.query("rollback");
  await client.end();
  return found;
};

/** Every rule of the catalog (O02): what it says, how it is asked, and a breach that it must find. */
const rules: { rule: string; sql: string; breach: string }[] = [
  {
    rule: "row-level security is enabled and forced on every table",
    sql: `select c.oid::regclass::text as finding from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ${ours} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`,
    breach: "alter table chat.events no force row level security",
  },
  {
    rule: "every table says by a policy who may reach it",
    sql: `select c.oid::regclass::text as finding from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ${ours} and c.relkind in ('r', 'p') and not exists (select from pg_policy p where p.polrelid = c.oid)`,
    breach: `drop policy "only functions reach events" on chat.events`,
  },
  {
    rule: "no policy of ours lets anything through: functions are the only doors",
    sql: `select p.polname as finding from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ${ours}
        and (p.polpermissive or pg_get_expr(p.polqual, p.polrelid) <> 'false' or pg_get_expr(p.polwithcheck, p.polrelid) <> 'false')`,
    breach: `create policy "members read" on chat.events for select to authenticated using (true)`,
  },
  {
    rule: "policies are named as sentences",
    sql: `select polname as finding from pg_policy where polname not like '% % %'`,
    breach: "create policy events_select on chat.events using (false)",
  },
  {
    rule: "public holds functions only, or views of the caller's rights",
    sql: `select c.oid::regclass::text as finding from pg_class c where c.relnamespace = 'public'::regnamespace
        and not (c.relkind = 'v' and coalesce('security_invoker=true' = any (c.reloptions), false))`,
    breach: "create view public.everything as select * from chat.events",
  },
  {
    rule: "functions with the owner's rights have an empty search path",
    sql: `select p.oid::regprocedure::text as finding from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ${ours} and p.prosecdef and not coalesce('search_path=""' = any (p.proconfig), false)`,
    breach: "alter function public.send(text, text, text) reset search_path",
  },
  {
    // A procedure that commits cannot have one: it runs as who calls it, and only the owner may (matrix.test.ts).
    rule: "every other function has an empty search path or names bound when it was made",
    sql: `select p.oid::regprocedure::text as finding from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ${ours} and p.prokind <> 'p' and p.prosqlbody is null
        and not coalesce('search_path=""' = any (p.proconfig), false)`,
    breach: "alter function private.caller() reset search_path",
  },
  {
    rule: "every function of public runs with the owner's rights, for the caller takes no part in schema chat",
    sql: `select p.oid::regprocedure::text as finding from pg_proc p
      where p.pronamespace = 'public'::regnamespace and not p.prosecdef`,
    breach: "alter function public.send(text, text, text) security invoker",
  },
  {
    rule: "tables, functions, types and schemas are explained",
    sql: `select c.oid::regclass::text as finding from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ${ours} and c.relkind in ('r', 'p', 'v') and obj_description(c.oid, 'pg_class') is null
      union all select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ${ours} and obj_description(p.oid, 'pg_proc') is null
      union all select t.oid::regtype::text from pg_type t join pg_namespace n on n.oid = t.typnamespace
        join pg_class c on c.oid = t.typrelid where n.nspname in ${ours} and c.relkind = 'c' and obj_description(t.oid, 'pg_type') is null
      union all select n.nspname from pg_namespace n where n.nspname in ${ours} and obj_description(n.oid, 'pg_namespace') is null`,
    breach: "comment on function public.send(text, text, text) is null",
  },
  {
    rule: "constraints are named as statements, indexes for their use",
    sql: `select c.conname as finding from pg_constraint c join pg_namespace n on n.oid = c.connamespace
        where n.nspname in ${ours} and c.contype in ('c', 'f', 'u') and c.conname !~ '^[a-z0-9]+(_[a-z0-9]+){2,}$'
      union all select c.conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace
        where n.nspname in ${ours} and c.contype in ('c', 'f', 'u') and c.conname ~ '_(check|key|fkey)[0-9]*$'
      union all select i.indexrelid::regclass::text from pg_index i join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
        where n.nspname in ${ours} and i.indexrelid::regclass::text ~ '_idx[0-9]*$'`,
    breach: "create index on chat.events (received_at)",
  },
  {
    rule: "every foreign key of a growing table is supported by an index",
    sql: `select c.conname as finding from pg_constraint c
      where c.contype = 'f' and c.conrelid in ('chat.members'::regclass, 'chat.events'::regclass, 'chat.boxes'::regclass,
          'chat.pointers'::regclass, 'chat.leaves'::regclass, 'chat.wrap_slots'::regclass, 'chat.devices'::regclass, 'chat.parties'::regclass,
          'chat.invites'::regclass, 'chat.joins'::regclass)
        and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`,
    breach: `alter table chat.vaults add constraint bundle_is_kept_once unique (bundle);
      alter table chat.boxes add constraint box_is_of_a_vault foreign key (box) references chat.vaults (bundle) not valid`,
  },
];

describe("the catalog (O02)", () => {
  it.each(rules)("$rule", async ({ sql }) => {
    expect(await findings(sql)).toEqual([]);
  });

  it.each(rules)("and a breach is found: $rule", async ({ sql, breach }) => {
    expect(await planted(breach, sql)).not.toEqual([]);
  });

  it("what a migration creates from now on is closed until it is granted", async () => {
    const granted = `select r.rolname as finding from pg_roles r where r.rolname in ('anon', 'authenticated', 'service_role')
      and (has_table_privilege(r.rolname, 'public.fresh', 'select, insert, update, delete') or has_function_privilege(r.rolname, 'public.fresh()', 'execute')
        or has_sequence_privilege(r.rolname, 'public.fresh_sequence', 'usage, select, update'))`;
    const make = `create table public.fresh (id int); create sequence public.fresh_sequence;
      create function public.fresh() returns int language sql return 1`;
    expect(await planted(make, granted)).toEqual([]);
  });

  it("every code a function refuses with is on the closed list of lib/base/errors", async () => {
    const sources = await db.query<{ prosrc: string }>(
      `select coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ${ours}`,
    );
    const codes = new Set(sources.rows.flatMap((row) => row.prosrc.match(/\bE_[A-Z_]+\b/g) ?? []));
    expect(codes.size).toBeGreaterThan(25);
    expect([...codes].filter((code) => !isErrorCode(code))).toEqual([]);
    const statuses = await db.query<{ code: string; status: string }>(
      "select code, private.status_of(code) as status from unnest($1::text[]) code",
      [[...codes]],
    );
    for (const { code, status } of statuses.rows)
      expect([code, status]).toEqual([code, expect.stringMatching(/^4\d\d$/)]);
  });
});

describe("schema realtime", () => {
  it("holds what Supabase brings, and of ours policies only", async () => {
    const objects = `select 'relation ' || c.relname as finding from pg_class c where c.relnamespace = 'realtime'::regnamespace and c.relname !~ '^messages_\\d{4}_'
      union all select 'function ' || p.oid::regprocedure from pg_proc p where p.pronamespace = 'realtime'::regnamespace
      union all select 'column ' || a.attname from pg_attribute a where a.attrelid = 'realtime.messages'::regclass and a.attnum > 0
      union all select 'constraint ' || k.conname from pg_constraint k where k.conrelid = 'realtime.messages'::regclass
      union all select 'trigger ' || t.tgname from pg_trigger t where t.tgrelid = 'realtime.messages'::regclass order by 1`;
    const admin = new pg.Client({ connectionString: inject("adminUrl") });
    await admin.connect();
    await admin.query("create database without_migrations");
    const url = new URL(inject("adminUrl"));
    url.pathname = "/without_migrations";
    await bootstrap(url.href);
    const plain = new pg.Client({ connectionString: url.href });
    await plain.connect();
    const expected = await findings(objects, plain as unknown as { query: Database["query"] });
    await plain.end();
    await admin.query("drop database without_migrations with (force)");
    await admin.end();
    expect(expected.length).toBeGreaterThan(15);
    expect(await findings(objects)).toEqual(expected);
    expect(
      await findings(
        "select polname as finding from pg_policy where polrelid = 'realtime.messages'::regclass order by 1",
      ),
    ).toEqual([
      "members say in a conversation that they type or are present",
      "nobody is heard or seen in a conversation before it is accepted",
      "nobody is heard or seen in a group they have not accepted",
      "nobody is seen in an open room",
      "people hear their inbox and the conversations they are in",
    ]);
  });
});
