import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import {
  type Model,
  begin,
  commitNext,
  messageArguments,
  newChain,
  nextMessage,
  say,
  take,
} from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";
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

describe("a scheduled message", () => {
  it("is not in the log before its time, and afterwards is what its author signed", async () => {
    const message = own(chat, alice);
    expect(await plan(alice, message)).toEqual({ version: 1 });
    await release(db);
    expect(await messagesOf(chat, bob)).toEqual([]);
    await makeDue(db);
    await release(db);
    const [event] = await messagesOf(chat, bob);
    expect(event).toMatchObject(
      (({ hdr: body, sig, ct }) => ({ body, sig, ct, seq: 2, epoch: 1 }))(messageArguments(message)),
    );
    take(chat, 2, message.hash);
    const head = await db.query("select transcript from chat.conversations where id = $1", [chat.id]);
    expect(head.rows).toEqual([{ transcript: Buffer.from(chat.transcript) }]);
    expect(await planned(alice)).toEqual([]);
  });

  it("is signed with the view its author had then, whatever was written since", async () => {
    await plan(alice, own(chat, alice));
    await say(chat, bob, newChain(chat));
    await makeDue(db);
    await release(db);
    expect(await messagesOf(chat, bob)).toHaveLength(2);
  });

  it("is seen, changed and taken back by its author alone", async () => {
    const message = own(chat, alice);
    await plan(alice, message);
    expect(await planned(bob)).toEqual([]);
    expect(await bob.call("unschedule", { message: idOf(message) })).toEqual({ taken_back: false });
    expect(await refusal(plan(bob, message))).toBe("E_SENDER");
    expect(await refusal(plan(bob, own(chat, bob, message.hdr.subarray(24, 40)), inHours(1), 1))).toBe("E_VERSION");
    expect(await planned(alice)).toHaveLength(1);
    expect(await alice.call("unschedule", { message: idOf(message) })).toEqual({ taken_back: true });
    await makeDue(db);
    await release(db);
    expect(await messagesOf(chat, alice)).toEqual([]);
  });

  it("with an id that somebody else has planned takes nothing from them", async () => {
    const message = own(chat, alice);
    await plan(alice, message);
    await plan(bob, own(chat, bob, message.hdr.subarray(24, 40)), inHours(2));
    await makeDue(db);
    await db.query("update chat.scheduled set try_at = try_at - interval '1 second' where author = $1", [alice.userId]);
    await release(db);
    expect((await messagesOf(chat, bob)).map(({ body }) => body)).toEqual([toBase64(message.hdr)]);
  });

  it("is announced to its author's devices and to nobody else", async () => {
    await db.query("delete from realtime.messages");
    await plan(alice, own(chat, alice));
    const told = await db.query("select topic, event, payload from realtime.messages");
    expect(told.rows).toMatchObject([
      { topic: `user:${alice.userId}`, event: "account", payload: { scheduled: true } },
    ]);
  });

  it.each([
    ["too far ahead", { at: inHours(24 * 367) }, "E_INPUT"],
    ["long past", { at: inHours(-2) }, "E_INPUT"],
    ["at no time", { at: null }, "E_INPUT"],
    ["in a version below none", { expected_version: -1 }, "E_INPUT"],
    ["that replaces one that is not there", { expected_version: 3 }, "E_VERSION"],
  ])("%s is refused", async (_, change, code) => {
    const args = { ...messageArguments(own(chat, alice)), at: inHours(1), expected_version: 0, ...change };
    expect(await refusal(alice.call("schedule", args))).toBe(code);
  });

  it("cannot be planned by somebody outside, under an old epoch, or where it is in the log already", async () => {
    expect(await refusal(plan(carol, nextMessage(chat, carol, newChain(chat))))).toBe("E_NOT_FOUND");
    const old = own(chat, alice);
    const { message } = await say(chat, alice, newChain(chat));
    expect(await refusal(plan(alice, message))).toBe("E_MSG_ID");
    await commitNext(chat, bob);
    expect(await refusal(plan(alice, old))).toBe("E_STALE_EPOCH");
    await alice.call("require_rotation", { conversation: chat.id });
    expect(await refusal(plan(alice, own(chat, alice)))).toBe("E_STALE_EPOCH");
  });

  it("is one of at most a hundred, however many devices plan at once", async () => {
    for (let i = 0; i < 99; i++) await plan(alice, own(chat, alice));
    const args = { ...messageArguments(own(chat, alice)), at: inHours(1), expected_version: 0 };
    const { second, waited } = await db.overlap(alice, ["schedule", args], () => plan(alice, own(chat, alice)));
    expect(waited).toBe(true);
    expect(second).toMatchObject({ reason: { message: "E_INPUT" } });
    expect(await planned(alice)).toHaveLength(100);
  });

  it("shows nobody a word: what is stored is the header, the signature and the ciphertext", async () => {
    await plan(alice, own(chat, alice));
    const { rows } = await db.query<Record<string, unknown>>("select * from chat.scheduled");
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(
      ["author", "conversation_id", "ct", "header", "msg_id", "release_at", "returned", "returned_at", "sig"].concat([
        "try_at",
        "version",
      ]),
    );
  });
});

describe("two devices of one author", () => {
  it("do not overwrite each other: the second has to look again", async () => {
    const id = random(16);
    await plan(alice, own(chat, alice, id));
    expect(await plan(alice, own(chat, alice, id), inHours(2), 1)).toEqual({ version: 2 });
    expect(await refusal(plan(alice, own(chat, alice, id), inHours(3), 1))).toBe("E_VERSION");
  });

  it("cannot release both the message and its newer version", async () => {
    const id = random(16);
    const [before, after] = [own(chat, alice, id), own(chat, alice, id)];
    await plan(alice, before);
    await alice.call("send", messageArguments(after));
    await makeDue(db);
    await release(db);
    expect((await messagesOf(chat, bob)).map(({ body }) => body)).toEqual([toBase64(after.hdr)]);
    expect(await planned(alice)).toEqual([]);
  });
});

it("goes with its conversation and with its author's account", async () => {
  const erin = await addPerson(db, `erin${randomUUID().slice(0, 4)}`);
  chat = await begin("group", [erin, alice]);
  await plan(erin, own(chat, erin));
  await db.query("delete from auth.users where id = $1", [erin.userId]).catch(() => undefined);
  await db.query("delete from chat.profiles where user_id = $1", [erin.userId]).catch(() => undefined);
  const { rows } = await db.query("select count(*)::int as left from chat.scheduled where author = $1", [erin.userId]);
  expect(rows).toEqual([{ left: 0 }]);
});
