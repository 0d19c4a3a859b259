import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRealm, type Person, type TestRealm } from "./test-realm.mts";
import type { RawFrame, RawSocket } from "./test-socket.mts";
let realm: TestRealm;
let person: Person;
beforeAll(async () => {
  realm = await startTestRealm();
  person = await realm.person();
});
afterAll(() => realm.stop());

const bootstrap = readFileSync(new URL("./bootstrap.sql", import.meta.url), "utf8");

async function listener(topic: string, vsn = "2.0.0", broadcast: object = {}): Promise<RawSocket> {
  await realm.allow(person, topic, ["read broadcast"]);
  const socket = await realm.raw(vsn);
  const { payload } = await socket.join(topic, { private: true, broadcast }, { access_token: person.token });
  expect(payload["status"]).toBe("ok");
  return socket;
}

const meta = ({ payload }: RawFrame) => payload["meta"] as { id: string; replayed?: true };

/** What the query warned about. */
async function warnings(sql: string): Promise<string[]> {
  const client = new pg.Client(realm.databaseUrl);
  const heard: string[] = [];
  client.on("notice", ({ message }) => heard.push(message ?? ""));
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
  return heard;
}

describe("bootstrap", () => {
  it("changes nothing when run again", async () => {
    const objects = async () =>
      (
        await realm.sql.query(`
          select relname::text as name, relkind::text as kind, relowner::regrole::text as owner, relacl::text as rights
            from pg_class where relnamespace in ('realtime'::regnamespace, 'embedded_realtime'::regnamespace)
          union all
          select oid::regprocedure::text, 'function', proowner::regrole::text, proacl::text
            from pg_proc where pronamespace in ('realtime'::regnamespace, 'embedded_realtime'::regnamespace)
          union all
          select tgname::text, 'trigger', tgrelid::regclass::text, '' from pg_trigger where tgname = 'announce'
          union all select channel, 'channel', '', '' from embedded_realtime.feed
          order by 1, 2, 3`)
      ).rows as unknown[];
    const before = await objects();
    await realm.sql.query(bootstrap);
    expect(await objects()).toEqual(before);
    expect(before.length).toBeGreaterThan(20);
  });

  it("puts nothing into schema realtime but the table, its partitions and four functions", async () => {
    const { rows } = await realm.sql.query(`
      select relname::text as name from pg_class
        where relnamespace = 'realtime'::regnamespace and relkind in ('r', 'p', 'v', 'S') and relname !~ '^messages_\\d'
      union all select proname::text from pg_proc where pronamespace = 'realtime'::regnamespace order by 1`);
    expect(rows.map(({ name }) => name)).toEqual(["broadcast_changes", "messages", "send", "send_binary", "topic"]);
  });

  it("makes the table as hosted projects have it", async () => {
    const { rows } = await realm.sql.query(`
      select string_agg(format('%s %s %s %s', attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)), E'\\n' order by attnum) as columns
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where attrelid = 'realtime.messages'::regclass and attnum > 0`);
    expect(rows[0].columns.split("\n")).toEqual([
      "topic text t ",
      "extension text t ",
      "payload jsonb f ",
      "event text f ",
      "private boolean f false",
      "updated_at timestamp without time zone t now()",
      "inserted_at timestamp without time zone t now()",
      "id uuid t gen_random_uuid()",
      "binary_payload bytea f ",
    ]);
    const table = await realm.sql.query(`
      select relrowsecurity, relforcerowsecurity, relowner::regrole::text as owner, pg_get_partkeydef(oid) as key
      from pg_class where oid = 'realtime.messages'::regclass`);
    expect(table.rows).toEqual([
      {
        relrowsecurity: true,
        relforcerowsecurity: false,
        owner: "supabase_realtime_admin",
        key: "RANGE (inserted_at)",
      },
    ]);
    await expect(
      realm.sql.query(
        "insert into realtime.messages (topic, extension, payload, binary_payload) values ('t', 'e', '{}', '')",
      ),
    ).rejects.toThrow(/messages_payload_exclusive/);
  });

  it("gives the API roles the table and the functions, but neither partitions nor the server's own schema", async () => {
    const may = async (sql: string) => (await realm.sql.query(`select ${sql} as may`)).rows[0].may as boolean;
    const day = (await realm.sql.query("select to_char(now(), 'YYYY_MM_DD') as day")).rows[0].day as string;
    for (const role of ["anon", "authenticated", "service_role"]) {
      for (const verb of ["select", "insert", "update"])
        expect(await may(`has_table_privilege('${role}', 'realtime.messages', '${verb}')`)).toBe(true);
      expect(await may(`has_table_privilege('${role}', 'realtime.messages', 'delete')`)).toBe(false);
      expect(await may(`has_table_privilege('${role}', 'realtime.messages_${day}', 'select')`)).toBe(false);
      expect(await may(`has_schema_privilege('${role}', 'embedded_realtime', 'usage')`)).toBe(false);
      expect(await may(`has_table_privilege('${role}', 'embedded_realtime.feed', 'select')`)).toBe(false);
      expect(
        await may(`has_function_privilege('${role}', 'realtime.send(jsonb, text, text, boolean)', 'execute')`),
      ).toBe(true);
      expect(
        await may(
          `has_function_privilege('${role}', 'embedded_realtime.readable(text, jsonb, text, text[])', 'execute')`,
        ),
      ).toBe(false);
    }
  });
});

