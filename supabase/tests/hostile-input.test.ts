import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concat, toBase64, utf8 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import {
  type Model,
  begin,
  commitArguments,
  following,
  genesis,
  leaveMessage,
  messageArguments,
  newChain,
  nextMessage,
} from "./support/conversation";
import {
  type Actor,
  type Arguments,
  type Database,
  type FunctionName,
  openDatabase,
  serviceRole,
} from "./support/database";
import { pointer, slot, u8 } from "./support/forge";
import { type Person, addPerson, registration } from "./support/people";
import { hostile } from "./support/hostile-values";
import { refusal } from "./support/refusal";
import { inHours, own } from "./support/scheduled";
import { makeRoom, join, roomCalls, roomFunctions } from "./support/room";

let db: Database;
let alice: Person, bob: Person;
let chat: Model;
/** A thing of a platform's. */
let context: string;
let room: string;
/** A session of Alice's that has just begun. */
const recent = randomUUID();
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
  chat = await begin("group", [alice, bob]);
  room = await makeRoom(alice);
  await join(bob, room);
  await db.query("insert into auth.sessions (id, user_id, created_at) values ($1, $2, now())", [recent, alice.userId]);
  await db.call(serviceRole, "host_create_platform", { name: "market", key_hash: "ab".repeat(32) });
  const parties = JSON.stringify([alice, bob].map((p) => ({ handle: p.handle, role: "party" })));
  const thing = { key_hash: "ab".repeat(32), kind: "course", external_id: "1", parties };
  ({ context } = (await db.call(serviceRole, "host_create_context", thing)) as { context: string });
});
afterAll(() => db.close());

/** A call that would succeed, for every function that takes arguments. */
function validCalls(): Partial<Record<FunctionName, [Actor, Arguments]>> {
  const { disclosures: _, ...created } = commitArguments(genesis(alice, [alice.entry(2)]));
  const read = pointer(
    "read",
    { conv: chat.id, user: alice.userId, seq: 1, transcript: chat.transcript },
    alice.keys.edSeed,
  );
  const keys = { bundle: toBase64(random(148)), expected_bundle_version: 1 };
  const parties = JSON.stringify([alice, bob].map((p) => ({ handle: p.handle, role: "party" })));
  return {
    register_account: [alice, registration(alice.userId, "somebody")],
    profile_put: [alice, { display_name: "Alice" }],
    slot_put: [alice, { body: toBase64(slot(alice.userId, 1)) }],
    slot_delete: [alice, { slot_id: randomUUID() }],
    store_put: [alice, { expected_version: 1, body: toBase64(random(100)) }],
    identity_rotate: [
      { ...alice, sessionId: recent },
      { ...keys, statement: toBase64(alice.statement) },
    ],
    amk_rotate: [
      { ...alice, sessionId: recent },
      { ...keys, store: toBase64(random(99)), slots: [toBase64(slot(alice.userId, 1))], expected_store_version: 1 },
    ],
    start_over: [
      { ...alice, sessionId: recent },
      {
        ...{ ...keys, statement: toBase64(alice.statement), store: toBase64(random(99)) },
        ...{ slots: [toBase64(slot(alice.userId, 1))], expected_store_version: 1 },
      },
    ],
    find_person: [alice, { handle: bob.handle }],
    people: [alice, { ids: [bob.userId] }],
    create_conversation: [alice, { kind: "group", ...created, metadata: undefined, context: undefined }],
    send: [alice, messageArguments(nextMessage(chat, alice, newChain(chat)))],
    schedule: [alice, { ...messageArguments(own(chat, alice)), at: inHours(1), expected_version: 0 }],
    unschedule: [alice, { message: randomUUID() }],
    commit: [alice, { ...commitArguments(following(chat, alice, {})), disclosures: undefined, metadata: undefined }],
    events: [alice, { conversation: chat.id, after: 0, max: 10 }],
    history: [alice, { conversation: chat.id, before: 2, max: 10 }],
    start: [alice, { conversation: chat.id, max: 10 }],
    event_hashes: [alice, { conversation: chat.id, after: 0, max: 10 }],
    conversations: [alice, { before: new Date().toISOString(), before_id: randomUUID(), max: 10 }],
    sync: [alice, { cursors: "{}", max: 10 }],
    pointer_put: [alice, { pointer: toBase64(read) }],
    device_seen: [alice, { device_id: randomUUID(), label: "Firefox", remembered: true }],
    store_since: [alice, { known: 1 }],
    store_history: [alice, { before: 1 }],
    block: [alice, { person: bob.userId, blocked: false }],
    online: [alice, { person: bob.userId }],
    online_count: [alice, { conversation: chat.id }],
    presence_hide: [alice, { hidden: false }],
    presence_of: [alice, { ids: [bob.userId] }],
    status_put: [alice, { status: "Away", until: new Date(Date.now() + 60_000).toISOString() }],
    session_end: [alice, { id: randomUUID() }],
    device_forget: [alice, { device_id: randomUUID() }],
    tombstone: [alice, { conversation: chat.id, seqs: [2] }],
    conversation_close: [alice, { conversation: chat.id, closed: false }],
    conversation_delete: [alice, { conversation: chat.id, wanted: false }],
    require_rotation: [alice, { conversation: chat.id }],
    leave: [alice, messageArguments(leaveMessage(chat, alice))],
    forget: [alice, { conversation: chat.id }],
    request_answer: [alice, { conversation: chat.id, accept: true }],
    invite_put: [
      alice,
      {
        ...{ conversation: chat.id, invite: randomUUID(), token_hash: toBase64(random(32)) },
        ...{ uses: 3, expires_at: new Date(Date.now() + 60_000).toISOString() },
      },
    ],
    invites: [alice, { conversation: chat.id }],
    invite_revoke: [alice, { invite: randomUUID() }],
    invite_look: [alice, { invite: randomUUID(), token: toBase64(random(32)) }],
    join_request: [alice, { invite: randomUUID(), token: toBase64(random(32)), proof: toBase64(random(32)) }],
    join_withdraw: [alice, { conversation: chat.id }],
    join_decline: [alice, { conversation: chat.id, person: bob.userId }],
    ...roomCalls(room, alice, bob),
    host_create_platform: [serviceRole, { name: "other", key_hash: "cd".repeat(32) }],
    host_create_context: [
      serviceRole,
      { key_hash: "ab".repeat(32), kind: "post", external_id: "1", title: "T", parties },
    ],
    host_change_context: [
      serviceRole,
      { key_hash: "ab".repeat(32), context, change: JSON.stringify({ title: "T", state: "paid" }) },
    ],
    host_end_context: [serviceRole, { key_hash: "ab".repeat(32), context }],
  };
}

