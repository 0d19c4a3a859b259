import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  begin,
  commitNext,
  messageArguments,
  newChain,
  nextMessage,
  say,
  type WireEvent,
} from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person;
let bob: Person;
let carol: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "carol")]);
});
afterAll(() => db.close());

/** A conversation with two messages of Alice (2, 3) and one of Bob (4). */
async function talk() {
  const chat = await begin("group", [alice, bob]);
  const chain = newChain(chat);
  await say(chat, alice, chain);
  await say(chat, alice, chain);
  await say(chat, bob, newChain(chat));
  return { chat, chain };
}
const eventsOf = async (who: Person, conversation: string) =>
  ((await who.call("events", { conversation, after: 0 })) as { events: WireEvent[] }).events;
const quarantined = async (conversation: string) =>
  (await db.query("select seq::int from chat.quarantine where conversation_id = $1 order by seq", [conversation])).rows;

describe("tombstone", () => {
  it("takes the content of an own message out of the log and keeps its place, hash and transcript", async () => {
    const { chat } = await talk();
    const before = await eventsOf(bob, chat.id);
    expect(await alice.call("tombstone", { conversation: chat.id, seqs: [2] })).toEqual({ gone: 1 });
    const after = await eventsOf(bob, chat.id);
    expect(after[1]).toEqual({ ...before[1], epoch: 0, body: null, sig: null, ct: null, tombstone: "author" });
    expect(after.filter((_, at) => at !== 1)).toEqual(before.filter((_, at) => at !== 1));
    const rows = await db.query("select transcript from chat.events where conversation_id = $1 and seq = 4", [chat.id]);
    expect(rows.rows).toEqual([{ transcript: Buffer.from(chat.transcript) }]);
  });

  it("takes it out of what was announced as well: no replay brings it back", async () => {
    const { chat } = await talk();
    const announced = async () => {
      const { rows } = await db.query<{ seq: string; held: boolean }>(
        `select payload ->> 'seq' as seq, payload ->> 'ct' is not null as held from realtime.messages
           where event = 'event' and payload ->> 'conversation' = $1 group by 1, 2 order by 1`,
        [chat.id],
      );
      return rows;
    };
    const rest = [
      { seq: "3", held: true },
      { seq: "4", held: true },
    ];
    expect(await announced()).toEqual([{ seq: "2", held: true }, ...rest]);
    await alice.call("tombstone", { conversation: chat.id, seqs: [2] });
    expect(await announced()).toEqual(rest);
  });

  it("is done once, however often it is asked for", async () => {
    const { chat } = await talk();
    await alice.call("tombstone", { conversation: chat.id, seqs: [2] });
    expect(await alice.call("tombstone", { conversation: chat.id, seqs: [2, 3] })).toEqual({ gone: 1 });
    expect(await alice.call("tombstone", { conversation: chat.id, seqs: [2, 3] })).toEqual({ gone: 0 });
    expect(await quarantined(chat.id)).toEqual([{ seq: 2 }, { seq: 3 }]);
  });

  it("M05: leaves messages of others and commits alone, and then does nothing at all", async () => {
    const { chat } = await talk();
    for (const seqs of [[4], [2, 4], [1], [2, 1]]) {
      expect(await refusal(alice.call("tombstone", { conversation: chat.id, seqs }))).toBe("E_AUTHOR");
    }
    expect((await eventsOf(alice, chat.id)).every((event) => event.tombstone === null)).toBe(true);
    expect(await quarantined(chat.id)).toEqual([]);
  });

  it("is for members: strangers, former members and made-up conversations are told the same", async () => {
    const { chat } = await talk();
    const ask = (who: Person, conversation = chat.id) => refusal(who.call("tombstone", { conversation, seqs: [2] }));
    expect(await ask(carol)).toBe("E_NOT_FOUND");
    expect(await ask(alice, randomUUID())).toBe("E_NOT_FOUND");
    await commitNext(chat, alice, { reason: 3, roster: [alice.entry(2)] });
    expect(await ask(bob)).toBe("E_NOT_FOUND");
  });

  it("D09: waits while a conversation is locked", async () => {
    const { chat } = await talk();
    await db.query("update chat.conversations set locked = true where id = $1", [chat.id]);
    expect(await refusal(alice.call("tombstone", { conversation: chat.id, seqs: [2] }))).toBe("E_LOCKED");
  });

  it.each([[[]], [[null]], [Array.from({ length: 258 }, (_, at) => at + 1)]])(
    "O13: refuses a list of another form",
    async (seqs) => {
      const { chat } = await talk();
      expect(await refusal(alice.call("tombstone", { conversation: chat.id, seqs }))).toBe("E_FORMAT");
    },
  );

  it("leaves the writer's chain as it was: the next message follows", async () => {
    const { chat, chain } = await talk();
    await alice.call("tombstone", { conversation: chat.id, seqs: [3] });
    expect(await alice.call("send", messageArguments(nextMessage(chat, alice, chain)))).toMatchObject({ seq: 5 });
  });
});

describe("what was deleted", () => {
  it("M50: does not come back by the same bytes, while they are kept or after", async () => {
    const chat = await begin("group", [alice, bob]);
    const { message } = await say(chat, alice, newChain(chat));
    await alice.call("tombstone", { conversation: chat.id, seqs: [2] });
    expect(await refusal(alice.call("send", messageArguments(message)))).toBe("E_CHAIN");
    await db.query("delete from chat.quarantine where conversation_id = $1", [chat.id]);
    expect(await refusal(alice.call("send", messageArguments(message)))).toBe("E_CHAIN");
    expect((await eventsOf(bob, chat.id)).map(({ seq, tombstone }) => [seq, tombstone])).toEqual([
      [1, null],
      [2, "author"],
    ]);
  });
});

describe("quarantine", () => {
  it("keeps the exact bytes for seven days, for nobody to read, and forgets them with the next deletion", async () => {
    const { chat } = await talk();
    const [, first] = await eventsOf(alice, chat.id);
    await alice.call("tombstone", { conversation: chat.id, seqs: [2] });
    const kept = await db.query<{ ct: Buffer; left: number }>(
      "select ct, extract(day from until - now())::int as left from chat.quarantine where conversation_id = $1",
      [chat.id],
    );
    expect(kept.rows).toEqual([{ ct: Buffer.from(first?.ct ?? "", "base64"), left: expect.any(Number) }]);
    expect([6, 7]).toContain(kept.rows[0]?.left);
    await alice.call("tombstone", { conversation: chat.id, seqs: [3] });
    expect(await quarantined(chat.id)).toEqual([{ seq: 2 }, { seq: 3 }]);
    await db.query("update chat.quarantine set until = now() where conversation_id = $1 and seq = 2", [chat.id]);
    const other = await talk();
    await alice.call("tombstone", { conversation: other.chat.id, seqs: [2] });
    expect(await quarantined(chat.id)).toEqual([{ seq: 3 }]);
  });
});
