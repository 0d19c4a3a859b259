import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startTicker } from "@/supabase/embedded/ticker.mts";
import { type Database, openDatabase } from "./support/database";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

it("every job is one call of something of schema private, that exists", async () => {
  const { rows } = await db.query<{ name: string; statement: string }>("select name, statement from ops.jobs");
  expect(rows.length).toBeGreaterThan(0);
  for (const { statement } of rows) {
    expect(statement).toMatch(/^(call|select) private\.\w+\(\)$/);
    await db.query(statement);
  }
});

it("a ticker runs what is due again and again, and goes on after a failure and after its connection was cut", async () => {
  const reports: string[] = [];
  await db.query("create table ops.runs (at timestamptz default clock_timestamp())");
  await db.query(
    `insert into ops.jobs values ('a broken one', '1 second', 'select 1 / 0 from ops.runs', ''),
      ('a counter', '1 second', 'insert into ops.runs default values', '')`,
  );
  const ticker = startTicker(db.url, (line) => reports.push(line));
  const ran = async (times: number) => {
    const { rows } = await db.query<{ n: number }>("select count(*)::int as n from ops.runs");
    expect(rows[0]?.n).toBeGreaterThanOrEqual(times);
  };
  await vi.waitFor(() => ran(2), { timeout: 20_000, interval: 100 });
  await db.query(
    "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query not like '%pg_terminate%'",
  );
  const { rows } = await db.query<{ n: number }>("select count(*)::int as n from ops.runs");
  await vi.waitFor(() => ran((rows[0]?.n ?? 0) + 2), { timeout: 20_000, interval: 100 });
  await ticker.stop();
  expect(reports).toContain("job a broken one: failed with 22012");
});
