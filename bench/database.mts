/** Owns the database figures: send() beside bare inserts of the same bytes, its fan-out, and pages of logs of 10^4 and 10^6 events. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Bytes, toBase64, uuidToBytes } from "@/lib/base/bytes";
import { H, random } from "@/lib/crypto/primitives";
import { type Message, message } from "@/supabase/tests/support/forge";
import { startPostgres } from "../supabase/embedded/postgres.mts";
import { bootstrap, migrate } from "../supabase/embedded/schema.mts";
import { freePort } from "../supabase/embedded/test-database.mts";
import { catchUp } from "./catch-up.mts";
import { report, round, spread } from "./figure.mts";
import { addConversations, addMessages, addPeople } from "./synthetic-log.mts";

const count = Number(process.argv[2] ?? 1_000);
const long = Number(process.argv[3] ?? 1_000_000);
const seed = random(32);

const folder = mkdtempSync(join(tmpdir(), "parley-bench-"));
const postgres = await startPostgres({ dataDir: join(folder, "postgres"), port: await freePort() });
const connect = async () => {
  const client = new pg.Client({ connectionString: postgres.url });
  client.on("error", () => undefined); // the end of the server, when something else has failed
  await client.connect();
  return client;
};
/** A connection that acts as that person for good, so that a call is one round trip like an insert. */
const connectAs = async (person: string) => {
  const client = await connect();
  await client.query(
    "select set_config('request.jwt.claim.sub', $1, false), set_config('role', 'authenticated', false)",
    [person],
  );
  return client;
};

interface Writer {
  readonly person: string;
  readonly conversation: string;
}

/** `count` messages of one writer chain, sealed beforehand. */
async function seal(admin: pg.Client, writer: Writer): Promise<Message[]> {
  const { rows } = await admin.query<{ commit_hash: Buffer; transcript: Buffer; last_seq: string }>(
    "select commit_hash, transcript, last_seq from chat.conversations where id = $1",
    [writer.conversation],
  );
  const [head] = rows;
  if (!head) throw new Error("no conversation");
  const chain = random(16);
  const messages: Message[] = [];
  let prev: Bytes = H("chain-start", uuidToBytes(writer.conversation), chain);
  for (let counter = 0; counter < count; counter++) {
    const made = message(
      {
        ...{ conv: writer.conversation, msgId: random(16), epoch: 1, commitHash: new Uint8Array(head.commit_hash) },
        ...{ sender: writer.person, chain, counter, prev, seenSeq: Number(head.last_seq) },
        ...{ seenT: new Uint8Array(head.transcript), size: 272 },
      },
      seed,
    );
    prev = made.hash;
    messages.push(made);
  }
  return messages;
}

/** Runs each list of steps on its own connection, all lists side by side; times in ms, and steps per second. */
async function race(lists: readonly (readonly (() => Promise<unknown>)[])[]) {
  const samples: number[] = [];
  const began = performance.now();
  await Promise.all(
    lists.map(async (steps) => {
      for (const step of steps) {
        const at = performance.now();
        await step();
        samples.push(performance.now() - at);
      }
    }),
  );
  return { samples, perSecond: round((samples.length / (performance.now() - began)) * 1000) };
}

async function timeSends(admin: pg.Client, writers: readonly Writer[]) {
  const clients = await Promise.all(writers.map((w) => connectAs(w.person)));
  const messages: Message[][] = [];
  for (const writer of writers) messages.push(await seal(admin, writer));
  const result = await race(
    messages.map((list, i) =>
      list.map(
        (m) => () =>
          clients[i]?.query({
            name: "send",
            text: "select public.send($1, $2, $3)",
            values: [m.hdr, m.sig, m.ct].map(toBase64),
          }) ?? Promise.resolve(),
      ),
    ),
  );
  await Promise.all(clients.map((client) => client.end()));
  return result;
}

/** The least a chat could do: one row with the same bytes under a primary key. */
async function timeInserts(admin: pg.Client, writers: readonly Writer[]) {
  await admin.query(
    "create table if not exists bare (conversation uuid, seq bigint, hdr bytea, sig bytea, ct bytea, primary key (conversation, seq))",
  );
  await admin.query("truncate bare");
  const clients = await Promise.all(writers.map(connect));
  const messages: Message[][] = [];
  for (const writer of writers) messages.push(await seal(admin, writer));
  const result = await race(
    messages.map((list, i) => {
      const place = randomUUID();
      return list.map(
        (m, seq) => () =>
          clients[i]?.query({
            name: "insert",
            text: "insert into bare values ($1, $2, $3, $4, $5)",
            values: [place, seq, ...[m.hdr, m.sig, m.ct].map((bytes) => Buffer.from(bytes))],
          }) ?? Promise.resolve(),
      );
    }),
  );
  await Promise.all(clients.map((client) => client.end()));
  return result;
}

