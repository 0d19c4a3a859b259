import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "@/lib/crypto/primitives";
import { type Model, begin, commitNext, newChain, nextMessage, say } from "./support/conversation";
import { type Database, openDatabase, serviceRole } from "./support/database";
import { type Person, addPerson } from "./support/people";
import { refusal, sqlState } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person;
let chat: Model;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
  chat = await begin("group", [alice, bob]);
  await say(chat, alice, newChain(chat));
  await say(chat, bob, newChain(chat));
});
afterAll(() => db.close());

const update = (what: string, id = chat.id) => db.query(`update chat.conversations set ${what} where id = $1`, [id]);

describe("what a conversation is founded on (K02)", () => {
  it.each([
    "class = 'open'",
    "kind = 'study'",
    "kind = 'room', class = 'open'",
    "id = gen_random_uuid()",
    "created_at = now()",
    "policy_type = 1",
    "context_hash = sha256('x')",
    "mod_root = sha256('x')",
    "pair_low = gen_random_uuid()",
    "epoch = 0",
    "last_seq = 0",
    "last_seq = last_seq - 1",
  ])("does not change, not even for the owner of the tables: %s", async (what) => {
    expect(await refusal(update(what))).toBe("E_IMMUTABLE");
  });

  it("does not change for the service role either, with every grant it could be given and past row-level security", async () => {
    const client = new pg.Client({ connectionString: db.url });
    await client.connect();
    await client.query("begin");
    await client.query("grant usage on schema chat, private to service_role");
    await client.query("grant all on all tables in schema chat to service_role");
    await client.query("grant execute on all functions in schema private to service_role");
    await client.query("set local role service_role");
    const change = client.query("update chat.conversations set class = 'open' where id = $1", [chat.id]);
    expect(await refusal(change)).toBe("E_IMMUTABLE");
    await client.query("rollback");
    await client.end();
    const plain = db.as(serviceRole, (c) => c.query("update chat.conversations set class = 'open'"));
    expect(await sqlState(plain)).toBe("42501");
  });

  it("has a class that follows from its kind, by foreign key", async () => {
    const insert = (kind: string, klass: string) =>
      db.query(
        "insert into chat.conversations (id, kind, class, transcript) select i, $1, $2, private.h('t0', uuid_send(i)) from gen_random_uuid() i",
        [kind, klass],
      );
    expect(await sqlState(insert("group", "open"))).toBe("23503");
    expect(await sqlState(insert("room", "sealed"))).toBe("23503");
    expect((await insert("room", "open")).rowCount).toBe(1);
    expect(await sqlState(insert("direct", "sealed"))).toBe("23514");
  });

  it("begins with T_0 of its id", async () => {
    const insert = db.query(
      "insert into chat.conversations (id, kind, class, transcript) values (gen_random_uuid(), 'group', 'sealed', $1)",
      [Buffer.alloc(32)],
    );
    expect(await sqlState(insert)).toBe("23514");
  });
});

describe("the log", () => {
  const insert = (values: Record<string, unknown>) => {
    const names = Object.keys(values);
    const list = names.map((_, i) => `$${i + 1}`).join(", ");
    return db.query(
      `insert into chat.events (${names.join(", ")}) values (${list})`,
      Object.values(values).map((v) => (v instanceof Uint8Array ? Buffer.from(v) : v)),
    );
  };
  const row = () => {
    const m = nextMessage(chat, alice, newChain(chat));
    return {
      ...{ conversation_id: chat.id, seq: 100, kind: 2, hash: m.hash, transcript: random(32), received_at: new Date() },
      ...{ body: m.hdr, sig: m.sig, ct: m.ct },
    };
  };

  it.each([
    "update chat.events set hash = sha256('x')",
    "update chat.events set seq = seq + 100",
    "update chat.events set received_at = now()",
    "update chat.events set tombstone = 'removed', body = null, sig = null",
    "delete from chat.events where kind = 2",
    "delete from chat.conversations",
    "truncate chat.events",
    "truncate chat.events, chat.conversations cascade",
  ])("is append-only, whoever asks: %s", async (statement) => {
    expect(
      await db.query(statement).then(
        () => "done",
        (error: Error & { code: string }) => error.message,
      ),
    ).toMatch(/E_IMMUTABLE|violates (check|foreign key) constraint/);
  });

  it("lets a message become a tombstone that keeps its place, and no commit", async () => {
    const other = await begin("group", [alice, bob]);
    const { seq } = await say(other, alice, newChain(other));
    const bury = (at: number) =>
      db.query(
        "update chat.events set tombstone = 'expired', body = null, sig = null, ct = null where conversation_id = $1 and seq = $2",
        [other.id, at],
      );
    expect(await refusal(bury(1))).toBe("E_IMMUTABLE");
    expect((await bury(seq)).rowCount).toBe(1);
    const { events } = (await bob.call("events", { conversation: other.id, after: 1 })) as { events: unknown[] };
    expect(events).toMatchObject([
      { seq, kind: 2, epoch: 0, body: null, sig: null, ct: null, tombstone: "expired", hash: expect.any(String) },
    ]);
    await commitNext(other, alice);
  });

  it("takes only rows that say what was signed", async () => {
    const elsewhere = await begin("group", [alice, bob]);
    for (const change of [
      { hash: random(32) },
      { conversation_id: elsewhere.id },
      { ct: random(271) },
      { ct: null },
      { sig: null },
      { sig: random(63) },
      { body: null },
      { kind: 1 },
      { kind: 3 },
      { tombstone: "author" },
      { tombstone: "other" },
      { metadata: random(100) },
      { seq: 0 },
      { transcript: random(31) },
    ])
      expect([change, await sqlState(insert({ ...row(), ...change }))]).toEqual([change, "23514"]);
    const plain = await db.query<{ id: string }>(
      "insert into chat.conversations (id, kind, class, transcript) select i, 'room', 'open', private.h('t0', uuid_send(i)) from gen_random_uuid() i returning id",
    );
    const inRoom = nextMessage(chat, alice, newChain(chat), { conv: plain.rows[0]?.id as string });
    expect(
      await sqlState(
        insert({
          ...row(),
          conversation_id: plain.rows[0]?.id,
          hash: inRoom.hash,
          body: inRoom.hdr,
          sig: inRoom.sig,
          ct: inRoom.ct,
        }),
      ),
    ).toBe("23503");
  });

  it("computes what describes an event; nobody may say otherwise (O10)", async () => {
    for (const column of ["author", "epoch", "msg_id", "chain_id", "counter", "reason", "class"])
      expect([column, await sqlState(insert({ ...row(), [column]: null }))]).toEqual([column, "428C9"]);
    for (const actor of [alice, serviceRole])
      for (const statement of [
        "insert into chat.events (conversation_id) values (gen_random_uuid())",
        "update chat.events set received_at = now(), seq = 1, transcript = sha256('x')",
        "insert into chat.members values (gen_random_uuid(), gen_random_uuid(), 2, null, 1, null)",
        "select from chat.events",
      ])
        expect(await sqlState(db.as(actor, (c) => c.query(statement)))).toBe("42501");
  });
});
