import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, type Database, anon, openDatabase, serviceRole } from "./support/database";
import { addPerson } from "./support/people";
import { sqlState } from "./support/refusal";

/** Tables: nobody of the API may do anything with any of them. A table that is not on this list fails the test. */
const tables = [
  "chat.blocks",
  "chat.boxes",
  "chat.cases",
  "chat.contexts",
  "chat.conversations",
  "chat.deletion_wishes",
  "chat.devices",
  "chat.earlier_stores",
  "chat.events",
  "chat.group_requests",
  "chat.identity_statements",
  "chat.invites",
  "chat.joins",
  "chat.kinds",
  "chat.leaves",
  "chat.lifecycle_rules",
  "chat.members",
  "chat.parties",
  "chat.platforms",
  "chat.pointers",
  "chat.presence",
  "chat.profiles",
  "chat.quarantine",
  "chat.requests",
  "chat.room_events",
  "chat.room_members",
  "chat.room_quarantine",
  "chat.rooms",
  "chat.scheduled",
  "chat.transitions",
  "chat.vaults",
  "chat.wrap_slots",
  "ops.expiries",
  "ops.jobs",
  "ops.limit_breaches",
  "ops.limits",
  "ops.meters",
  "ops.moderation_roots",
  "ops.room_limits",
  "trust.purges",
];

/** Functions of public and who may execute them. A function that is not on these lists fails the test. */
const people = [
  "account()",
  "amk_rotate(text,text,text[],bigint,bigint)",
  "block(uuid,boolean)",
  "blocks()",
  "commit(text,text,text,text,text)",
  "conversation_close(uuid,boolean)",
  "conversation_delete(uuid,boolean)",
  "conversations(timestamp with time zone,uuid,integer)",
  "create_conversation(text,text,text,text,text,uuid)",
  "device_forget(uuid)",
  "device_seen(uuid,text,boolean)",
  "devices()",
  "event_hashes(uuid,bigint,integer)",
  "events(uuid,bigint,integer)",
  "find_person(text)",
  "forget(uuid)",
  "history(uuid,bigint,integer)",
  "identity_rotate(text,text,bigint)",
  "invite_look(uuid,text)",
  "invite_put(uuid,uuid,text,integer,timestamp with time zone)",
  "invite_revoke(uuid)",
  "invites(uuid)",
  "join_decline(uuid,uuid)",
  "join_request(uuid,text,text)",
  "join_requests()",
  "join_withdraw(uuid)",
  "leave(text,text,text)",
  "online(uuid)",
  "online_count(uuid)",
  "people(uuid[])",
  "pointer_put(text)",
  "presence_hide(boolean)",
  "presence_of(uuid[])",
  "present()",
  "profile_automated()",
  "profile_put(text)",
  "register_account(text,text,text,text[],text,text)",
  "request_answer(uuid,boolean)",
  "require_rotation(uuid)",
  "room_create(text,text,boolean,integer)",
  "room_erase(uuid,bigint)",
  "room_events(uuid,bigint,integer)",
  "room_find(text,text,uuid,integer)",
  "room_history(uuid,bigint,integer)",
  "room_join(uuid)",
  "room_leave(uuid)",
  "room_look(uuid)",
  "room_members(uuid,boolean,uuid,integer)",
  "room_post(uuid,uuid,jsonb)",
  "room_purge(uuid,timestamp with time zone)",
  "room_purges(uuid)",
  "room_read(uuid,bigint)",
  "room_remove(uuid,uuid,boolean)",
  "room_search(text,uuid,timestamp with time zone,uuid,integer)",
  "room_set_role(uuid,uuid,integer)",
  "room_settings(uuid,text,text,boolean,integer,integer,integer)",
  "room_silence(uuid,uuid,timestamp with time zone)",
  "room_start(uuid,integer)",
  "schedule(text,text,text,timestamp with time zone,integer)",
  "scheduled()",
  "send(text,text,text)",
  "session_alive()",
  "session_end(uuid)",
  "sessions()",
  "sessions_end_others()",
  "slot_delete(uuid)",
  "slot_put(text)",
  "start(uuid,integer)",
  "start_over(text,text,text,text[],bigint,bigint)",
  "status_put(text,timestamp with time zone)",
  "store_history(bigint)",
  "store_put(bigint,text)",
  "store_since(bigint)",
  "sync(jsonb,integer)",
  "tombstone(uuid,bigint[])",
  "unschedule(uuid)",
];
const hosts = [
  "health()",
  "host_change_context(text,uuid,jsonb)",
  "host_create_context(text,text,text,jsonb,text)",
  "host_create_platform(text,text)",
  "host_end_context(text,uuid)",
];
/** Functions that policies call; they cannot be named by a client, whose role has no use of their schema. */
const inPolicies = [
  "private.is_asked(text,uuid)",
  "private.is_request(text)",
  "private.is_room(text)",
  "private.listens_to(text,uuid)",
];

