import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toBase64Url, uuidToBytes } from "@/lib/base/bytes";
import { hostileTexts } from "@/lib/protocol/hostile-texts.fixture";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { failure, refusal } from "./support/refusal";
import { body, events, join, makeRoom, nameOf, post, say } from "./support/room";

let db: Database;
let olga: Person, mia: Person, max: Person;
let room: string;
beforeAll(async () => {
  db = await openDatabase();
  [olga, mia, max] = (await Promise.all(["olga", "mia", "max"].map((n) => addPerson(db, n)))) as [
    Person,
    Person,
    Person,
  ];
});
afterAll(() => db.close());
beforeEach(async () => {
  room = await makeRoom(olga);
  await join(mia, room);
  await join(max, room);
});

const name = (msgId: string) => nameOf(msgId, room);
const at = async (seq: number) => (await events(olga, room, seq - 1))[0];
const slow = (slow_seconds: number) => olga.call("room_settings", { conversation: room, slow_seconds });
const silence = (until: string | null) => olga.call("room_silence", { conversation: room, person: mia.userId, until });

describe("saying something", () => {
  it("keeps the body as it was written and gives it the next place", async () => {
    const said = body("text", {
      b: "Hello",
      men: [toBase64Url(uuidToBytes(olga.userId))],
      lk: { u: "https://x.example/", ti: "X" },
    });
    const { seq, duplicate } = await post(mia, room, said);
    expect(duplicate).toBe(false);
    expect(await at(seq)).toMatchObject({ seq, kind: 2, author: mia.userId, body: said, tombstone: null });
  });

  it("again is answered as the first time, another body under the same id is refused", async () => {
    const { msgId, seq } = await say(mia, room, "Once");
    expect(await post(mia, room, body("text", { b: "Once" }), msgId)).toMatchObject({ seq, duplicate: true });
    expect(await refusal(post(mia, room, body("text", { b: "Twice" }), msgId))).toBe("E_MSG_ID");
    expect(await refusal(post(max, room, body("text", { b: "Once" }), msgId))).toBe("E_MSG_ID");
  });

  it("many at once leave no gap", async () => {
    await Promise.all(
      [olga, mia, max].flatMap((who) => Array.from({ length: 20 }, (_, i) => say(who, room, `No. ${i}`))),
    );
    const seqs = (await events(olga, room)).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 63 }, (_, i) => i + 1));
  });

  it("takes hostile text as the text it is, in every field that holds any", async () => {
    for (const text of hostileTexts) {
      const { seq } = await say(mia, room, text);
      expect((await at(seq))?.body).toMatchObject({ b: text });
      const short = text.slice(0, 120);
      await post(mia, room, body("poll", { q: short, o: [`1 ${short}`.slice(0, 120), `2 ${short}`.slice(0, 120)] }));
      await post(mia, room, body("invite", { ti: short, at: 1, min: 5, pl: short, b: short }));
      await post(mia, room, body("status", { s: "open", ti: short, b: short }));
      await post(mia, room, body("call", { ti: short, u: "https://meet.example/room" }));
    }
  });

  it("refuses every body that a client would not read", async () => {
    const { msgId } = await say(mia, room, "First");
    const of = name(msgId);
    const wrong: unknown[] = [
      { v: 1, t: "text", b: "x" },
      body("text", { b: 1 }), body("text", { b: "x", html: "<b>" }), body("text", { b: "x", many: true }), body("pin", { of, b: "x" }), body("text", { b: "x", att: [] }),
      body("text", { b: "x", fw: false }), body("text", { b: "x", lk: { u: "javascript:alert(1)", ti: "x" } }),
      body("text", { b: "x", lk: { u: "https://x.example", ti: "x", more: 1 } }), body("text", { b: "x", men: [] }),
      body("text", { b: "x", men: ["../../etc"] }), body("text", { b: "x", re: "short" }), 
      body("react", { of, e: "x".repeat(33) }), body("react", { e: "👍" }), body("del", { of, ed: ["no"] }),
      body("poll", { q: "?", o: ["one"] }), body("poll", { q: "?", o: ["same", "same"] }), body("poll", { q: "?", o: [1, 2] }),
      body("vote", { of, c: ["0"] }), body("vote", { of, c: [10] }), body("answer", { of, a: "perhaps" }),
      body("call", { ti: "x", u: "javascript:alert(1)" }), body("call", { ti: "x", u: "https://a.example@b.example/" }),
      body("call", { ti: "x" }), body("call", { ti: "x", u: "https://a.example/", b: "x" }),
      body("status", { s: "on fire", ti: "x" }), body("invite", { ti: "x", at: 0, min: 0 }), body("invite", { ti: "x", at: -1, min: 1 }),
      { ...body("text", { b: "x" }), ts: 1.5 }, { ...body("text", { b: "x" }), ts: "0" },
    ]; // prettier-ignore
    for (const said of wrong) expect([said, await refusal(post(mia, room, said))]).toEqual([said, "E_FORMAT"]);
    expect(
      await refusal(post(mia, room, body("text", { b: "x", lk: { u: `https://${"x".repeat(40_000)}`, ti: "x" } }))),
    ).toBe("E_TOO_BIG");
    expect(await post(mia, room, body("text", { b: "😀".repeat(2500) }))).toMatchObject({ duplicate: false });
  });
});

