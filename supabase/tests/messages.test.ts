import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concat, fromBase64, toBase64, uuidToBytes } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import {
  type Sent,
  type WireEvent,
  advance,
  begin,
  commitNext,
  messageArguments,
  newChain,
  nextMessage,
  say,
  take,
} from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { u32, u64 } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal, sqlState } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person, mallory: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol, mallory] = await Promise.all([
    addPerson(db, "alice"),
    addPerson(db, "bob"),
    addPerson(db, "carol"),
    addPerson(db, "mallory"),
  ]);
});
afterAll(() => db.close());

const group = () => begin("group", [alice, bob, carol]);

describe("send", () => {
  it("appends with the next seq, and the stored transcript is the one that TypeScript computes", async () => {
    const chat = await group();
    const [chain, other] = [newChain(chat), newChain(chat)];
    expect(await say(chat, alice, chain)).toMatchObject({ seq: 2, duplicate: false });
    expect(await say(chat, bob, other, 528)).toMatchObject({ seq: 3, duplicate: false });
    expect(await say(chat, alice, chain, 65_552)).toMatchObject({ seq: 4, duplicate: false });
    const state = await db.query("select last_seq, message_count, transcript from chat.conversations where id = $1", [
      chat.id,
    ]);
    expect(state.rows).toEqual([{ last_seq: "4", message_count: "3", transcript: Buffer.from(chat.transcript) }]);
  });

  it("keeps exactly the bytes that were sent, and describes them by what they say", async () => {
    const chat = await group();
    const chain = newChain(chat);
    const { message, seq } = await say(chat, bob, chain, 1040);
    const { events } = (await carol.call("events", { conversation: chat.id, after: 1 })) as { events: WireEvent[] };
    expect(events).toEqual([
      {
        ...{ conversation: chat.id, seq, kind: 2, epoch: 1, hash: toBase64(message.hash), tombstone: null },
        ...{ received_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/), body: toBase64(message.hdr) },
        ...{ sig: toBase64(message.sig), ct: toBase64(message.ct), boxes: null, disclosures: null, metadata: null },
      },
    ]);
    const row = await db.query(
      "select author, chain_id, counter, epoch from chat.events where conversation_id = $1 and seq = $2",
      [chat.id, seq],
    );
    expect(row.rows).toEqual([{ author: bob.userId, chain_id: expect.any(String), counter: "0", epoch: "1" }]);
  });

  it("answers a retry of the same bytes with the same seq, and refuses other bytes under the id (M16)", async () => {
    const chat = await group();
    const chain = newChain(chat);
    const message = nextMessage(chat, alice, chain);
    const first = (await alice.call("send", messageArguments(message))) as Sent;
    const again = await alice.call("send", messageArguments(message));
    expect(again).toEqual({ ...first, duplicate: true });
    const other = nextMessage(chat, alice, chain, { msgId: message.hdr.slice(24, 40), counter: 1 });
    expect(await refusal(alice.call("send", messageArguments(other)))).toBe("E_MSG_ID");
    const otherHeader = message.hdr.slice();
    otherHeader.set(random(32), 216);
    const bent = { ...messageArguments(message), hdr: toBase64(otherHeader) };
    expect(await refusal(alice.call("send", bent))).toBe("E_MSG_ID");
    const resigned = { ...messageArguments(message), sig: toBase64(random(64)) };
    expect(await refusal(alice.call("send", resigned))).toBe("E_MSG_ID");
    const rows = await db.query("select count(*)::int as n from chat.events where conversation_id = $1 and kind = 2", [
      chat.id,
    ]);
    expect(rows.rows).toEqual([{ n: 1 }]);
  });

  it("answers a retry even after the epoch has changed, a rotation is due or the conversation is locked", async () => {
    const chat = await group();
    const message = messageArguments(nextMessage(chat, alice, newChain(chat)));
    const first = await alice.call("send", message);
    const again = { ...(first as Sent), duplicate: true };
    await alice.call("require_rotation", { conversation: chat.id });
    expect(await alice.call("send", message)).toEqual(again);
    await commitNext(chat, bob);
    expect(await alice.call("send", message)).toEqual(again);
    await db.query("update chat.conversations set locked = true where id = $1", [chat.id]);
    expect(await alice.call("send", message)).toEqual(again);
  });

  it("accepts one of identical retries that arrive at the same moment", async () => {
    const chat = await group();
    const message = messageArguments(nextMessage(chat, alice, newChain(chat)));
    const answers = (await Promise.all(Array.from({ length: 6 }, () => alice.call("send", message)))) as Sent[];
    expect(answers.map((a) => a.seq)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(answers.filter((a) => !a.duplicate)).toHaveLength(1);
  });

  it("refuses two messages at the same place of a chain (M02)", async () => {
    const chat = await group();
    const chain = newChain(chat);
    await say(chat, alice, chain);
    const fork = nextMessage(chat, alice, { ...chain, counter: 0 });
    expect(await refusal(alice.call("send", messageArguments(fork)))).toBe("E_CHAIN");
    const bobsOwn = nextMessage(chat, bob, { ...chain, counter: 0 });
    expect(await bob.call("send", messageArguments(bobsOwn))).toMatchObject({ seq: 3 });
  });

  it("has the same rule as a constraint, should the function ever forget it", async () => {
    const chat = await group();
    const chain = newChain(chat);
    await say(chat, alice, chain);
    const fork = nextMessage(chat, alice, { ...chain, counter: 0 });
    const insert = db.query(
      `insert into chat.events (conversation_id, seq, kind, hash, transcript, received_at, body, sig, ct)
        values ($1, 3, 2, $2, $2, now(), $3, $4, $5)`,
      [chat.id, fork.hash, fork.hdr, fork.sig, fork.ct].map((v) => (v instanceof Uint8Array ? Buffer.from(v) : v)),
    );
    expect(await sqlState(insert)).toBe("23505");
  });

  it("tells a stranger, a former member and somebody who made the id up exactly the same (X02)", async () => {
    const chat = await group();
    await commitNext(chat, alice, { reason: 3, roster: [alice.entry(2), bob.entry(1)] });
    const sendAs = (who: Person, conv = chat.id) =>
      who.call("send", messageArguments(nextMessage(chat, who, newChain(chat), { conv })));
    expect(await refusal(sendAs(mallory))).toBe("E_NOT_FOUND");
    expect(await refusal(sendAs(carol))).toBe("E_NOT_FOUND");
    expect(await refusal(sendAs(alice, randomUUID()))).toBe("E_NOT_FOUND");
  });

  it("lets nobody send as somebody else (E_SENDER)", async () => {
    const chat = await group();
    const alices = messageArguments(nextMessage(chat, alice, newChain(chat)));
    expect(await refusal(bob.call("send", alices))).toBe("E_SENDER");
    expect(await refusal(mallory.call("send", alices))).toBe("E_SENDER");
  });

  it("refuses what is not under the current epoch and commit, or while a rotation is due (M15)", async () => {
    const chat = await group();
    const chain = newChain(chat);
    const old = nextMessage(chat, bob, chain);
    const wrongCommit = nextMessage(chat, bob, chain, { commitHash: random(32) });
    expect(await refusal(bob.call("send", messageArguments(wrongCommit)))).toBe("E_STALE_EPOCH");
    const future = nextMessage(chat, bob, chain, { epoch: 2 });
    expect(await refusal(bob.call("send", messageArguments(future)))).toBe("E_STALE_EPOCH");
    await commitNext(chat, alice);
    expect(await refusal(bob.call("send", messageArguments(old)))).toBe("E_STALE_EPOCH");
    await alice.call("require_rotation", { conversation: chat.id });
    expect(await refusal(bob.call("send", messageArguments(nextMessage(chat, bob, chain))))).toBe("E_STALE_EPOCH");
    await commitNext(chat, bob);
    expect(await say(chat, bob, chain)).toMatchObject({ duplicate: false });
  });

  it("is refused while a moderator has locked the conversation", async () => {
    const chat = await group();
    await db.query("update chat.conversations set locked = true where id = $1", [chat.id]);
    expect(await refusal(alice.call("send", messageArguments(nextMessage(chat, alice, newChain(chat)))))).toBe(
      "E_LOCKED",
    );
    expect(await refusal(commitNext(chat, alice))).toBe("E_LOCKED");
  });

  it("refuses ciphertext that differs from what the header says (E_CTHASH)", async () => {
    const chat = await group();
    const m = nextMessage(chat, alice, newChain(chat));
    expect(await refusal(alice.call("send", { ...messageArguments(m), ct: toBase64(random(272)) }))).toBe("E_CTHASH");
    expect(await refusal(alice.call("send", { ...messageArguments(m), ct: toBase64(concat(m.ct, random(256))) }))).toBe(
      "E_CTHASH",
    );
  });

  it("refuses a length in the header that the ciphertext does not have, although its hash is right", async () => {
    const chat = await group();
    const m = nextMessage(chat, alice, newChain(chat));
    const hdr = m.hdr.slice();
    hdr.set(u32(528), 248);
    expect(await refusal(alice.call("send", { ...messageArguments(m), hdr: toBase64(hdr) }))).toBe("E_CTHASH");
  });

  it("refuses any other magic, suite, kind or reserved byte (E_TYPE), and any other size", async () => {
    const chat = await group();
    const m = nextMessage(chat, alice, newChain(chat));
    const good = messageArguments(m);
    for (let at = 0; at < 8; at++) {
      const hdr = m.hdr.slice();
      hdr.set([(hdr[at] ?? 0) ^ 1], at);
      expect(await refusal(alice.call("send", { ...good, hdr: toBase64(hdr) }))).toBe("E_TYPE");
    }
    for (const size of [16, 271, 273, 65_551])
      expect(await refusal(alice.call("send", { ...good, ct: toBase64(random(size)) }))).toBe("E_FORMAT");
    for (const size of [63, 65])
      expect(await refusal(alice.call("send", { ...good, sig: toBase64(random(size)) }))).toBe("E_FORMAT");
    const late = m.hdr.slice();
    late.set(u64(2n ** 53n), 144);
    expect(await refusal(alice.call("send", { ...good, hdr: toBase64(late) }))).toBe("E_RANGE");
  });

  it("is limited per account, not per conversation", async () => {
    await db.query("update ops.limits set burst = 3, every = '1 hour' where name = 'send'");
    const dave = await addPerson(db, "dave");
    const [one, two] = [await begin("direct", [dave, alice]), await begin("direct", [dave, bob])];
    const [first, second] = [newChain(one), newChain(two)];
    await say(one, dave, first);
    await say(two, dave, second);
    await say(one, dave, first);
    expect(await refusal(say(two, dave, second))).toBe("E_RATE");
    expect(await say(two, bob, newChain(two))).toMatchObject({ duplicate: false });
    await db.query("update ops.limits set burst = 1000000 where name = 'send'");
  });
});