const roles = ["anon", "authenticated", "service_role"] as const;
const schemas = "('chat', 'trust', 'ops', 'private', 'public')";

let db: Database;
let actors: Actor[];
beforeAll(async () => {
  db = await openDatabase();
  actors = [anon, await addPerson(db, "alice"), serviceRole];
});
afterAll(() => db.close());

describe("the matrix of roles, objects and verbs (O01)", () => {
  it("knows every table, view and sequence, and gives nobody a right to any", async () => {
    const rows = await db.query<{ name: string; role: string; verb: string; allowed: boolean }>(
      `select n.nspname || '.' || c.relname as name, r.role, v.verb, has_table_privilege(r.role, c.oid, v.verb) as allowed
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
          cross join unnest($1::text[]) r (role)
          cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) v (verb)
        where n.nspname in ${schemas} and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
      [[...roles]],
    );
    expect([...new Set(rows.rows.map((row) => row.name))].toSorted()).toEqual(tables);
    expect(rows.rows.filter((row) => row.allowed)).toEqual([]);
    expect(rows.rows).toHaveLength(tables.length * roles.length * 7);
    const others = await db.query(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${schemas} and c.relkind = 'S'`,
    );
    expect(others.rows).toEqual([]);
  });

  it("is not only on paper: each verb on each table fails for each role", async () => {
    for (const actor of actors)
      for (const table of tables)
        for (const statement of [
          `select from ${table}`,
          `insert into ${table} default values`,
          `delete from ${table}`,
          `truncate ${table}`,
          `select count(*) from ${table} for update`,
        ])
          expect([actor.role, statement, await sqlState(db.as(actor, (c) => c.query(statement)))]).toEqual([
            actor.role,
            statement,
            "42501",
          ]);
  });

  it("knows every function, and gives each to exactly those it is for", async () => {
    const rows = await db.query<{ name: string; role: string; allowed: boolean }>(
      `select case when n.nspname = 'public' then '' else n.nspname || '.' end
          || p.proname || '(' || replace(pg_get_function_identity_arguments(p.oid), ', ', ',') || ')' as name,
          r.role, has_function_privilege(r.role, p.oid, 'execute') as allowed
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join unnest($1::text[]) r (role)
        where n.nspname in ${schemas}`,
      [[...roles]],
    );
    const types = (name: string) => name.replaceAll(/(?<=[(,])\w+ (?=[a-z])/g, "");
    const allowed = (role: string) =>
      rows.rows
        .filter((r) => r.role === role && r.allowed)
        .map((r) => types(r.name))
        .toSorted();
    expect(allowed("anon")).toEqual([]);
    expect(allowed("authenticated")).toEqual([...people, ...inPolicies].toSorted());
    expect(allowed("service_role")).toEqual(hosts);
    const inPublic = [...new Set(rows.rows.map((r) => types(r.name)).filter((name) => !name.includes(".")))];
    expect(inPublic.toSorted()).toEqual([...people, ...hosts].toSorted());
  });

  it("refuses a visitor every function when called, and a person those of hosts", async () => {
    const call = (name: string) =>
      `select public.${name.replace(/\(.*/, "")}(${(name.match(/\((.+)\)/)?.[1] ?? "")
        .split(",")
        .filter(Boolean)
        .map((type) => `null::${type}`)
        .join(", ")})`;
    for (const name of [...people, ...hosts])
      expect([name, await sqlState(db.as(anon, (c) => c.query(call(name))))]).toEqual([name, "42501"]);
    for (const name of hosts)
      expect([name, await sqlState(db.as(actors[1] as Actor, (c) => c.query(call(name))))]).toEqual([name, "42501"]);
    for (const name of people)
      expect([name, await sqlState(db.as(serviceRole, (c) => c.query(call(name))))]).toEqual([name, "42501"]);
  });

  it("keeps the inner schemas shut: their names mean nothing to a client", async () => {
    const rows = await db.query(
      `select n.nspname, r.role from pg_namespace n cross join unnest($1::text[]) r (role)
        where n.nspname in ('chat', 'trust', 'ops', 'private') and has_schema_privilege(r.role, n.oid, 'usage, create')`,
      [[...roles]],
    );
    expect(rows.rows).toEqual([]);
    for (const actor of actors) {
      expect(await sqlState(db.as(actor, (c) => c.query("select private.listens_to('user:x', null)")))).toBe("42501");
      expect(await sqlState(db.as(actor, (c) => c.query("create table public.mine (id int)")))).toBe("42501");
    }
  });
});
