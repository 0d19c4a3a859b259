import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  advance,
  begin,
  commitNext,
  leaveMessage,
  messageArguments,
  type Model,
  newChain,
  nextMessage,
  say,
  take,
} from "./support/conversation";
import { type Database, openDatabase, serviceRole } from "./support/database";
import { contextHash } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person;
const key_hash = createHash("sha256").update("a host's key").digest("hex");
beforeAll(async () => {
  db = await openDatabase();
  await db.call(serviceRole, "host_create_platform", { name: "market", key_hash });
});
beforeEach(async () => {
  [alice, bob, carol] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "carol")]);
});
afterAll(() => db.close());

const close = (who: Person, { id }: Model, closed = true) =>
  who.call("conversation_close", { conversation: id, closed });
const erase = (who: Person, { id }: Model, wanted = true) =>
  who.call("conversation_delete", { conversation: id, wanted });
const stand = async (who: Person, { id }: Model) =>
  ((await who.call("conversations")) as { id: string; lifecycle: Record<string, unknown> }[]).find((c) => c.id === id)
    ?.lifecycle;
const graceOver = ({ id }: Model) =>
  db.query("update chat.conversations set deletes_at = now() - interval '1 second' where id = $1", [id]);
const deleteDue = async () => (await db.query<{ n: number }>("select private.delete_due() as n")).rows[0]?.n;

it("every kind of sealed conversation has a rule, and they are these", async () => {
  const { rows } = await db.query(
    `select k.kind, r.close_by, r.delete_by from chat.kinds k left join chat.lifecycle_rules r using (kind)
      where k.class = 'sealed' order by k.kind`,
  );
  const rule = (close_by: string, delete_by: string) => (kind: string) => ({ kind, close_by, delete_by });
  expect(rows).toEqual(
    [
      ...["application", "care", "course", "post", "transaction"].map(rule("platform", "all")),
      ...["direct", "note"].map(rule("nobody", "all")),
      ...["group", "private", "study"].map(rule("admin", "admin")),
    ].toSorted((a, b) => a.kind.localeCompare(b.kind)),
  );
});

describe("a closed conversation", () => {
  it("is read and not written, and opened again by an admin", async () => {
    const chat = await begin("group", [alice, bob]);
    const chain = newChain(chat);
    await say(chat, bob, chain);
    expect(await refusal(close(bob, chat))).toBe("E_ROLE");
    expect(await refusal(close(carol, chat))).toBe("E_NOT_FOUND");
    await close(alice, chat);
    expect(await stand(bob, chat)).toMatchObject({
      closed_at: expect.any(String),
      closed_by: alice.userId,
      may_close: false,
    });
    expect(await refusal(bob.call("send", messageArguments(nextMessage(chat, bob, chain))))).toBe("E_CLOSED");
    expect(await bob.call("events", { conversation: chat.id, after: 0 })).toMatchObject({ last_seq: 2 });
    await commitNext(chat, bob);
    await close(alice, chat, false);
    expect(await stand(bob, chat)).toMatchObject({ closed_at: null, closed_by: null });
    expect(await say(chat, bob, chain)).toMatchObject({ seq: 4 });
  });

  it("is still left", async () => {
    const chat = await begin("group", [alice, bob, carol]);
    await close(alice, chat);
    const chain = newChain(chat);
    const leave = leaveMessage(chat, bob, chain);
    await bob.call("leave", messageArguments(leave));
    advance(chain, leave);
    take(chat, 2, leave.hash);
    await commitNext(chat, alice, { reason: 4, roster: [alice.entry(2), carol.entry(1)] });
    expect(await refusal(carol.call("send", messageArguments(nextMessage(chat, carol, newChain(chat)))))).toBe(
      "E_CLOSED",
    );
  });

  it("does not exist between two people", async () => {
    const chat = await begin("direct", [alice, bob]);
    expect(await refusal(close(alice, chat))).toBe("E_ROLE");
  });

  it("about a thing of a platform is closed by the platform alone", async () => {
    const [made, chat] = await order();
    expect(await refusal(close(alice, chat))).toBe("E_ROLE");
    const change = (closed: unknown) =>
      db.call(serviceRole, "host_change_context", {
        key_hash,
        context: made.context,
        change: JSON.stringify({ closed }),
      });
    expect(await change(true)).toMatchObject({ closed: true, state: "open" });
    expect(await refusal(bob.call("send", messageArguments(nextMessage(chat, bob, newChain(chat)))))).toBe("E_CLOSED");
    expect(await refusal(change("yes"))).toBe("E_INPUT");
    await change(false);
    expect(await say(chat, bob, newChain(chat))).toMatchObject({ seq: 2 });
  });
});

async function order(): Promise<[{ context: string; conversation: string }, Model]> {
  const external_id = randomUUID();
  const parties = JSON.stringify([alice, bob].map(({ handle }) => ({ handle, role: "party" })));
  const made = (await db.call(serviceRole, "host_create_context", {
    ...{ key_hash, kind: "transaction", external_id, title: "Bicycle", parties },
  })) as { context: string; conversation: string };
  const chat = await begin(
    "transaction",
    [alice, bob],
    { conv: made.conversation, policyType: 1, policyAdd: 0, contextHash: contextHash("transaction", external_id) },
    made.context,
  );
  return [made, chat];
}

