import { afterAll, beforeAll, describe, expect, it } from "vitest";
import pg from "pg";
import { fromBase64 } from "@/lib/base/bytes";
import {
  type Model,
  type Sent,
  type WireEvent,
  advance,
  begin,
  commitArguments,
  following,
  messageArguments,
  newChain,
  nextMessage,
  transcriptOver,
} from "./support/conversation";
import { type Database, become, callFunction, openDatabase } from "./support/database";
import { type Message, firstTranscript } from "./support/forge";
import { type Person, addPerson } from "./support/people";

let db: Database;
let writers: [Person, ...Person[]];
beforeAll(async () => {
  db = await openDatabase();
  const everybody = await Promise.all(Array.from({ length: 8 }, (_, i) => addPerson(db, `writer${i}`)));
  writers = everybody as [Person, ...Person[]];
});
afterAll(() => db.close());

const log = async (chat: Model) => {
  const rows = await db.query<{ seq: number; kind: 1 | 2; epoch: number; hash: string; transcript: string }>(
    `select seq::int, kind, epoch::int, encode(hash, 'base64') as hash, encode(transcript, 'base64') as transcript
      from chat.events where conversation_id = $1 order by seq`,
    [chat.id],
  );
  return rows.rows;
};

/** Sends messages of one writer one after the other; resolves to what became of each. */
async function write(chat: Model, writer: Person, count: number, each: (answer: Sent | string) => void): Promise<void> {
  const chain = newChain(chat);
  for (let i = 0; i < count; i++) {
    const message = nextMessage(chat, writer, chain);
    const answer = await writer.call("send", messageArguments(message)).then(
      (sent) => sent as Sent,
      (error: Error) => error.message,
    );
    each(answer);
    if (typeof answer !== "string") advance(chain, message);
  }
}

describe("eight writers of fifty messages each, in one conversation (R01)", () => {
  it("leave a log without gaps whose transcript is the same in SQL and TypeScript", async () => {
    const chat = await begin("group", writers);
    const answers: (Sent | string)[] = [];
    await Promise.all(writers.map((writer) => write(chat, writer, 50, (answer) => answers.push(answer))));
    expect(answers.filter((a) => typeof a === "string")).toEqual([]);
    const events = await log(chat);
    expect(events.map((e) => e.seq)).toEqual(Array.from({ length: 401 }, (_, i) => i + 1));
    let t = firstTranscript(chat.id);
    for (const event of events) {
      t = transcriptOver(t, event.seq - 1, [event]);
      expect(event.transcript.replaceAll("\n", "")).toBe(Buffer.from(t).toString("base64"));
    }
    const seqs = answers.flatMap((a) => (typeof a === "string" ? [] : [a.seq]));
    expect(new Set(seqs).size).toBe(400);
    const head = await db.query(
      "select last_seq::int, message_count::int, transcript from chat.conversations where id = $1",
      [chat.id],
    );
    expect(head.rows).toEqual([{ last_seq: 401, message_count: 400, transcript: Buffer.from(t) }]);
    const hashes = (await writers[3]?.call("event_hashes", { conversation: chat.id, after: 0 })) as { hashes: string };
    expect(fromBase64(hashes.hashes)).toHaveLength(401 * 33);
  });
});

describe("an epoch change while people send (R02)", () => {
  it("lets no message of the old epoch in after it; the others are told E_STALE_EPOCH", async () => {
    const chat = await begin("group", writers);
    const answers: (Sent | string)[] = [];
    const writing = Promise.all(writers.map((writer) => write(chat, writer, 20, (answer) => answers.push(answer))));
    while (answers.length < 30) await new Promise((resolve) => setTimeout(resolve, 2));
    const changed = (await writers[0].call("commit", commitArguments(following(chat, writers[0], {})))) as Sent;
    await writing;
    const events = await log(chat);
    expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i + 1));
    expect(events.filter((e) => e.seq > changed.seq && e.epoch === 1)).toEqual([]);
    expect(new Set(answers.filter((a) => typeof a === "string"))).toEqual(new Set(["E_STALE_EPOCH"]));
    expect(answers.filter((a) => typeof a !== "string")).toHaveLength(events.length - 2);
  });
});