async function benchSend(admin: pg.Client, people: readonly string[]): Promise<void> {
  const at = (i: number) => people[i] as string;
  const roster = (i: number, size: number) => Array.from({ length: size }, (_, k) => at((i + k) % people.length));
  const pairs = await addConversations(
    admin,
    Array.from({ length: 8 }, (_, i) => roster(2 * i, 2)),
  );
  const [shared, group8, group32, room, full] = await addConversations(admin, [
    roster(0, 8),
    roster(0, 8),
    roster(0, 32),
    roster(0, 33),
    roster(0, 256),
  ]);
  const each = pairs.map((conversation, i) => ({ person: at(2 * i), conversation }));
  const alone = (conversation: string | undefined) => [{ person: at(0), conversation: conversation as string }];

  for (const [name, writers] of [
    ["1 connection", each.slice(0, 1)],
    ["8 connections, 8 conversations", each],
    [
      "8 connections, 1 conversation",
      Array.from({ length: 8 }, (_, i) => ({ person: at(i), conversation: shared as string })),
    ],
  ] as const) {
    await timeSends(admin, writers.slice(0, 1));
    const [sends, inserts] = [await timeSends(admin, writers), await timeInserts(admin, writers)];
    report({
      name: `send() of a 620-byte message, ${name}`,
      unit: "ms",
      values: { ...spread(sends.samples), perSecond: sends.perSecond },
      beside: {
        name: "bare insert of the same bytes",
        values: { ...spread(inserts.samples), perSecond: inserts.perSecond },
      },
      ratio: round(sends.perSecond / inserts.perSecond),
      note: "ratio of rates; fsync on",
    });
  }

  const plain = await timeSends(admin, alone(pairs[0]));
  for (const [size, conversation] of [
    [8, group8],
    [32, group32],
    [33, room],
    [256, full],
  ] as const) {
    const { samples, perSecond } = await timeSends(admin, alone(conversation));
    report({
      name: `send() to ${size} members, 1 connection`,
      unit: "ms",
      values: { ...spread(samples), perSecond },
      beside: { name: "to 2 members", values: { ...spread(plain.samples), perSecond: plain.perSecond } },
      ratio: round(spread(samples).p50 / spread(plain.samples).p50),
    });
  }
  await admin.query("alter table chat.events disable trigger announce_event");
  const silent = await timeSends(admin, alone(pairs[0]));
  await admin.query("alter table chat.events enable trigger announce_event");
  report({
    name: "send() to 2 members without its announcement",
    unit: "ms",
    values: { ...spread(silent.samples), perSecond: silent.perSecond },
    beside: { name: "with it", values: { ...spread(plain.samples), perSecond: plain.perSecond } },
    ratio: round(spread(silent.samples).p50 / spread(plain.samples).p50),
  });
}

/** Times one call at random arguments; 300 times after 20 to warm up. */
async function timeReads(client: pg.Client, text: string, values: () => unknown[]) {
  const read = () => client.query(text, values());
  await race([Array.from({ length: 20 }, () => read)]);
  return spread((await race([Array.from({ length: 300 }, () => read)])).samples);
}

async function benchReads(admin: pg.Client, people: readonly string[]): Promise<void> {
  const reader = people[100] as string;
  const others = await addConversations(
    admin,
    Array.from({ length: 200 }, (_, i) => [
      reader,
      people[101 + (i % 100)] as string,
      people[201 + (i % 100)] as string,
    ]),
  );
  const [short, tall] = others as [string, string];
  await addMessages(admin, short, reader, 10_000);
  const began = performance.now();
  await addMessages(admin, tall, reader, long);
  const filled = performance.now() - began;
  await admin.query("vacuum analyze");
  const client = await connectAs(reader);
  const position = (size: number) => 60 + Math.floor(Math.random() * (size - 1_060));

  for (const [name, text] of [
    ["history, page of 50 anywhere", "select public.history($1, $2, 50)"],
    ["events, 200 after a position anywhere", "select public.events($1, $2, 200)"],
    ["start, newest 50", "select public.start($1, case when $2::bigint > 0 then 50 end)"],
    ["event_hashes, 1000 after a position anywhere", "select public.event_hashes($1, $2, 1000)"],
  ] as const) {
    const small = await timeReads(client, `${text} /* short */`, () => [short, position(10_000)]);
    const large = await timeReads(client, `${text} /* long */`, () => [tall, position(long)]);
    report({
      name: `${name}, in a log of ${long} events`,
      unit: "ms",
      values: large,
      beside: { name: "in a log of 10000", values: small },
      ratio: round(large.p50 / small.p50),
      note: name === "history, page of 50 anywhere" ? `filled in ${Math.round(filled / 1000)} s` : "",
    });
  }

  const cursors = Object.fromEntries(others.map((id) => [id, 1]));
  Object.assign(cursors, { [short]: 10_000, [tall]: long + 1 });
  const sync = await timeReads(client, "select public.sync($1::jsonb)", () => [JSON.stringify(cursors)]);
  report({ name: "sync of 200 conversations with one new event", unit: "ms", values: sync });
  report({
    name: "conversations, first 100 of 200",
    unit: "ms",
    values: await timeReads(client, "select public.conversations()", () => []),
  });
  const missed = 5_000;
  const samples: number[] = [];
  for (let run = 0; run < 10; run++) {
    const at = performance.now();
    await catchUp(client, tall, long + 1 - missed);
    samples.push(performance.now() - at);
  }
  report({
    name: `catching up on ${missed} events: sync, then events in pages`,
    unit: "ms",
    values: { ...spread(samples), perSecond: round((missed / spread(samples).p50) * 1000) },
    note: "the server's part: no network, nothing opened",
  });
  await client.end();
}

try {
  await bootstrap(postgres.url);
  await migrate(postgres.url);
  const admin = await connect();
  await admin.query("update ops.limits set burst = 100000000");
  const people = await addPeople(admin, 400);
  await benchSend(admin, people);
  await benchReads(admin, people);
  await admin.end();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
