/** Owns the proof that a killed database comes back by itself, and that what was acknowledged is still there. */
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startTestStack, type TestStack } from "./test-stack.mts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
  const client = new pg.Client(stack.databaseUrl);
  await client.connect();
  // A door of our own, so that this test does not depend on the app's.
  await client.query(`
    create table public.writes (id text primary key, author uuid default auth.uid());
    create function public.write_down(id text) returns jsonb language sql security definer set search_path = '' as $$
      insert into public.writes (id) values ($1) returning jsonb_build_object('id', id)
    $$;
    grant execute on function public.write_down(text) to authenticated;
  `);
  await client.end();
  await stack.restart("gateway"); // functions are looked up when the gateway starts
});
afterAll(() => stack?.remove());

it("a database killed under load is started again, and no acknowledged write is lost", async () => {
  const { client } = await stack.person();
  const acknowledged: string[] = [];
  const failures: number[] = [];
  let running = true;
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let count = 0; running; count++) {
      const id = `${writer}-${count}`;
      const { data, status } = await client.rpc("write_down", { id });
      if (data) acknowledged.push(id);
      else {
        failures.push(status);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  });
  const wait = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await wait(() => acknowledged.length > 50);
  const before = stack.postgresPid;
  process.kill(before, "SIGKILL");
  await wait(() => failures.length > 0);
  const atCrash = acknowledged.length;
  await wait(() => acknowledged.length > atCrash + 50);
  running = false;
  await Promise.all(writers);

  expect(stack.postgresPid).not.toBe(before);
  expect(new Set(failures)).toEqual(new Set([503]));
  const database = new pg.Client(stack.databaseUrl);
  await database.connect();
  const { rows } = await database.query<{ id: string }>("select id from public.writes");
  await database.end();
  const written = new Set(rows.map((row) => row.id));
  expect(acknowledged.filter((id) => !written.has(id))).toEqual([]);
});

it("a restart on purpose keeps people signed in, and Auth and Storage find their connections again", async () => {
  const { client, id } = await stack.person();
  await stack.restart("postgres");
  expect((await client.auth.getUser()).data.user?.id).toBe(id);
  expect((await stack.client(stack.secretKey).storage.listBuckets()).error).toBeNull();
  expect((await client.rpc("write_down", { id: "after" })).error).toBeNull();
});