describe("partitions", () => {
  it("reach from yesterday to three days ahead; those older than three days go, all others stay", async () => {
    const names = async () =>
      (
        await realm.sql.query<{ offset: number }>(`
          select to_date(right(relname, 10), 'YYYY_MM_DD') - (now() at time zone 'utc')::date as offset
          from pg_inherits join pg_class on pg_class.oid = inhrelid
          where inhparent = 'realtime.messages'::regclass order by 1`)
      ).rows.map(({ offset }) => offset);
    expect(await names()).toEqual([-1, 0, 1, 2, 3]);
    await realm.sql.query(`do $$ declare day date; begin
      foreach day in array array[current_date - 3, current_date - 4, current_date - 30] loop
        execute format('create table realtime.messages_%s partition of realtime.messages for values from (%L) to (%L)',
          to_char(day, 'YYYY_MM_DD'), day, day + 1);
      end loop; end $$`);
    await realm.sql.query(
      "drop table realtime.messages_" +
        (await realm.sql.query("select to_char(current_date + 2, 'YYYY_MM_DD') as day")).rows[0].day,
    );
    await realm.sql.query("select embedded_realtime.maintain_partitions()");
    expect(await names()).toEqual([-3, -1, 0, 1, 2, 3]);
  });
});

describe("realtime.send", () => {
  it("reaches listeners as kind 4, with the row's id in payload and meta", async () => {
    const socket = await listener("send");
    await realm.sql.query(`select realtime.send('{"text": "hä"}', 'message', 'send')`);
    const frame = await socket.next("broadcast");
    const { rows } = await realm.sql.query("select * from realtime.messages where topic = 'send'");
    expect(frame).toMatchObject({
      kind: 4,
      topic: "realtime:send",
      payload: { event: "message", payload: { text: "hä", id: rows[0].id }, meta: { id: rows[0].id } },
    });
    expect(rows[0]).toMatchObject({ extension: "broadcast", private: true, payload: { text: "hä", id: rows[0].id } });
    await socket.close();
  });

  it("keeps an id of the payload's own, whatever it is", async () => {
    const socket = await listener("own id");
    await realm.sql.query(`select realtime.send('{"id": 7}', 'message', 'own id')`);
    const frame = await socket.next("broadcast");
    expect(frame.payload["payload"]).toEqual({ id: 7 });
    expect(meta(frame).id).toMatch(/^[0-9a-f-]{36}$/);
    await socket.close();
  });

  it.each(["[1]", '["id"]', '"id"', "3", "null"])("only warns about the payload %s", async (payload) => {
    expect(await warnings(`select realtime.send('${payload}', 'e', 'warn')`)).toEqual([
      expect.stringMatching(/^WarnSendingBroadcastMessage: /),
    ]);
    expect((await realm.sql.query("select from realtime.messages where topic = 'warn'")).rowCount).toBe(0);
  });

  it("only warns when the insert policy denies it, and says why", async () => {
    expect(
      await warnings("begin; set local role authenticated; select realtime.send('{}', 'e', 'denied'); commit"),
    ).toEqual([expect.stringMatching(/^WarnSendingBroadcastMessage: .*row-level security/)]);
  });

  it("tells policies the topic, and obeys them", async () => {
    const socket = await listener("by a person");
    await realm.allow(person, "by a person", ["write broadcast"]);
    await realm.sql.query(`begin; set local role authenticated; set local request.jwt.claim.sub = '${person.id}';
      select realtime.send('{}', 'mine', 'by a person'); commit`);
    expect((await socket.next("broadcast")).payload["event"]).toBe("mine");
    await socket.close();
  });
});

describe("realtime.send_binary", () => {
  it("reaches version 2 as bytes and skips version 1", async () => {
    const [second, first] = [await listener("bytes"), await listener("bytes", "1.0.0")];
    await realm.sql.query("select realtime.send_binary('\\x00ff10', 'b', 'bytes')");
    await realm.sql.query("select realtime.send('{}', 'j', 'bytes')");
    const frame = await second.next("broadcast");
    expect(frame.payload).toMatchObject({ event: "b", payload: Buffer.from([0, 255, 16]) });
    expect((await first.next("broadcast")).payload["event"]).toBe("j");
    await second.close();
    await first.close();
  });
});

describe("realtime.broadcast_changes", () => {
  beforeAll(() =>
    realm.sql.query(`
      create table public.notes (id int primary key, body text);
      create function public.tell() returns trigger language plpgsql security definer set search_path = '' as $$
      begin
        perform realtime.broadcast_changes('changes', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
        return null;
      end $$;
      create trigger tell after insert or update or delete on public.notes for each row execute function public.tell();`),
  );

  it("tells record and old record, null where there is none", async () => {
    const socket = await listener("changes");
    await realm.sql.query(
      "insert into public.notes values (1, 'a'); update public.notes set body = 'b'; delete from public.notes",
    );
    const told = [await socket.next("broadcast"), await socket.next("broadcast"), await socket.next("broadcast")];
    const [a, b] = [
      { id: 1, body: "a" },
      { id: 1, body: "b" },
    ];
    const table = { table: "notes", schema: "public" };
    expect(told.map(({ payload }) => payload["payload"])).toMatchObject([
      { operation: "INSERT", record: a, old_record: null, ...table },
      { operation: "UPDATE", record: b, old_record: a, ...table },
      { operation: "DELETE", record: null, old_record: b, ...table },
    ]);
    await socket.close();
  });

  it.each([
    "'t', 'e', 'INSERT', 't', 's', null::record, null::record, 'STATEMENT'",
    "'t', 'e', 'TRUNCATE', 't', 's', null::record, null::record",
  ])("raises for (%s)", async (values) => {
    await expect(realm.sql.query(`select realtime.broadcast_changes(${values})`)).rejects.toThrow(
      /^Failed to process the row: /,
    );
  });
});
