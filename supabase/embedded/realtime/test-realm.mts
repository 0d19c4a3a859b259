/** Owns what the tests of Realtime stand on: a real Postgres with members and policies, the server, and people. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  createClient,
  type RealtimeChannel,
  type SupabaseClient,
  type SupabaseClientOptions,
} from "@supabase/supabase-js";
import { SignJWT } from "jose";
import pg from "pg";
import { removePostgresData } from "../postgres-home.mts";
import { startPostgres } from "../postgres.mts";
import { freePort } from "../test-database.mts";
import { vi } from "vitest";
import { createRealtime, type RealtimeOptions, type RealtimeServer } from "./server.mts";
import { openRawSocket, type RawSocket } from "./test-socket.mts";

vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });

export const publishableKey = "sb_publishable_for_tests";
export const secretKey = "sb_secret_for_tests";
const jwtSecret = "a secret for tests that is long enough for HS256";

/** What a member may do; every one of them is a row policy. */
export type Verb = "read broadcast" | "write broadcast" | "read presence" | "write presence";
export const allVerbs: Verb[] = ["read broadcast", "write broadcast", "read presence", "write presence"];

export interface Person {
  id: string;
  token: string;
}

/** What `subscribe` reported, in order. */
export interface Subscription {
  channel: RealtimeChannel;
  statuses: string[];
  errors: Error[];
  /** Resolves when the status has been reported that many times. */
  reported(status: string, times?: number): Promise<void>;
}

/** Subscribes and keeps what is reported. */
export function subscribe(channel: RealtimeChannel, timeoutMs?: number): Subscription {
  const subscription: Subscription = {
    channel,
    statuses: [],
    errors: [],
    reported: (status, times = 1) =>
      until(() => subscription.statuses.filter((each) => each === status).length >= times, `${status} × ${times}`),
  };
  channel.subscribe((status, error) => {
    subscription.statuses.push(status);
    if (error) subscription.errors.push(error);
  }, timeoutMs);
  return subscription;
}

