import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addConversations, addMessages, addPeople } from "@/bench/synthetic-log.mts";
import { toBase64 } from "@/lib/base/bytes";
import {
  type Model,
  begin,
  commitArguments,
  following,
  messageArguments,
  newChain,
  nextMessage,
} from "./support/conversation";
import {
  type Arguments,
  type Database,
  type FunctionName,
  become,
  callFunction,
  openDatabase,
} from "./support/database";
import { pointer } from "./support/forge";
import { type Person, addPerson } from "./support/people";

let db: Database;
let alice: Person, bob: Person;
let chat: Model;
let long: string;

/** 300 people, 200 conversations, Alice in 10 of them, one log of 20 000 events. */
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
  chat = await begin("group", [alice, bob]);
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  const people = await addPeople(client, 300);
  const other = (i: number) => people[i % people.length] as string;
  const rosters = Array.from({ length: 200 }, (_, i) => [
    i % 20 === 0 ? alice.userId : other(i + 1),
    other(i),
    other(i + 7),
  ]);
  const ids = await addConversations(client, rosters);
  long = ids[0] as string;
  await addMessages(client, long, alice.userId, 20_000);
  for (const id of ids.slice(1, 40)) await addMessages(client, id, other(ids.indexOf(id)), 50);
  await client.query("insert into ops.meters select 'send', gen_random_uuid(), now() from generate_series(1, 2000)");
  await client.query("analyze");
  await client.end();
});
afterAll(() => db.close());

interface Reads {
  name: string;
  scans: number;
  rows: number;
}
/** What one call as that person read: whole-table scans, and rows fetched, per table of schema chat and ops. */
async function reads(who: Person, name: FunctionName, args: Arguments): Promise<{ scanned: string[]; rows: number }> {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    await client.query("begin");
    await become(client, who);
    await client.query("set local enable_seqscan = off"); // these tables are small: what matters is that an index serves
    await callFunction(client, name, args);
    await client.query("reset role");
    const result = await client.query<Reads>(
      `select relname as name, seq_scan::int as scans, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows
        from pg_stat_xact_user_tables where schemaname in ('chat', 'ops')`,
    );
    const grown = result.rows.filter(
      (row) => !["limits", "kinds", "platforms", "contexts", "cases", "leaves", "parties"].includes(row.name),
    );
    return {
      scanned: grown.filter((row) => row.scans > 0).map((row) => row.name),
      rows: grown.reduce((sum, row) => sum + row.rows, 0),
    };
  } finally {
    await client.end();
  }
}