/** Every function that takes arguments. */
const names = [
  ...([
    "register_account",
    "profile_put",
    "slot_put",
    "slot_delete",
    "store_put",
    "identity_rotate",
    "amk_rotate",
    "start_over",
  ] as const),
  ...(["find_person", "people", "create_conversation", "send", "commit", "events", "history", "start"] as const),
  ...(["event_hashes", "conversations", "sync", "pointer_put", "device_seen", "device_forget"] as const),
  ...([
    "store_history",
    "store_since",
    "block",
    "online",
    "online_count",
    "presence_hide",
    "presence_of",
    "status_put",
    "session_end",
  ] as const),
  ...(["leave", "forget", "request_answer", "invite_put", "invites", "invite_revoke", "invite_look"] as const),
  ...(["join_request", "join_withdraw", "join_decline"] as const),
  ...roomFunctions,
  ...(["schedule", "unschedule"] as const),
  ...(["tombstone", "require_rotation", "host_create_platform", "host_create_context"] as const),
  ...(["host_change_context", "host_end_context", "conversation_close", "conversation_delete"] as const),
];

/** "answered", or the SQLSTATE of the failure. */
const outcome = (actor: Actor, name: FunctionName, args: Arguments) =>
  db.call(actor, name, args).then(
    () => "answered",
    (error: Error & { code?: string }) => error.code ?? error.message,
  );
/** Ours, or "data exception", "undefined function" and the like for what has the wrong type: all of them a 4xx over REST. */
const harmless = /^(answered|PT4\d\d|22...|42883)$/;