/** Tables that still know a conversation, by every column that could name it. */
async function traces(ids: readonly string[]): Promise<string[]> {
  const columns = await db.query<{ place: string; name: string }>(
    `select c.oid::regclass::text as place, quote_ident(a.attname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
      where n.nspname in ('chat', 'trust', 'ops') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and a.atttypid = 'uuid'::regtype`,
  );
  const found: string[] = [];
  for (const { place, name } of columns.rows) {
    const { rowCount } = await db.query(`select from ${place} where ${name} = any ($1)`, [ids]);
    if (rowCount) found.push(`${place}.${name}`);
  }
  return found.toSorted();
}

describe("a conversation that is deleted", () => {
  it("is closed at once, called back within its grace, and told to everybody", async () => {
    const chat = await begin("study", [alice, bob]);
    const chain = newChain(chat);
    await say(chat, bob, chain);
    expect(await refusal(erase(bob, chat))).toBe("E_ROLE");
    await erase(alice, chat);
    const { deletes_at } = (await stand(bob, chat)) as { deletes_at: string };
    expect((Date.parse(deletes_at) - Date.now()) / 86_400_000).toBeCloseTo(7, 2);
    expect(await refusal(bob.call("send", messageArguments(nextMessage(chat, bob, chain))))).toBe("E_CLOSED");
    expect(await deleteDue()).toBe(0);
    await erase(alice, chat, false);
    expect(await stand(bob, chat)).toMatchObject({ deletes_at: null, wishes: [] });
    expect(await say(chat, bob, chain)).toMatchObject({ seq: 3 });
  });

  it("leaves no row anywhere once its grace is over, and others untouched", async () => {
    const chat = await begin("group", [alice, bob, carol]);
    const other = await begin("group", [alice, bob]);
    for (const each of [chat, other]) {
      await say(each, alice, newChain(each));
      await say(each, bob, newChain(each));
    }
    await alice.call("tombstone", { conversation: chat.id, seqs: [2] });
    await alice.call("invite_put", {
      ...{ conversation: chat.id, invite: randomUUID(), token_hash: Buffer.alloc(32, 1).toString("base64"), uses: 1 },
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await commitNext(chat, alice, { reason: 3, roster: [alice.entry(2), bob.entry(1)] });
    const before = await traces([other.id]);
    expect((await traces([chat.id])).length).toBeGreaterThan(6);
    await erase(alice, chat);
    await graceOver(chat);
    expect(await deleteDue()).toBe(1);
    expect(await traces([chat.id])).toEqual([]);
    expect(await traces([other.id])).toEqual(before);
    const gone = (await bob.call("sync", { cursors: JSON.stringify({ [chat.id]: 1, [other.id]: 1 }) })) as {
      gone: string[];
    };
    expect(gone.gone).toEqual([chat.id]);
    expect(await refusal(bob.call("events", { conversation: chat.id, after: 0 }))).toBe("E_NOT_FOUND");
  });

  it("between two takes both, and either calls it back", async () => {
    const chat = await begin("direct", [alice, bob]);
    await erase(alice, chat);
    expect(await stand(bob, chat)).toMatchObject({ deletes_at: null, wishes: [alice.userId], may_delete: "together" });
    expect(await say(chat, bob, newChain(chat))).toMatchObject({ seq: 2 });
    await erase(bob, chat);
    expect(await stand(alice, chat)).toMatchObject({ deletes_at: expect.any(String) });
    await erase(alice, chat, false);
    expect(await stand(bob, chat)).toMatchObject({ deletes_at: null, wishes: [] });
    await erase(bob, chat);
    await graceOver(chat);
    expect(await deleteDue()).toBe(1);
    expect(await traces([chat.id])).toEqual(["chat.conversations.id"].slice(1));
  });

  it("about a thing of a platform goes with what is known of the thing", async () => {
    const [made, chat] = await order();
    await erase(alice, chat);
    await erase(bob, chat);
    await graceOver(chat);
    await deleteDue();
    expect(await traces([chat.id, made.context])).toEqual([]);
  });

  it("waits while it is locked or in dispute", async () => {
    const chat = await begin("group", [alice, bob]);
    await db.query("update chat.conversations set locked = true where id = $1", [chat.id]);
    expect(await refusal(erase(alice, chat))).toBe("E_LOCKED");
    await db.query("update chat.conversations set locked = false where id = $1", [chat.id]);
    await erase(alice, chat);
    await graceOver(chat);
    await db.query("update chat.conversations set case_id = gen_random_uuid() where id = $1", [chat.id]);
    expect(await deleteDue()).toBe(0);
  });

  it("is the only way a log goes: before its grace is over nobody removes an event, the owner included", async () => {
    const chat = await begin("group", [alice, bob]);
    await erase(alice, chat);
    expect(await refusal(db.query("delete from chat.events where conversation_id = $1", [chat.id]))).toBe(
      "E_IMMUTABLE",
    );
    expect(await refusal(db.query("select private.delete_conversation($1)", [chat.id]))).toBe("E_IMMUTABLE");
  });
});

it("the message that somebody leaves does not expire while they wait to be let go", async () => {
  const chat = await begin("group", [alice, bob, carol], { retentionDays: 1 });
  const leave = leaveMessage(chat, bob);
  await bob.call("leave", messageArguments(leave));
  await db.query(
    `begin; set local session_replication_role = replica;
     update chat.events set received_at = received_at - interval '2 days' where conversation_id = '${chat.id}';
     commit; update ops.expiries set next_at = now() where conversation_id = '${chat.id}'; select private.expire()`,
  );
  const { events } = (await carol.call("events", { conversation: chat.id, after: 1 })) as {
    events: { ct: string | null }[];
  };
  expect(events[0]?.ct).not.toBeNull();
});
