import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bytes, toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { begin, messageArguments, newChain, nextMessage } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { newKeys, slot, statement, statementHash, u32, zeros } from "./support/forge";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

/** A session of that person which began so long ago; its id. */
async function session(person: Person, ago: string): Promise<string> {
  const id = randomUUID();
  await db.query(
    "insert into auth.sessions (id, user_id, created_at, updated_at) values ($1, $2, now() - $3::interval, now())",
    [id, person.userId, ago],
  );
  return id;
}

const account = async (person: Person) =>
  (await person.call("account")) as { statements: string[]; slots: { body: string }[]; bundle: { version: number } };

/** A slot that wraps the second master key. */
function secondSlot(person: Person, kind: 1 | 2): Bytes {
  const body = slot(person.userId, kind);
  body.set(u32(2), 40);
  return body;
}

function reset(person: Person, change: { flags?: number; generation?: number; previous?: Bytes } = {}) {
  const body = statement(person.userId, newKeys(), {
    ...{ generation: 2, flags: 2, previous: statementHash(person.statement) },
    ...change,
  });
  return {
    statement: toBase64(body),
    bundle: toBase64(random(80 + 68)),
    store: toBase64(random(200)),
    slots: [toBase64(secondSlot(person, 1)), toBase64(secondSlot(person, 2))],
    expected_bundle_version: 1,
    expected_store_version: 1,
  };
}

const startOver = (person: Person, sessionId: string, args = reset(person)) =>
  db.call({ ...person, sessionId }, "start_over", args);

describe("new keys of a member", () => {
  it("take a commit before the next message in all their conversations and in no other, and everybody is told", async () => {
    const [alice, bob, carol] = [
      await addPerson(db, "alice"),
      await addPerson(db, "bob"),
      await addPerson(db, "carol"),
    ];
    const [withBob, without] = [await begin("direct", [alice, bob]), await begin("direct", [alice, carol])];
    const due = async ({ id }: { id: string }) =>
      (await db.query<{ due: boolean }>("select rotation_required as due from chat.conversations where id = $1", [id]))
        .rows[0]?.due;
    expect([await due(withBob), await due(without)]).toEqual([false, false]);
    await startOver(bob, await session(bob, "1 minute"));
    expect([await due(withBob), await due(without)]).toEqual([true, false]);
    const message = messageArguments(nextMessage(withBob, alice, newChain(withBob)));
    expect(await refusal(alice.call("send", message))).toBe("E_STALE_EPOCH");
    const told = await db.query<{ topic: string }>(
      "select topic from realtime.messages where event = 'conversation' and payload ->> 'conversation' = $1",
      [withBob.id],
    );
    expect(told.rows.map(({ topic }) => topic)).toEqual(
      expect.arrayContaining([`user:${alice.userId}`, `user:${bob.userId}`]),
    );
  });
});

describe("start_over", () => {
  it("puts statement, bundle, store and slots anew, and nothing older opens the account", async () => {
    const alice = await addPerson(db, "alice");
    const before = await account(alice);
    const made = reset(alice);
    await startOver(alice, await session(alice, "5 minutes"), made);
    const after = await account(alice);
    expect(after.statements).toEqual([...before.statements, made.statement]);
    expect(after.slots.map(({ body }) => body).toSorted()).toEqual(made.slots.toSorted());
    expect(after.bundle).toEqual({ version: 2, body: made.bundle });
  });

  it("takes a login of the last hour: not an old one, not one of somebody else, not one that is over", async () => {
    const [alice, bob] = [await addPerson(db, "alice"), await addPerson(db, "bob")];
    const before = await account(alice);
    for (const id of [await session(alice, "61 minutes"), await session(bob, "1 minute"), randomUUID(), "x"])
      expect(await refusal(startOver(alice, id))).toBe("E_LOGIN_OLD");
    expect(await refusal(alice.call("start_over", reset(alice)))).toBe("E_LOGIN_OLD");
    expect(await account(alice)).toEqual(before);
  });

  it("takes the next reset of the person's own chain and nothing else", async () => {
    const [alice, bob] = [await addPerson(db, "alice"), await addPerson(db, "bob")];
    const recent = await session(alice, "1 minute");
    const tried = async (change: Parameters<typeof reset>[1]) =>
      refusal(startOver(alice, recent, reset(alice, change)));
    for (const flags of [0, 1]) expect(await tried({ flags })).toBe("E_CHAIN");
    for (const generation of [1, 3]) expect(await tried({ generation })).toBe("E_CHAIN");
    expect(await tried({ previous: zeros(32) })).toBe("E_CHAIN");
    expect(await refusal(startOver(alice, recent, reset(bob)))).toBe("E_USER");
  });

  it("takes slots of the next master key only, and no way to unlock is left out", async () => {
    const alice = await addPerson(db, "alice");
    const recent = await session(alice, "1 minute");
    const old = { ...reset(alice), slots: [toBase64(slot(alice.userId, 1))] };
    expect(await refusal(startOver(alice, recent, old))).toBe("E_CHAIN");
    expect(await refusal(startOver(alice, recent, { ...reset(alice), slots: [] }))).toBe("E_FORMAT");
    expect((await account(alice)).slots).toHaveLength(2);
  });

  it("of two at once, or after another device's change, one wins and the other is told", async () => {
    const alice = await addPerson(db, "alice");
    const recent = await session(alice, "1 minute");
    const results = await Promise.allSettled([startOver(alice, recent), startOver(alice, recent)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const lost = results.find(({ status }) => status === "rejected");
    expect(lost).toMatchObject({ reason: { message: "E_VERSION" } });
  });
});
