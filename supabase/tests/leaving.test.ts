import pg from "pg";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type Model,
  type Sent,
  advance,
  begin,
  commitArguments,
  commitNext,
  following,
  leaveMessage,
  messageArguments,
  newChain,
  nextMessage,
  say,
  take,
} from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person, mallory: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol, mallory] = (await Promise.all(
    ["alice", "bob", "carol", "mallory"].map((name) => addPerson(db, name)),
  )) as [Person, Person, Person, Person];
});
afterAll(() => db.close());

const group = () => begin("group", [alice, bob, carol]);
/** Says that this person leaves. */
async function leave(chat: Model, who: Person): Promise<Sent> {
  const chain = newChain(chat);
  const made = leaveMessage(chat, who, chain);
  const sent = (await who.call("leave", messageArguments(made))) as Sent;
  advance(chain, made);
  take(chat, 2, made.hash);
  return sent;
}
const without = (chat: Model, who: Person) => ({
  reason: 4,
  roster: chat.fields.roster.filter((entry) => entry.userId !== who.userId),
});
const members = async (chat: Model) => {
  const rows = await db.query<{ user_id: string }>(
    "select user_id from chat.members where conversation_id = $1 and left_seq is null",
    [chat.id],
  );
  return rows.rows.map((row) => row.user_id).toSorted();
};