describe("a connection that is killed in the middle of a send (R06)", () => {
  it.each(["waiting for the lock", "before commit", "after commit"] as const)(
    "%s, leaves every acknowledged message exactly once, and a retry settles the others",
    async (moment) => {
      const chat = await begin("group", writers);
      const [, writer, reader] = writers as [Person, Person, Person];
      const chain = newChain(chat);
      const acknowledged: { seq: number; hash: string }[] = [];
      for (let i = 0; i < 6; i++) {
        const message = nextMessage(chat, writer, chain);
        if (i % 2 === 1) await sendAndDie(chat, message, writer, moment);
        const answer = (await writer.call("send", messageArguments(message))) as Sent;
        expect(answer.duplicate).toBe(i % 2 === 1 && moment === "after commit");
        acknowledged.push({ seq: answer.seq, hash: Buffer.from(message.hash).toString("base64") });
        advance(chain, message);
      }
      const { events } = (await reader.call("events", { conversation: chat.id, after: 1 })) as { events: WireEvent[] };
      expect(events.map((e) => ({ seq: e.seq, hash: e.hash }))).toEqual(acknowledged);
    },
  );

  /** Sends on a connection of its own whose backend is terminated at that moment. */
  async function sendAndDie(chat: Model, message: Message, writer: Person, moment: string): Promise<void> {
    const [client, holder] = [new pg.Client({ connectionString: db.url }), new pg.Client({ connectionString: db.url })];
    client.on("error", () => undefined);
    await Promise.all([client.connect(), holder.connect()]);
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const kill = () => db.query("select pg_terminate_backend($1, 5000)", [rows[0]?.pid]);
    await client.query("begin");
    await become(client, writer);
    if (moment === "waiting for the lock") {
      await holder.query("begin");
      await holder.query("select from chat.conversations where id = $1 for update", [chat.id]);
      const fate = callFunction(client, "send", messageArguments(message)).then(
        () => "answered",
        () => "cut",
      );
      const waits = "select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'";
      while (!(await db.query(waits, [rows[0]?.pid])).rowCount) await new Promise((resolve) => setTimeout(resolve, 2));
      await kill();
      expect(await fate).toBe("cut");
      await holder.query("rollback");
    } else {
      await callFunction(client, "send", messageArguments(message));
      if (moment === "after commit") await client.query("commit");
      await kill();
    }
    await Promise.all([client.end().catch(() => undefined), holder.end()]);
  }
});

describe("a removal while the removed person sends (X02)", () => {
  it("is judged by the roster after the wait, not by the one before it", async () => {
    const [admin, leaver] = [writers[0], writers[7] as Person];
    const chat = await begin("group", [admin, leaver]);
    const removal = commitArguments(following(chat, admin, { reason: 3, roster: [admin.entry(2)] }));
    const message = messageArguments(nextMessage(chat, leaver, newChain(chat)));
    const { second, waited } = await db.overlap(admin, ["commit", removal], () => leaver.call("send", message));
    expect(waited).toBe(true);
    expect(second).toMatchObject({ reason: { message: "E_NOT_FOUND" } });
  });

  it("lets nobody who is not in it wait for its lock: waiting would tell that it exists", async () => {
    const [admin, stranger] = [writers[0], writers[7] as Person];
    const chat = await begin("group", [admin]);
    const message = messageArguments(nextMessage(chat, stranger, newChain(chat)));
    const rotation = commitArguments(following(chat, admin, {}));
    const { second, waited } = await db.overlap(admin, ["commit", rotation], () => stranger.call("send", message));
    expect(waited).toBe(false);
    expect(second).toMatchObject({ reason: { message: "E_NOT_FOUND" } });
  });

  it("is either before or after each message, never in between", async () => {
    const [admin, leaver] = [writers[0], writers[7] as Person];
    const chat = await begin("group", [admin, leaver]);
    const answers: (Sent | string)[] = [];
    const writing = write(chat, leaver, 40, (answer) => answers.push(answer));
    while (answers.length < 5) await new Promise((resolve) => setTimeout(resolve, 1));
    const removal = following(chat, admin, { reason: 3, roster: [admin.entry(2)] });
    const sent = (await admin.call("commit", commitArguments(removal))) as Sent;
    await writing;
    for (const answer of answers)
      if (typeof answer === "string") expect(answer).toBe("E_NOT_FOUND");
      else expect(answer.seq).toBeLessThan(sent.seq);
    const kept = (await leaver.call("events", { conversation: chat.id, after: 0 })) as { last_seq: number };
    expect(kept.last_seq).toBe(sent.seq);
  });
});
