import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { type Model, begin, commitArguments, commitNext, following, newChain, say } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Person, addPerson } from "./support/people";
import { idOf, inHours, makeDue, messagesOf, own, plan, planned, release } from "./support/scheduled";

let db: Database;
let alice: Person, bob: Person, carol: Person;
let chat: Model;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "carol")]);
});
beforeEach(async () => {
  await db.query("delete from chat.scheduled");
  chat = await begin("group", [alice, bob]);
});
afterAll(() => db.close());

describe("the release", () => {
  it("happens exactly once, with four tickers at the same time", async () => {
    const messages = Array.from({ length: 40 }, () => own(chat, alice));
    for (const message of messages) await plan(alice, message);
    await makeDue(db);
    const tickers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const client = new pg.Client({ connectionString: db.url });
        await client.connect();
        return client;
      }),
    );
    await Promise.all(tickers.map((client) => client.query("call private.release_due()")));
    await Promise.all(tickers.map((client) => client.end()));
    const events = await messagesOf(chat, bob);
    expect(events).toHaveLength(40);
    expect(new Set(events.map(({ body }) => body))).toEqual(new Set(messages.map(({ hdr }) => toBase64(hdr))));
    expect(events.map(({ seq }) => seq)).toEqual(messages.map((_, i) => i + 2));
  });

  it("survives the death of a ticker in the middle: what it had not committed is released by the next", async () => {
    await plan(alice, own(chat, alice));
    await makeDue(db);
    const client = new pg.Client({ connectionString: db.url });
    client.on("error", () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    await client.query("begin");
    await client.query("select private.release_next()");
    // Another ticker does not wait for it, and does nothing in its place.
    await release(db);
    await db.query("select pg_terminate_backend($1, 5000)", [rows[0]?.pid]);
    await client.end().catch(() => undefined);
    expect(await messagesOf(chat, bob)).toEqual([]);
    await release(db);
    expect(await messagesOf(chat, bob)).toHaveLength(1);
  });

  it("gives a message of an earlier epoch back, and takes it once it is sealed anew", async () => {
    const id = random(16);
    await plan(alice, own(chat, alice, id));
    await commitNext(chat, bob);
    await makeDue(db);
    await release(db);
    expect(await messagesOf(chat, bob)).toEqual([]);
    expect(await planned(alice)).toMatchObject([{ returned: "E_STALE_EPOCH", version: 1 }]);
    const anew = own(chat, alice, id);
    expect(await plan(alice, anew, inHours(1), 1)).toEqual({ version: 2 });
    expect(await planned(alice)).toMatchObject([{ returned: null, version: 2 }]);
    await makeDue(db);
    await release(db);
    expect((await messagesOf(chat, bob)).map(({ body }) => body)).toEqual([toBase64(anew.hdr)]);
  });

  it("gives back what a rotation that is asked for would stop", async () => {
    await plan(alice, own(chat, alice));
    await bob.call("require_rotation", { conversation: chat.id });
    await makeDue(db);
    await release(db);
    expect(await planned(alice)).toMatchObject([{ returned: "E_STALE_EPOCH" }]);
  });

  it("does nothing for somebody who was removed meanwhile", async () => {
    await plan(bob, own(chat, bob));
    const removal = following(chat, alice, { reason: 3, roster: [alice.entry(2)] });
    await alice.call("commit", commitArguments(removal));
    await makeDue(db);
    await release(db);
    expect(await messagesOf(chat, alice)).toEqual([]);
    expect(await planned(bob)).toMatchObject([{ returned: "E_NOT_FOUND" }]);
  });

  it("does nothing for somebody who was blocked meanwhile", async () => {
    chat = await begin("direct", [alice, carol]);
    await plan(alice, own(chat, alice));
    await carol.call("block", { person: alice.userId, blocked: true });
    await makeDue(db);
    await release(db);
    expect(await messagesOf(chat, carol)).toEqual([]);
    expect(await planned(alice)).toMatchObject([{ returned: "E_REFUSED" }]);
    await carol.call("block", { person: alice.userId, blocked: false });
  });

  it("sends no second message to a stranger who has not answered", async () => {
    const dave = await addPerson(db, "dave");
    chat = await begin("direct", [alice, dave], {}, undefined, { accepted: false });
    await plan(alice, own(chat, alice));
    await say(chat, alice, newChain(chat));
    await makeDue(db);
    await release(db);
    expect(await messagesOf(chat, dave)).toHaveLength(1);
    expect(await planned(alice)).toMatchObject([{ returned: "E_REQUEST" }]);
  });

  it("waits for its author's allowance, and holds up nobody else meanwhile", async () => {
    await plan(alice, own(chat, alice));
    await plan(bob, own(chat, bob));
    await makeDue(db);
    const spent = "insert into ops.meters values ('send', $1, now() + interval '1 hour')";
    await db.query("update ops.limits set burst = 2 where name = 'send'");
    await db.query("delete from ops.meters");
    await db.query(spent, [alice.userId]);
    await release(db);
    expect((await messagesOf(chat, bob)).map(({ body }) => body?.length)).toHaveLength(1);
    expect(await planned(alice)).toMatchObject([{ returned: null }]);
    await db.query("update ops.limits set burst = 1000000");
    await makeDue(db);
    await release(db);
    expect(await messagesOf(chat, bob)).toHaveLength(2);
  });

  it("and taking back are one or the other, never both", async () => {
    for (let round = 0; round < 20; round++) {
      const message = own(chat, alice);
      await plan(alice, message);
      await makeDue(db);
      const before = (await messagesOf(chat, bob)).length;
      const [answer] = await Promise.all([
        alice.call("unschedule", { message: idOf(message) }) as Promise<{ taken_back: boolean }>,
        release(db),
      ]);
      expect((await messagesOf(chat, bob)).length - before).toBe(answer.taken_back ? 0 : 1);
    }
  });

  it("forgets what came back and nobody looked at for ninety days", async () => {
    await plan(alice, own(chat, alice));
    await db.query("update chat.scheduled set returned = 'E_REFUSED', returned_at = now() - interval '91 days'");
    await release(db);
    expect(await planned(alice)).toEqual([]);
  });

  it("is nobody's to call", async () => {
    for (const statement of ["call private.release_due()", "select private.release_next()"])
      await expect(db.as(alice, (client) => client.query(statement))).rejects.toMatchObject({ code: "42501" });
  });
});
