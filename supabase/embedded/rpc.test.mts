/** Owns the proof that the short way to a function answers as the REST server does, and knows when to step aside. */
import { SignJWT } from "jose";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createLite, type Lite } from "./lite.mts";
import { openRpc, type RpcDoor } from "./rpc.mts";
import { startTestPostgres, type TestPostgres } from "./test-database.mts";

vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });

const keys = { jwtSecret: "j".repeat(40), publishableKey: "sb_publishable_test", secretKey: "sb_secret_test" };
const rosa = "0b5b8cd5-45d6-4a5c-8ba4-0123456789ab";
let postgres: TestPostgres;
let lite: Lite;
let rpc: RpcDoor;
let token: string;

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined); // the REST server reports what functions raise
  postgres = await startTestPostgres();
  const { url } = await postgres.createDatabase();
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`
    create table public.notes (id int primary key, parent int references public.notes);
    create function public.t_echo(a text, b jsonb default null, c uuid default null, d int[] default null, e timestamptz default null, f bool default null)
      returns jsonb language sql as $$ select jsonb_build_object('a', a, 'b', b, 'c', c, 'd', d, 'e', e, 'f', f, 'nothing', b is null) $$;
    create function public.t_who() returns jsonb language sql as $$
      select jsonb_build_object('uid', auth.uid(), 'role', current_user, 'claims', auth.jwt() ->> 'email',
        'method', current_setting('request.method', true), 'path', current_setting('request.path', true)) $$;
    create function public.t_null() returns jsonb language sql as $$ select null::jsonb $$;
    create function public.t_void(a int) returns void language sql as $$ select 1 $$;
    create function public.t_raise(code text, hint text default '') returns jsonb language plpgsql as $$
      begin raise exception using errcode = code, message = 'E_TEST', detail = 'why', hint = hint; end $$;
    create function public.t_constraint(kind text) returns jsonb language plpgsql as $$
      begin
        if kind = 'unique' then insert into public.notes values (1), (1);
        elsif kind = 'foreign' then insert into public.notes values (2, 99);
        elsif kind = 'null' then insert into public.notes values (null);
        else perform 1 / 0; end if;
        return '{}';
      end $$;
    create function public.t_write(id int) returns jsonb language plpgsql security definer as $$
      begin insert into public.notes values (id); return to_jsonb(id); end $$;
    create function public.t_service() returns jsonb language sql as $$ select '1'::jsonb $$;
    create function public.t_many() returns setof int language sql as $$ select generate_series(1, 3) $$;
    create function public.t_form(a int) returns jsonb language sql as $$ select '1'::jsonb $$;
    create function public.t_form(a text) returns jsonb language sql as $$ select '2'::jsonb $$;
    grant execute on all functions in schema public to anon, authenticated, service_role;
    revoke execute on function public.t_service() from public, anon, authenticated;
    grant all on public.notes to authenticated;
    alter role authenticator with password 'postgres';
    alter role embedded_api with password 'postgres';
  `);
  await client.end();
  const as = (role: string) => Object.assign(new URL(url), { username: role }).href;
  rpc = await openRpc({ databaseUrl: as("authenticator"), ...keys });
  const secrets = { ...keys, databasePassword: "", moderationRootSeed: "", moderationPolicySeed: "" };
  lite = await createLite({
    databaseUrl: as("embedded_api"),
    secrets,
    storageDir: "",
    smtpPort: 1,
    siteUrl: "http://localhost:3000",
    languageOf: async () => null,
  });
  token = await sign({ sub: rosa, role: "authenticated", email: "rosa@example.org", aud: "authenticated" });
});
afterAll(async () => {
  await rpc?.close();
  await lite?.close();
  await postgres?.stop();
});

function sign(claims: Record<string, string>, expires = "5m", secret = keys.jwtSecret): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret));
}

interface Seen {
  status: number;
  body: unknown;
}

async function shortWay(name: string, body: string, headers: Record<string, string>): Promise<Seen | null> {
  const answer = await rpc.call({ name, body, headers });
  return answer && { status: answer.status, body: answer.body === null ? null : (JSON.parse(answer.body) as unknown) };
}

async function longWay(name: string, body: string, headers: Record<string, string>): Promise<Seen> {
  const answer = await lite.fetch(
    new Request(`http://localhost/rest/v1/rpc/${name}`, { method: "POST", headers, body }),
  );
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
}

const json = { "content-type": "application/json" };
const asAnon = () => ({ ...json, apikey: keys.publishableKey });
const asRosa = () => ({ ...asAnon(), authorization: `Bearer ${token}` });
const asServer = () => ({ ...json, apikey: keys.secretKey, authorization: `Bearer ${keys.secretKey}` });