describe("every hot query is one range of an index", () => {
  const cases: [string, () => [Person, FunctionName, Arguments], number][] = [
    ["send", () => [alice, "send", messageArguments(nextMessage(chat, alice, newChain(chat)))], 40],
    ["commit", () => [alice, "commit", commitArguments(following(chat, alice, {}))], 80],
    ["events", () => [alice, "events", { conversation: long, after: 15_000, max: 100 }], 210],
    ["history in the middle", () => [alice, "history", { conversation: long, before: 10_000, max: 50 }], 110],
    ["history at the end", () => [alice, "history", { conversation: long, before: 20_002, max: 50 }], 110],
    ["start", () => [alice, "start", { conversation: long, max: 50 }], 140],
    ["event_hashes", () => [alice, "event_hashes", { conversation: long, after: 19_000, max: 500 }], 510],
    ["conversations", () => [alice, "conversations", { max: 20 }], 200],
    ["sync with nothing new but one", () => [bob, "sync", { cursors: JSON.stringify({ [chat.id]: 0 }) }], 30],
    ["the first sync of a new device", () => [alice, "sync", { cursors: "{}" }], 200],
    ["find_person", () => [bob, "find_person", { handle: alice.handle }], 10],
    ["people", () => [alice, "people", { ids: [bob.userId] }], 150],
    [
      "pointer_put",
      () => [
        alice,
        "pointer_put",
        {
          pointer: toBase64(
            pointer(
              "read",
              { conv: chat.id, user: alice.userId, seq: 1, transcript: chat.transcript },
              alice.keys.edSeed,
            ),
          ),
        },
      ],
      30,
    ],
  ];

  it.each(cases)("%s", async (_, call, most) => {
    const { scanned, rows } = await reads(...call());
    expect(scanned).toEqual([]);
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThanOrEqual(most);
  });

  it("send and retry of a session that made its plans when the tables were almost empty", async () => {
    const young = await openDatabase();
    const [ann, ben] = [await addPerson(young, "ann"), await addPerson(young, "ben")];
    const talk = await begin("group", [ann, ben]);
    await young.query("analyze");
    const client = new pg.Client({ connectionString: young.url });
    await client.connect();
    await client.query(
      "select set_config('role', 'authenticated', false), set_config('request.jwt.claim.sub', $1, false)",
      [ann.userId],
    );
    const message = () => messageArguments(nextMessage(talk, ann, newChain(talk)));
    for (let i = 0; i < 12; i++) {
      const [first, retry] = [message(), message()];
      for (const next of [first, retry, retry]) await callFunction(client, "send", next);
    }
    const filler = new pg.Client({ connectionString: young.url });
    await filler.connect();
    await addMessages(filler, talk.id, ben.userId, 20_000);
    await addConversations(
      filler,
      Array.from({ length: 300 }, () => [ann.userId, ben.userId]),
    );
    await filler.end();
    const again = message();
    await client.query("select pg_stat_force_next_flush()"); // what was counted so far is not of this transaction
    await client.query("begin");
    for (const next of [message(), message(), again, again]) await callFunction(client, "send", next);
    const { rows } = await client.query<{ rows: number }>(
      "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_xact_user_tables where schemaname = 'chat'",
    );
    expect(rows[0]?.rows).toBeLessThan(400);
    await client.end();
    await young.close();
  });

  it("the list of a session that made its plans when the tables were almost empty", async () => {
    const young = await openDatabase();
    const [ann, ben] = [await addPerson(young, "ann"), await addPerson(young, "ben")];
    const { id } = await begin("group", [ann, ben]);
    await young.query("analyze");
    const client = new pg.Client({ connectionString: young.url });
    await client.connect();
    await client.query(
      "select set_config('role', 'authenticated', false), set_config('request.jwt.claim.sub', $1, false)",
      [ann.userId],
    );
    const ask: [FunctionName, Arguments][] = [
      ["conversations", {}],
      ["sync", { cursors: "{}" }],
      ["start", { conversation: id }],
    ];
    for (let i = 0; i < 12; i++) for (const [name, args] of ask) await callFunction(client, name, args);
    const filler = new pg.Client({ connectionString: young.url });
    await filler.connect();
    const others = await addPeople(filler, 50);
    const other = (i: number) => others[i % others.length] as string;
    await addConversations(filler, [
      ...Array.from({ length: 20 }, () => [ann.userId, ben.userId]),
      ...Array.from({ length: 2_000 }, (_, i) => [other(i), other(i + 1)]),
    ]);
    // What belongs to conversations, for all of them: none of it is of Ann.
    await filler.query("set session_replication_role = replica");
    await filler.query(
      `with m as (select conversation_id as c, user_id as u from chat.members where user_id <> $1 and conversation_id <> $2),
        p as (insert into chat.pointers (conversation_id, user_id) select c, u from m),
        g as (insert into chat.group_requests (conversation_id, user_id, asker) select c, u, $1 from m),
        w as (insert into chat.deletion_wishes (conversation_id, user_id) select c, u from m)
        insert into chat.requests (conversation_id, asker, awaits) select distinct on (c) c, $1::uuid, u from m`,
      [ann.userId, id],
    );
    await filler.end();
    for (const [name, args] of ask) {
      await client.query("select pg_stat_force_next_flush()");
      await client.query("begin");
      await callFunction(client, name, args);
      const { rows } = await client.query<{ rows: number }>(
        "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_xact_user_tables where schemaname = 'chat'",
      );
      await client.query("commit");
      expect([name, (rows[0]?.rows ?? Infinity) < 400]).toEqual([name, true]);
    }
    await client.end();
    await young.close();
  });

  it("and the measure notices a scan", async () => {
    await db.query("alter table chat.events rename constraint events_pkey to events_pkey_of_old");
    await db.query("update pg_index set indisvalid = false where indexrelid = 'chat.events_pkey_of_old'::regclass");
    const { rows } = await reads(alice, "history", { conversation: long, before: 10_000, max: 50 });
    expect(rows).toBeGreaterThan(5_000);
  });
});