describe("saying something about a message", () => {
  it("works on messages of the same room only", async () => {
    const other = await makeRoom(olga);
    const { msgId } = await say(olga, other, "Elsewhere");
    for (const said of [
      body("react", { of: nameOf(msgId, other), e: "👍" }),
      body("text", { b: "x", re: nameOf(msgId, other) }),
    ])
      expect(await refusal(post(olga, room, said))).toBe("E_CONTEXT");
    expect(await refusal(post(olga, room, body("react", { of: name(msgId), e: "👍" })))).toBe("E_NOT_FOUND");
  });

  it("editing is for the author, within a day", async () => {
    const { msgId, seq } = await say(mia, room, "Frist");
    const edit = body("edit", { of: name(msgId), b: "First" });
    expect(await refusal(post(max, room, edit))).toBe("E_AUTHOR");
    expect(await refusal(post(olga, room, edit))).toBe("E_AUTHOR");
    await post(mia, room, edit);
    await db.query(
      "update chat.room_events set received_at = now() - interval '24 hours 1 minute' where conversation_id = $1 and seq = $2",
      [room, seq],
    );
    expect(await refusal(post(mia, room, edit))).toBe("E_RANGE");
  });

  it("a deleted message is out of the database with its edits, and keeps its place", async () => {
    const { msgId, seq } = await say(mia, room, "Larkspur one");
    const edited = await post(mia, room, body("edit", { of: name(msgId), b: "Larkspur two" }));
    expect(await refusal(post(max, room, body("del", { of: name(msgId) })))).toBe("E_AUTHOR");
    await post(mia, room, body("del", { of: name(msgId) }));
    for (const place of [seq, edited.seq]) expect(await at(place)).toMatchObject({ body: null, tombstone: "author" });
    const left = await db.query("select from chat.room_events e where e::text ilike '%larkspur%'");
    expect(left.rowCount).toBe(0);
    for (const said of [body("edit", { of: name(msgId), b: "Back" }), body("react", { of: name(msgId), e: "👍" })])
      expect(await refusal(post(mia, room, said))).toBe("E_NOT_FOUND");
    expect(await post(mia, room, body("text", { b: "Larkspur one" }), msgId)).toMatchObject({ seq, duplicate: true });
  });

  it("who runs the room takes out what members wrote, and everybody learns that it was them", async () => {
    const { seq, msgId } = await say(mia, room, "Spam");
    const own = await say(olga, room, "Rules");
    const erase = (who: Person, place: number) => who.call("room_erase", { conversation: room, seq: place });
    expect(await refusal(erase(max, seq))).toBe("E_ROLE");
    await olga.call("room_set_role", { conversation: room, person: max.userId, role: 2 });
    expect(await refusal(erase(max, own.seq))).toBe("E_ROLE");
    await erase(max, seq);
    await erase(max, seq);
    expect(await at(seq)).toMatchObject({ body: null, tombstone: "removed" });
    const notices = (await events(olga, room)).filter((e) => e.body?.["t"] === "erased");
    expect(notices).toMatchObject([{ kind: 1, author: max.userId, body: { of: msgId } }]);
    expect(await refusal(erase(olga, 1))).toBe("E_NOT_FOUND");
  });

  it("only who runs the room pins; a reaction may be taken back; a poll is ended by its author", async () => {
    const { msgId } = await say(mia, room, "Pin me");
    expect(await refusal(post(mia, room, body("pin", { of: name(msgId) })))).toBe("E_ROLE");
    await post(olga, room, body("pin", { of: name(msgId) }));
    const [react, poll] = [randomUUID(), randomUUID()];
    await post(max, room, body("react", { of: name(msgId), e: "👍" }), react);
    await post(max, room, body("del", { of: name(react) }));
    await post(mia, room, body("poll", { q: "When?", o: ["Now", "Later"] }), poll);
    await post(max, room, body("vote", { of: name(poll), c: [1] }));
    expect(await refusal(post(max, room, body("vote", { of: name(msgId), c: [1] })))).toBe("E_FORMAT");
    expect(await refusal(post(max, room, body("poll-end", { of: name(poll) })))).toBe("E_AUTHOR");
    await post(mia, room, body("poll-end", { of: name(poll) }));
  });
});