describe("received_at", () => {
  it("follows the order of seq, whoever waited for the lock", async () => {
    const chat = await group();
    const chain = newChain(chat);
    const messages = Array.from({ length: 10 }, () => {
      const m = nextMessage(chat, alice, chain);
      advance(chain, m);
      return m;
    });
    const sent = (await Promise.all(messages.map((m) => alice.call("send", messageArguments(m))))) as Sent[];
    const bySeq = sent.toSorted((a, b) => a.seq - b.seq);
    expect(bySeq.map((s) => s.received_at)).toEqual(bySeq.map((s) => s.received_at).toSorted());
    for (const { seq } of bySeq) {
      const m = messages[sent.findIndex((s) => s.seq === seq)];
      if (m) take(chat, 2, m.hash);
    }
    const state = await db.query<{ transcript: Buffer }>("select transcript from chat.conversations where id = $1", [
      chat.id,
    ]);
    expect(state.rows[0]?.transcript).toEqual(Buffer.from(chat.transcript));
  });
});

describe("the published vectors", () => {
  it("give the same transcript in SQL", async () => {
    const { default: vectors } = await import("@/lib/crypto/vectors/vectors.json");
    const [c, m, t] = [vectors.commit, vectors.message, vectors.transcript];
    const rows = await db.query<Record<string, string>>(
      `select encode(private.h('t0', $1), 'hex') as t0, encode(private.h('commit-hash', $2), 'hex') as commit_hash,
        encode(private.h('msg-hash', $3), 'hex') as msg_hash`,
      [vectors.names.conv, c.body, m.hdr].map((hex) => Buffer.from(hex, "hex")),
    );
    expect(rows.rows).toEqual([{ t0: t.T0, commit_hash: c.commit_hash, msg_hash: m.msg_hash }]);
    const next = (before: string, seq: number, kind: string, hash: string) =>
      db.query<{ t: string }>("select encode(private.h('t', $1), 'hex') as t", [
        Buffer.from(concat(Buffer.from(before, "hex"), u32(0), u32(seq), Buffer.from(kind + hash, "hex"))),
      ]);
    expect((await next(t.T0, 1, "01", c.commit_hash)).rows).toEqual([{ t: t.T1 }]);
    expect((await next(t.T1, 2, "02", m.msg_hash)).rows).toEqual([{ t: t.T2 }]);
    expect(fromBase64(toBase64(uuidToBytes(randomUUID())))).toHaveLength(16);
  });
});
