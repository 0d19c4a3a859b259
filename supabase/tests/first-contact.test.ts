import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import {
  type Model,
  begin,
  commitArguments,
  commitNext,
  following,
  genesis,
  newChain,
  say,
} from "./support/conversation";
import { type Database, openDatabase, serviceRole } from "./support/database";
import { pointer } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, mallory: Person;
let chat: Model;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());
beforeEach(async () => {
  [alice, bob, mallory] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "mallory")]);
  chat = await begin("direct", [alice, bob], {}, undefined, { accepted: false });
});

interface Summary {
  id: string;
  awaits: string | null;
}
const listed = async (who: Person) => (await who.call("conversations")) as Summary[];
const awaits = async (who: Person) => (await listed(who)).find(({ id }) => id === chat.id)?.awaits;
const answer = (who: Person, accept: boolean) => who.call("request_answer", { conversation: chat.id, accept });

describe("a stranger", () => {
  it("has one message until the other person accepts", async () => {
    const chain = newChain(chat);
    await say(chat, alice, chain);
    expect(await refusal(say(chat, alice, chain))).toBe("E_REQUEST");
    expect(await awaits(alice)).toBe(bob.userId);
    expect(await awaits(bob)).toBe(bob.userId);
    await answer(bob, true);
    expect(await awaits(alice)).toBeNull();
    await say(chat, alice, chain);
  });

  it("cannot accept in the other's place, nor can anybody else", async () => {
    for (const who of [alice, mallory]) expect(await refusal(answer(who, true))).toBe("E_NOT_FOUND");
    expect(await awaits(bob)).toBe(bob.userId);
  });

  it("says nothing by commits either: no name of the conversation, none after the message, no endless row of them", async () => {
    const named = following(chat, alice, { metadata: random(336) });
    expect(await refusal(alice.call("commit", commitArguments(named)))).toBe("E_REQUEST");
    for (let round = 0; round < 4; round++) await commitNext(chat, alice);
    const commit = () => refusal(alice.call("commit", commitArguments(following(chat, alice, {}))));
    expect(await commit()).toBe("E_REQUEST");
    await say(chat, alice, newChain(chat));
    expect(await commit()).toBe("E_REQUEST");
    await commitNext(chat, bob);
    expect(await awaits(bob)).toBe(bob.userId);
    await answer(bob, true);
    await commitNext(chat, alice, { metadata: random(336) });
  });

  it("cannot begin anew to get another message", async () => {
    await say(chat, alice, newChain(chat));
    const again = genesis(alice, [alice.entry(1), bob.entry(1)], { policyType: 1, policyAdd: 0 });
    const { disclosures: _, ...args } = commitArguments(again);
    expect(await alice.call("create_conversation", { kind: "direct", ...args })).toEqual({
      conversation: chat.id,
      created: false,
    });
    expect(await refusal(say(chat, alice, newChain(chat)))).toBe("E_REQUEST");
  });

  it("learns nothing of the person asked: no position is kept, and the topic is shut to both", async () => {
    await say(chat, alice, newChain(chat));
    const place = { conv: chat.id, user: bob.userId, seq: 2, transcript: chat.transcript };
    for (const kind of ["read", "view"] as const)
      await bob.call("pointer_put", { pointer: toBase64(pointer(kind, place, bob.keys.edSeed)) });
    const kept = await db.query("select from chat.pointers where conversation_id = $1", [chat.id]);
    expect(kept.rowCount).toBe(0);
    const heard = async (who: Person) => {
      const topic = `conversation:${chat.id}:1`;
      return db.as(who, async (client) => {
        await client.query("select set_config('realtime.topic', $1, true)", [topic]);
        const insert = "insert into realtime.messages (topic, extension) values ($1, 'broadcast')";
        return client.query(insert, [topic]).then(
          () => "heard",
          () => "silent",
        );
      });
    };
    expect([await heard(alice), await heard(bob)]).toEqual(["silent", "silent"]);
    await answer(bob, true);
    expect([await heard(alice), await heard(bob)]).toEqual(["heard", "heard"]);
  });

  it("is not told that they were declined, and the other does not see it any more, but may change their mind", async () => {
    await say(chat, alice, newChain(chat));
    await db.query("delete from realtime.messages");
    await answer(bob, false);
    const told = await db.query<{ topic: string }>("select topic from realtime.messages");
    expect(told.rows.map(({ topic }) => topic)).toEqual([`user:${bob.userId}`]);
    expect(await awaits(alice)).toBe(bob.userId);
    expect(await listed(bob)).toEqual([]);
    const sync = await bob.call("sync", { cursors: JSON.stringify({ [chat.id]: 2 }) });
    expect(sync).toMatchObject({ conversations: [], gone: [chat.id] });
    await answer(bob, true);
    expect(await listed(bob)).toHaveLength(1);
  });
});