describe("slow mode and silence", () => {
  it("members wait between messages, are told how long, and may react meanwhile", async () => {
    await slow(30);
    const { msgId } = await say(mia, room, "First");
    const refused = await failure(say(mia, room, "Second"));
    expect([refused.message, refused.code]).toEqual(["E_SLOW", "PT429"]);
    expect(Number(refused.hint)).toBeGreaterThan(25_000);
    expect(Number(refused.hint)).toBeLessThanOrEqual(30_000);
    expect(await refusal(post(mia, room, body("poll", { q: "?", o: ["a", "b"] })))).toBe("E_SLOW");
    await post(mia, room, body("react", { of: name(msgId), e: "👍" }));
    await post(mia, room, body("edit", { of: name(msgId), b: "First!" }));
    await say(max, room, "Somebody else's first");
  });

  it("does not hold those who run the room, ends with its time, and cannot be got round by deleting", async () => {
    await slow(3600);
    await say(olga, room, "One");
    await say(olga, room, "Two");
    const { msgId } = await say(mia, room, "One");
    await post(mia, room, body("del", { of: name(msgId) }));
    expect(await refusal(say(mia, room, "Two"))).toBe("E_SLOW");
    await db.query(
      "update chat.room_events set received_at = now() - interval '61 minutes' where conversation_id = $1",
      [room],
    );
    await say(mia, room, "Two");
    expect(await refusal(slow(3601))).toBe("E_INPUT");
  });

  it("a silenced member reads and says nothing, also after leaving and coming back, until it ends", async () => {
    await silence("infinity");
    expect(await refusal(say(mia, room, "Hm"))).toBe("E_SILENCED");
    await mia.call("room_leave", { conversation: room });
    await join(mia, room);
    expect(await refusal(say(mia, room, "Hm"))).toBe("E_SILENCED");
    expect(await mia.call("room_start", { conversation: room })).toMatchObject({
      conversation: { room: { silenced_until: "infinity" } },
    });
    await silence(null);
    await say(mia, room, "Back");
  });

  it("who sends too much is held up like anywhere", async () => {
    await db.query("update ops.limits set burst = 3 where name = 'send'");
    const many = await addPerson(db, "many");
    await join(many, room);
    for (let i = 0; i < 3; i++) await say(many, room, "x");
    expect(await refusal(say(many, room, "x"))).toBe("E_RATE");
    await db.query("update ops.limits set burst = 1000000 where name = 'send'");
  });
});

describe("reading", () => {
  it("whoever joins reads what was said before, page by page, forwards and backwards", async () => {
    for (let i = 0; i < 30; i++) await say(mia, room, `No. ${i}`);
    const late = await addPerson(db, "late");
    await join(late, room);
    const page = async (before: number) =>
      (
        (await late.call("room_history", { conversation: room, before, max: 10 })) as { events: { seq: number }[] }
      ).events.map(({ seq }) => seq);
    expect(await page(34)).toEqual([24, 25, 26, 27, 28, 29, 30, 31, 32, 33]);
    expect(await page(4)).toEqual([1, 2, 3]);
    expect(await page(1)).toEqual([]);
    const start = (await late.call("room_start", { conversation: room, max: 5 })) as { events: { seq: number }[] };
    expect(start.events.map(({ seq }) => seq)).toEqual([30, 31, 32, 33, 34]);
    expect((await late.call("room_events", { conversation: room, after: 31, max: 2 })) as object).toMatchObject({
      last_seq: 34,
      events: [{ seq: 32 }, { seq: 33 }],
    });
  });
});