describe("leave", () => {
  it("puts the wish into the log; somebody else's commit that has seen it lets the person go", async () => {
    const chat = await group();
    expect(await leave(chat, bob)).toMatchObject({ seq: 2, duplicate: false });
    expect(await members(chat)).toContain(bob.userId);
    await commitNext(chat, carol, without(chat, bob));
    expect(await members(chat)).toEqual([alice.userId, carol.userId].toSorted());
    await say(chat, alice, newChain(chat));
  });

  it("stops everything else: no message and no other commit until the leaver is out", async () => {
    const chat = await group();
    await leave(chat, bob);
    const message = nextMessage(chat, alice, newChain(chat));
    expect(await refusal(alice.call("send", messageArguments(message)))).toBe("E_STALE_EPOCH");
    const commit = (who: Person, change: Parameters<typeof following>[2]) =>
      refusal(who.call("commit", commitArguments(following(chat, who, change))));
    expect(await commit(alice, { reason: 5 })).toBe("E_REMOVE");
    expect(await commit(alice, { reason: 2, roster: [...chat.fields.roster, mallory.entry(1)] })).toBe("E_REMOVE");
    expect(await commit(alice, { ...without(chat, bob), seenSeq: 1 })).toBe("E_STALE_EPOCH");
    expect(await commit(alice, without(chat, carol))).toBe("E_REMOVE");
  });

  it("never lets the leaver make the next key", async () => {
    const chat = await group();
    await leave(chat, bob);
    for (const change of [without(chat, bob), { reason: 5 }, without(chat, carol)])
      expect(await refusal(bob.call("commit", commitArguments(following(chat, bob, change))))).toBe("E_REMOVE");
  });

  it("sent again with the same bytes answers with the same place, before and after the commit", async () => {
    const chat = await group();
    const made = leaveMessage(chat, bob);
    const first = await bob.call("leave", messageArguments(made));
    expect(await bob.call("leave", messageArguments(made))).toEqual({ ...(first as Sent), duplicate: true });
    take(chat, 2, made.hash);
    expect(await refusal(leave(chat, carol))).toBe("E_STALE_EPOCH");
  });

  it("is not for the last admin, who names another one first", async () => {
    const chat = await group();
    expect(await refusal(leave(chat, alice))).toBe("E_ROLE");
    const roster = [alice.entry(2), bob.entry(2), carol.entry(1)];
    await commitNext(chat, alice, { reason: 9, roster });
    await leave(chat, alice);
    await commitNext(chat, bob, without(chat, alice));
    expect(await members(chat)).not.toContain(alice.userId);
  });

  it("is not for the only one, nor for direct conversations and notes, nor for strangers", async () => {
    const alone = await begin("group", [alice]);
    expect(await refusal(leave(alone, alice))).toBe("E_REMOVE");
    const pair = await begin("direct", [alice, await addPerson(db, "dan")]);
    expect(await refusal(leave(pair, alice))).toBe("E_DIRECT");
    const chat = await group();
    expect(await refusal(leave(chat, mallory))).toBe("E_NOT_FOUND");
    const asBob = leaveMessage(chat, bob);
    expect(await refusal(carol.call("leave", messageArguments(asBob)))).toBe("E_SENDER");
  });

  it("cannot be deleted while it waits: whoever was not there could not let the leaver go", async () => {
    const chat = await group();
    const { seq } = await leave(chat, bob);
    expect(await refusal(bob.call("tombstone", { conversation: chat.id, seqs: [seq] }))).toBe("E_REMOVE");
    await commitNext(chat, carol, without(chat, bob));
    expect(await members(chat)).not.toContain(bob.userId);
  });

  it("M49: is said in the signed header: leave() takes nothing else, and no other door takes it", async () => {
    const chat = await group();
    const [leaving, plain] = [leaveMessage(chat, bob), nextMessage(chat, bob, newChain(chat))];
    expect(await refusal(bob.call("leave", messageArguments(plain)))).toBe("E_FORMAT");
    expect(await refusal(bob.call("send", messageArguments(leaving)))).toBe("E_TYPE");
    const at = { at: new Date(Date.now() + 60_000).toISOString(), expected_version: 0 };
    expect(await refusal(bob.call("schedule", { ...messageArguments(leaving), ...at }))).toBe("E_FORMAT");
    const unsigned = { ...messageArguments(leaving), sig: toBase64(random(64)) };
    expect(await bob.call("leave", unsigned)).toBeNull();
    const bySomebody = nextMessage(chat, { ...bob, keys: carol.keys }, newChain(chat), { leaves: true });
    expect(await bob.call("leave", messageArguments(bySomebody))).toBeNull();
    expect((await db.query("select from chat.leaves where conversation_id = $1", [chat.id])).rowCount).toBe(0);
    expect(await bob.call("leave", messageArguments(leaving))).toMatchObject({ seq: 2 });
  });

  it("of two at once takes one; the other has to let go first", async () => {
    const chat = await group();
    const [one, two] = [bob, carol].map((who) => ({ who, made: leaveMessage(chat, who) }));
    const results = await Promise.allSettled(
      [one, two].map(async (each) => each?.who.call("leave", messageArguments(each.made))),
    );
    expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("two who let somebody go at once", () => {
  it("come after one another: whoever loses is told so, however the other comes in between", async () => {
    const chat = await group();
    await leave(chat, bob);
    const late = following(chat, carol, without(chat, bob));
    // Carol's call stands still once, between looking at the conversation and looking at the rules.
    await db.query(`create or replace function private.demand(holds boolean, code text) returns void
      language plpgsql volatile set search_path = '' as $$
      begin
        if code = 'E_LOCKED' and auth.uid() = '${carol.userId}' then
          perform pg_advisory_xact_lock_shared(7);
        end if;
        if holds is not true then perform private.refuse(code); end if;
      end $$`);
    const gate = new pg.Client(db.url);
    await gate.connect();
    try {
      await gate.query("select pg_advisory_lock(7)");
      const losing = refusal(carol.call("commit", commitArguments(late)));
      const stands = "select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'";
      await vi.waitFor(async () => expect((await db.query(stands)).rowCount).toBe(1), { timeout: 10_000 });
      await commitNext(chat, alice, without(chat, bob));
      await gate.query("select pg_advisory_unlock(7)");
      expect(await losing).toBe("E_STALE_EPOCH");
    } finally {
      await gate.end();
    }
  });
});