describe("no stranger", () => {
  it("is whoever is answered", async () => {
    await say(chat, alice, newChain(chat));
    await say(chat, bob, newChain(chat));
    expect(await awaits(alice)).toBeNull();
    await say(chat, alice, newChain(chat));
  });

  it("is whoever one has spoken with in a group; to be put into one makes no acquaintance", async () => {
    const group = await begin("group", [mallory, alice, bob], {}, undefined, { accepted: false });
    await say(group, mallory, newChain(group));
    await say(group, alice, newChain(group));
    chat = await begin("direct", [mallory, bob], {}, undefined, { accepted: false });
    expect(await awaits(bob)).toBe(bob.userId);
    chat = await begin("direct", [mallory, alice], {}, undefined, { accepted: false });
    expect(await awaits(alice)).toBeNull();
  });

  it("is whoever a platform has brought together with one", async () => {
    const key_hash = "ce".repeat(32);
    await db.call(serviceRole, "host_create_platform", { name: "market", key_hash });
    const parties = JSON.stringify([mallory, bob].map((p) => ({ handle: p.handle, role: "party" })));
    const args = { key_hash, kind: "post", external_id: mallory.handle, title: "Bike", parties };
    await db.call(serviceRole, "host_create_context", args);
    chat = await begin("direct", [mallory, bob], {}, undefined, { accepted: false });
    expect(await awaits(bob)).toBeNull();
  });
});

describe("strangers", () => {
  /** With room for so many strangers at once, and an hour for the next. */
  async function withRoomFor(burst: number, work: () => Promise<void>): Promise<void> {
    await db.query("update ops.limits set burst = $1, every = interval '1 hour' where name = 'stranger'", [burst]);
    try {
      await work();
    } finally {
      await db.query("update ops.limits set burst = 1000000 where name = 'stranger'");
    }
  }

  it("are reached by nobody without end, neither one by one, nor in a group, nor by adding", async () => {
    const many = await Promise.all(Array.from({ length: 5 }, (_, at) => addPerson(db, `stranger${at}`)));
    const [one, two, three, four, five] = many as [Person, Person, Person, Person, Person];
    const spammer = await addPerson(db, "spammer");
    await withRoomFor(3, async () => {
      await begin("direct", [spammer, one], {}, undefined, { accepted: false });
      const group = await begin("group", [spammer, two, three]);
      for (const kind of ["direct", "group"] as const)
        expect(await refusal(begin(kind, [spammer, four], {}, undefined, { accepted: false }))).toBe("E_RATE");
      const roster = [spammer.entry(2), two.entry(1), three.entry(1), five.entry(1)];
      expect(await refusal(commitNext(group, spammer, { reason: 2, roster }))).toBe("E_RATE");
      // Who is known costs nothing: they are in a group with her already, and one has answered.
      await commitNext(group, spammer, { reason: 3, roster: [spammer.entry(2), two.entry(1)] });
      expect(await refusal(commitNext(group, spammer, { reason: 2, roster: roster.slice(0, 3) }))).toBe("E_RATE");
    });
  });

  it("who have answered cost nothing", async () => {
    await answer(bob, true);
    // Bob was one, when she wrote to him.
    await withRoomFor(2, async () => {
      const group = await begin("group", [alice, mallory]);
      expect(await refusal(begin("group", [alice, await addPerson(db, "another")]))).toBe("E_RATE");
      await commitNext(group, alice, { reason: 2, roster: [alice.entry(2), mallory.entry(1), bob.entry(1)] });
    });
  });
});