describe("hostile input (O13)", () => {
  it("is tried on every function that takes arguments", async () => {
    const rows = await db.query<{ proname: string }>(
      "select proname from pg_proc where pronamespace = 'public'::regnamespace and pronargs > 0 order by proname",
    );
    expect(names.toSorted()).toEqual(rows.rows.map((row) => row.proname));
    expect(Object.keys(validCalls()).toSorted()).toEqual(names.toSorted());
  });

  it.each(names)("%s answers or refuses with a 4xx, whatever one argument is", async (name) => {
    const [actor, valid] = validCalls()[name] as [Actor, Arguments];
    for (const argument of Object.keys(valid))
      for (const value of hostile)
        expect([argument, value, await outcome(actor, name, { ...valid, [argument]: value })]).toEqual([
          argument,
          value,
          expect.stringMatching(harmless),
        ]);
  });

  it.each(["!!!!", "AAA", "é", "A A=", "=AAA", "AA=A"])("bytes that are not base64 are E_FORMAT: %s", async (text) => {
    const [send, read] = [messageArguments(nextMessage(chat, alice, newChain(chat))), { pointer: text }];
    for (const argument of ["hdr", "sig", "ct"])
      expect(await refusal(alice.call("send", { ...send, [argument]: text }))).toBe("E_FORMAT");
    expect(await refusal(alice.call("pointer_put", read))).toBe("E_FORMAT");
    expect(await refusal(alice.call("store_put", { expected_version: 1, body: text }))).toBe("E_FORMAT");
  });

  it("send refuses 64 MB that come over the wire", async () => {
    const hdr = "A".repeat(64_000_000);
    expect(await outcome(alice, "send", { ...messageArguments(nextMessage(chat, alice, newChain(chat))), hdr })).toBe(
      "PT400",
    );
  });

  it("no function works on megabytes of text: the server's CPU stays bounded", async () => {
    for (const [name, [actor, valid]] of Object.entries(validCalls()))
      for (const argument of Object.keys(valid).filter((key) => isText(valid[key]))) {
        const others = Object.keys(valid).filter((key) => key !== argument && valid[key] !== undefined);
        const list = [...others.map((key, i) => `${key} => $${i + 1}`), `${argument} => repeat('A', 8000000)`];
        const result = await db
          .as(actor, async (client) => {
            await client.query("set local statement_timeout = '3s'");
            return client.query(
              `select public.${name}(${list.join(", ")})`,
              others.map((key) => valid[key]),
            );
          })
          .then(
            () => "answered",
            (error: Error & { code?: string }) => error.code ?? "",
          );
        expect([name, argument, result]).toEqual([
          name,
          argument,
          name === "find_person" ? "answered" : expect.stringMatching(/^PT4/),
        ]);
      }
  });

  it("random bytes of every length are refused by every parser of a signed object", async () => {
    const noise = (magic: string) => toBase64(concat(utf8(magic), u8(1), random(Math.floor(Math.random() * 600))));
    for (let i = 0; i < 60; i++) {
      const hdr = noise("EM01");
      expect(
        await outcome(alice, "send", { ...messageArguments(nextMessage(chat, alice, newChain(chat))), hdr }),
      ).toMatch(/^PT4/);
      const body = noise("EC01");
      expect(await outcome(alice, "commit", { ...commitArguments(following(chat, alice, {})), body })).toMatch(/^PT4/);
      expect(await outcome(alice, "pointer_put", { pointer: noise("ER01") })).toMatch(/^PT4/);
    }
  });

  it("every bent byte of a commit's header or a message's header is refused or at most stored as signed, never an error of ours", async () => {
    const [made, sent] = [following(chat, bob, {}), nextMessage(chat, bob, newChain(chat))];
    for (let at = 0; at < 342; at++) {
      const body = made.body.slice();
      body.set([(body[at] ?? 0) ^ 0x80], at);
      expect([at, await outcome(bob, "commit", { ...commitArguments(made), body: toBase64(body) })]).toEqual([
        at,
        expect.stringMatching(/^(PT4|answered)/),
      ]);
      if (at >= 284) continue;
      const hdr = sent.hdr.slice();
      hdr.set([(hdr[at] ?? 0) ^ 0x80], at);
      expect([at, await outcome(bob, "send", { ...messageArguments(sent), hdr: toBase64(hdr) })]).toEqual([
        at,
        expect.stringMatching(/^(PT4|answered)/),
      ]);
    }
  });
});

/** Text that is not the text form of another type. */
const isText = (value: unknown) =>
  typeof value === "string" && !/^[[{]/.test(value) && !/^[0-9a-f-]{36}$/.test(value) && !/^\d{4}-\d\d-/.test(value);