describe("the same call gives the same answer", () => {
  it.each<[string, object, () => Record<string, string>]>([
    ["t_echo", { a: "ä \" \\ '; drop table x" }, asRosa],
    ["t_echo", { a: null, b: null, c: rosa, d: [1, 2], e: "2026-11-20T10:00:00.123456Z", f: true }, asRosa],
    ["t_echo", { a: "1", b: "text" }, asAnon],
    ["t_echo", { a: "x", c: "no uuid" }, asRosa],
    ["t_echo", { a: "x", d: "no array" }, asRosa],
    ["t_who", {}, asRosa],
    ["t_who", {}, asAnon],
    ["t_null", {}, asRosa],
    ["t_void", { a: 1 }, asRosa],
    ["t_raise", { code: "PT409", hint: "1200" }, asRosa],
    ["t_raise", { code: "PT429" }, asRosa],
    ["t_raise", { code: "PT401" }, asAnon],
    ["t_raise", { code: "22023" }, asRosa],
    ["t_raise", { code: "42501" }, asRosa],
    ["t_constraint", { kind: "unique" }, asRosa],
    ["t_constraint", { kind: "foreign" }, asRosa],
    ["t_constraint", { kind: "null" }, asRosa],
    ["t_constraint", { kind: "zero" }, asRosa],
    ["t_service", {}, asRosa],
    ["t_service", {}, asAnon],
    ["t_service", {}, asServer],
  ])("%s %j", async (name, given, headers) => {
    const body = JSON.stringify(given);
    const short = await shortWay(name, body, headers());
    expect(short).not.toBeNull();
    expect(short).toEqual(await longWay(name, body, headers()));
  });
});

it("a jsonb argument arrives as it was sent, as with PostgREST; the REST server would make a string of it", async () => {
  const b = { k: [1, 2.5, "x", null], ä: {} };
  const short = await shortWay("t_echo", JSON.stringify({ a: "x", b }), asRosa());
  expect(short?.body).toMatchObject({ b });
});

describe("the short way steps aside", () => {
  it.each<[string, string, string, () => Record<string, string>]>([
    ["an unknown function", "t_nothing", "{}", asRosa],
    ["several forms of one name", "t_form", '{"a":1}', asRosa],
    ["rows", "t_many", "{}", asRosa],
    ["an unknown argument", "t_void", '{"a":1,"z":1}', asRosa],
    ["a missing argument", "t_void", "{}", asRosa],
    ["a body that is no object", "t_null", "[]", asRosa],
    ["a body that is no JSON", "t_null", "{", asRosa],
    ["another form of answer", "t_null", "{}", () => ({ ...asRosa(), accept: "application/vnd.pgrst.object+json" })],
    ["another schema", "t_null", "{}", () => ({ ...asRosa(), "content-profile": "auth" })],
    ["a key of somebody else", "t_null", "{}", () => ({ ...json, apikey: "sb_secret_other" })],
    ["a token that is none", "t_null", "{}", () => ({ ...asAnon(), authorization: "Bearer x.y.z" })],
  ])("for %s", async (_, name, body, headers) => {
    expect(await shortWay(name, body, headers())).toBeNull();
  });

  it("for tokens that are expired, signed by others, or name another role", async () => {
    const tokens = [
      await sign({ sub: rosa, role: "authenticated" }, "-1s"),
      await sign({ sub: rosa, role: "authenticated" }, "5m", "k".repeat(40)),
      await sign({ sub: rosa, role: "service_role" }),
      await sign({ sub: rosa, role: "postgres" }),
    ];
    for (const each of tokens)
      expect(await shortWay("t_null", "{}", { ...asAnon(), authorization: `Bearer ${each}` })).toBeNull();
  });
});

it("nothing of one caller is left for the next on the same connection, and a failed call writes nothing", async () => {
  const rounds = await Promise.all(
    Array.from({ length: 20 }, () =>
      Promise.all([
        shortWay("t_who", "{}", asRosa()),
        shortWay("t_who", "{}", asAnon()),
        shortWay("t_write", '{"id":7}', asRosa()),
      ]),
    ),
  );
  for (const [byRosa, byAnon] of rounds) {
    expect(byRosa?.body).toMatchObject({ uid: rosa, role: "authenticated" });
    expect(byAnon?.body).toMatchObject({ uid: null, role: "anon" });
  }
  expect(rounds.filter(([, , written]) => written?.status === 200)).toHaveLength(1);
});
