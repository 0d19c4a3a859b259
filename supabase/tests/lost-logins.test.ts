import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Model, begin, commitNext, messageArguments, newChain, nextMessage } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person;
let chat: Model, other: Model;
/** Alice's logins: the one she asks with, and one on a device that she has lost. */
let here: string, lost: string;

beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
});
beforeEach(async () => {
  await db.query("delete from auth.sessions");
  [here, lost] = [randomUUID(), randomUUID()];
  await db.query("insert into auth.sessions (id, user_id, created_at) values ($1, $3, now()), ($2, $3, now())", [
    here,
    lost,
    alice.userId,
  ]);
  chat = await begin("group", [bob, alice]);
  other = await begin("group", [bob]);
});
afterAll(() => db.close());

const asAlice = (name: "session_end" | "sessions_end_others", args = {}) =>
  db.call({ ...alice, sessionId: here }, name, args);
const bobSends = (to: Model) => bob.call("send", messageArguments(nextMessage(to, bob, newChain(to))));

describe("a login that its person ends from somewhere else", () => {
  it.each([
    ["with all others", () => asAlice("sessions_end_others")],
    ["alone", () => asAlice("session_end", { id: lost })],
  ])("%s, brings a new key to every conversation of that person before the next message", async (_, end) => {
    await bobSends(chat);
    chat.lastSeq += 1;
    await end();
    expect(await refusal(bobSends(chat))).toBe("E_STALE_EPOCH");
    const head = await db.query<{ transcript: Buffer }>("select transcript from chat.conversations where id = $1", [
      chat.id,
    ]);
    chat.transcript = new Uint8Array(head.rows[0]!.transcript);
    await commitNext(chat, bob);
    await bobSends(chat);
  });

  it("changes nothing where that person is not", async () => {
    await asAlice("sessions_end_others");
    await bobSends(other);
  });

  it("that is the own one, or is none, is a plain sign-out: nobody gets new keys for it", async () => {
    await asAlice("session_end", { id: randomUUID() });
    await asAlice("session_end", { id: here });
    await bobSends(chat);
  });

  it("and two people at once do not wait for each other for ever", async () => {
    const session = randomUUID();
    await db.query("insert into auth.sessions (id, user_id, created_at) values ($1, $2, now()), ($3, $2, now())", [
      session,
      bob.userId,
      randomUUID(),
    ]);
    for (let i = 0; i < 4; i++) await begin("group", [alice, bob]);
    await Promise.all([
      asAlice("sessions_end_others"),
      db.call({ ...bob, sessionId: session }, "sessions_end_others", {}),
    ]);
    expect(await refusal(bobSends(chat))).toBe("E_STALE_EPOCH");
  });
});