/** Resolves when the condition holds. @throws after 10 seconds */
export async function until(condition: () => boolean, what = "the condition"): Promise<void> {
  for (const deadline = Date.now() + 10_000; !condition();) {
    if (Date.now() > deadline) throw new Error(`waited for ${what} in vain`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export interface TestRealm {
  /** As given to supabase-js. */
  url: string;
  databaseUrl: string;
  /** Stops and starts Postgres itself; `sql` does not survive that. */
  database: Pick<TestDatabaseServer, "stop" | "start">;
  /** Superuser, for one query at a time, in one session. */
  sql: pg.Client;
  /** Superuser, for anything else. */
  pool: pg.Pool;
  server: RealtimeServer;
  log: string[];
  person(claims?: Record<string, unknown>): Promise<Person>;
  /** Token of a person; `claims` may override anything, `exp` in seconds from now. */
  token(sub: string, claims?: Record<string, unknown>, secret?: string): Promise<string>;
  allow(person: Person, topic: string, verbs?: Verb[]): Promise<void>;
  forbid(person: Person, topic: string): Promise<void>;
  /** Runs `act` while every policy waits for a lock, and cancels the probe that `act` leads to. */
  cancelProbe(act: () => void): Promise<void>;
  /** A client of this person, or of nobody; all clients are disconnected by `stop`. */
  client(person?: Person | null, options?: SupabaseClientOptions<"public">["realtime"]): SupabaseClient;
  raw(vsn?: string | null, apikey?: string): Promise<RawSocket>;
  /** Another server on the same database, with other options. */
  serve(options: Partial<RealtimeOptions>): Promise<TestRealm>;
  stop(): Promise<void>;
}

const schema = `
  create schema auth;
  grant usage on schema auth to anon, authenticated, service_role;
  create function auth.uid() returns uuid language sql stable
    as $$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;
  create table public.members (topic text, uid uuid, verb text, primary key (topic, uid, verb));
  grant select on public.members to anon, authenticated;
  create policy "members read" on realtime.messages for select to authenticated using (
    case when (select realtime.topic()) = 'raises' then (1 / (select count(*) - count(*) from public.members)) = 1
    else exists (
      select from public.members
      where topic = (select realtime.topic()) and uid = (select auth.uid()) and verb = 'read ' || extension
    ) end
  );
  create policy "members write" on realtime.messages for insert to authenticated with check (
    case when (select realtime.topic()) = 'write raises' then (1 / (select count(*) - count(*) from public.members)) = 1
    else exists (
      select from public.members
      where topic = (select realtime.topic()) and uid = (select auth.uid()) and verb = 'write ' || extension
    ) end
  );`;

/** Starts Postgres on a free port and a server with next to no delays and with public channels allowed. */
export async function startTestRealm(options: Partial<RealtimeOptions> = {}): Promise<TestRealm> {
  const dataDir = join(mkdtempSync(join(tmpdir(), "realtime-test-")), "postgres");
  const port = await freePort();
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const start = () => startPostgres({ dataDir, port, settings });
  let postgres = await start();
  const sql = new pg.Client(postgres.url);
  sql.on("error", () => undefined);
  await sql.connect();
  await sql.query("set client_min_messages = error");
  await sql.query(readFileSync(new URL("./bootstrap.sql", import.meta.url), "utf8"));
  await sql.query(schema);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  pool.on("error", () => undefined);
  const database: TestDatabaseServer = {
    url: postgres.url,
    sql,
    pool,
    stop: () => postgres.stop(),
    async start() {
      postgres = await start();
    },
  };
  return serveTestRealm(database, options, async () => {
    await pool.end();
    await sql.end();
    await postgres.stop();
    removePostgresData(dataDir);
    rmSync(dirname(dataDir), { recursive: true, force: true });
  });
}

interface TestDatabaseServer {
  url: string;
  sql: pg.Client;
  pool: pg.Pool;
  stop(): Promise<void>;
  /** Again, on the same port, with the same contents. */
  start(): Promise<void>;
}

async function serveTestRealm(
  database: TestDatabaseServer,
  options: Partial<RealtimeOptions>,
  release: () => Promise<void>,
): Promise<TestRealm> {
  const { url: databaseUrl, sql, pool } = database;
  const log: string[] = [];
  const server = await createRealtime({
    databaseUrl,
    jwtSecret,
    publishableKey,
    secretKey,
    privateOnly: false,
    joinFailureDelayMs: 1,
    handshakeFailureDelayMs: 1,
    onLog: (line) => log.push(line),
    ...options,
  });
  const http = createServer((request, response) => {
    void server.handleHttp(request, response).then((ours) => ours || response.writeHead(404).end());
  });
  http.on("upgrade", (request, socket, head) => server.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const clients: SupabaseClient[] = [];
  const token: TestRealm["token"] = (sub, { exp = 3600, ...claims } = {}, secret = jwtSecret) => {
    const now = Math.floor(Date.now() / 1000);
    const expiry = typeof exp === "number" ? { exp: now + exp } : {};
    return new SignJWT({ sub, role: "authenticated", jti: randomUUID(), ...expiry, ...claims })
      .setProtectedHeader({ alg: "HS256" })
      .sign(Buffer.from(secret));
  };
  return {
    url,
    databaseUrl,
    database,
    sql,
    pool,
    server,
    log,
    token,
    async person(claims) {
      const id = randomUUID();
      return { id, token: await token(id, claims) };
    },
    async allow({ id }, topic, verbs = allVerbs) {
      await pool.query("insert into public.members select $1, $2, unnest($3::text[]) on conflict do nothing", [
        topic,
        id,
        verbs,
      ]);
    },
    async forbid({ id }, topic) {
      await pool.query("delete from public.members where topic = $1 and uid = $2", [topic, id]);
    },
    async cancelProbe(act) {
      await sql.query("begin; lock table public.members in access exclusive mode");
      act();
      for (let canceled = 0; canceled === 0;) {
        const { rowCount } = await pool.query(`select pg_cancel_backend(pid) from pg_stat_activity
          where application_name = 'realtime_probes' and wait_event_type = 'Lock'`);
        canceled = rowCount ?? 0;
      }
      await sql.query("rollback");
    },
    client(person = null, realtime = {}) {
      const client = createClient(url, publishableKey, {
        ...(person ? { accessToken: async () => person.token } : {}),
        auth: { persistSession: false, autoRefreshToken: false },
        realtime: { reconnectAfterMs: () => 30, ...realtime },
      });
      clients.push(client);
      return client;
    },
    raw: (vsn = "2.0.0", apikey = publishableKey) => openRawSocket(url, vsn, apikey),
    serve: (more) => serveTestRealm(database, { ...options, ...more }, async () => undefined),
    async stop() {
      await Promise.all(clients.map((client) => client.realtime.disconnect()));
      await server.stop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await release();
    },
  };
}
