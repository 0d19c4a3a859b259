import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concat, fromBase64, toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import {
  type Sent,
  type WireEvent,
  begin,
  commitArguments,
  commitNext,
  following,
  genesis,
  newChain,
  say,
} from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { newKeys, statement, statementHash } from "./support/forge";
import { type Person, addPerson, loggedIn } from "./support/people";
import { refusal } from "./support/refusal";

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

const roster = async (conversation: string) => {
  const rows = await db.query(
    `select user_id, role, joined_seq::int, left_seq::int from chat.members where conversation_id = $1 order by joined_seq, user_id`,
    [conversation],
  );
  return rows.rows as { user_id: string; role: number; joined_seq: number; left_seq: number | null }[];
};

const create = (who: Person, kind: string, made: ReturnType<typeof genesis>, context?: string) => {
  const { disclosures: _, ...args } = commitArguments(made);
  return who.call("create_conversation", { kind, ...args, context });
};

const directWith = (author: Person, other: Person) =>
  genesis(author, [author.entry(1), other.entry(1)], { policyType: 1, policyAdd: 0 });

describe("create_conversation", () => {
  it("begins a direct conversation that exists once per pair, whoever asks", async () => {
    const [ann, ben] = [await addPerson(db, "ann"), await addPerson(db, "ben")];
    const first = directWith(ann, ben);
    expect(await create(ann, "direct", first)).toEqual({ conversation: first.fields.conv, created: true });
    for (const who of [ann, ben]) {
      const again = directWith(who, who === ann ? ben : ann);
      expect(await create(who, "direct", again)).toEqual({ conversation: first.fields.conv, created: false });
    }
    expect(await create(ann, "direct", first)).toEqual({ conversation: first.fields.conv, created: false });
  });

  it("makes exactly one when both create it at the same moment; the other adopts it (R03)", async () => {
    for (let round = 0; round < 5; round++) {
      const [ann, ben] = [await addPerson(db, "ann"), await addPerson(db, "ben")];
      const [hers, his] = [directWith(ann, ben), directWith(ben, ann)];
      const answers = (await Promise.all([create(ann, "direct", hers), create(ben, "direct", his)])) as {
        conversation: string;
        created: boolean;
      }[];
      expect(answers.filter((a) => a.created)).toHaveLength(1);
      expect(new Set(answers.map((a) => a.conversation)).size).toBe(1);
      const rows = await db.query("select count(*)::int as n from chat.events where conversation_id = any($1)", [
        [hers.fields.conv, his.fields.conv],
      ]);
      expect(rows.rows).toEqual([{ n: 1 }]);
    }
  });

  it("makes the second of a pair wait for the first, and gives it the first's id", async () => {
    const [ann, ben] = [await addPerson(db, "ann"), await addPerson(db, "ben")];
    const [hers, his] = [directWith(ann, ben), directWith(ben, ann)];
    const { disclosures: _, ...args } = commitArguments(hers);
    const { second, waited } = await db.overlap(ann, ["create_conversation", { kind: "direct", ...args }], () =>
      create(ben, "direct", his),
    );
    expect(waited).toBe(true);
    expect(second).toMatchObject({ value: { conversation: hers.fields.conv, created: false } });
  });

  it("never begins a second log under an id that is in use, not even a shell's", async () => {
    const chat = await begin("group", [alice, bob]);
    const [ann, ben] = [await addPerson(db, "ann"), await addPerson(db, "ben")];
    const direct = genesis(ann, [ann.entry(1), ben.entry(1)], { policyType: 1, policyAdd: 0, conv: chat.id });
    expect(await refusal(create(ann, "direct", direct))).toBe("E_EXISTS");
    expect(await refusal(create(ann, "group", genesis(ann, [ann.entry(2)], { conv: chat.id })))).toBe("E_EXISTS");
    expect(await roster(chat.id)).toHaveLength(2);
  });

  it("answers a retry of a group's genesis with created false", async () => {
    const made = genesis(alice, [alice.entry(2), bob.entry(1)]);
    expect(await create(alice, "group", made)).toEqual({ conversation: made.fields.conv, created: true });
    expect(await create(alice, "group", made)).toEqual({ conversation: made.fields.conv, created: false });
  });

  it("wants policy type 1 for two people and 2 for groups, and no context for either", async () => {
    const pair = [alice.entry(1), bob.entry(1)];
    expect(await refusal(create(alice, "direct", genesis(alice, pair, { policyType: 2 })))).toBe("E_DIRECT");
    expect(await refusal(create(alice, "group", genesis(alice, pair, { policyType: 1 })))).toBe("E_DIRECT");
    expect(await refusal(create(alice, "group", genesis(alice, pair, { contextHash: random(32) })))).toBe("E_CONTEXT");
    expect(await refusal(create(alice, "group", genesis(alice, pair), randomUUID()))).toBe("E_INPUT");
    for (const kind of ["room", "nonsense", ""])
      expect(await refusal(create(alice, kind, genesis(alice, pair)))).toBe("E_INPUT");
  });

  it("carries study groups, notes and groups of 256", async () => {
    expect(await begin("study", [alice, bob])).toMatchObject({ lastSeq: 1 });
    expect(await begin("note", [alice], { roster: [alice.entry(1)], policyAdd: 0 })).toMatchObject({ lastSeq: 1 });
    expect(await begin("private", [alice, bob])).toMatchObject({ lastSeq: 1 });
    const entries = await Promise.all(Array.from({ length: 8 }, () => addPerson(db, "many")));
    expect(await begin("group", [alice, ...entries])).toMatchObject({ lastSeq: 1 });
  });

  it("is limited per account", async () => {
    await db.query("update ops.limits set burst = 1, every = '1 hour' where name = 'create'");
    const ann = await addPerson(db, "ann");
    await begin("group", [ann]);
    expect(await refusal(begin("group", [ann]))).toBe("E_RATE");
    await db.query("update ops.limits set burst = 1000000 where name = 'create'");
  });
});

describe("commit", () => {
  it("moves the roster exactly as signed: joining, leaving and joining again", async () => {
    const chat = await begin("group", [alice, bob]);
    await commitNext(chat, alice, { reason: 2, roster: [alice.entry(2), bob.entry(1), carol.entry(1)] });
    await commitNext(chat, alice, { reason: 3, roster: [alice.entry(2), carol.entry(1)] });
    await commitNext(chat, alice, { reason: 9, roster: [alice.entry(2), carol.entry(2)] });
    const after = await roster(chat.id);
    expect(after.find((m) => m.user_id === bob.userId)).toMatchObject({ joined_seq: 1, left_seq: 3 });
    expect(after.find((m) => m.user_id === carol.userId)).toMatchObject({ role: 2, joined_seq: 2, left_seq: null });
    await commitNext(chat, carol, { reason: 2, roster: [alice.entry(2), carol.entry(2), bob.entry(1)] });
    expect((await roster(chat.id)).find((m) => m.user_id === bob.userId)).toMatchObject({
      joined_seq: 5,
      left_seq: null,
    });
    const head = await db.query(
      "select epoch::int, member_count, last_seq::int, transcript from chat.conversations where id = $1",
      [chat.id],
    );
    expect(head.rows).toEqual([{ epoch: 5, member_count: 3, last_seq: 5, transcript: Buffer.from(chat.transcript) }]);
  });

  it("keeps the sealed boxes one by one and gives them back joined, or null once one is erased", async () => {
    const chat = await begin("group", [alice, bob, carol]);
    const made = following(chat, alice, {});
    await alice.call("commit", commitArguments(made));
    const read = async () =>
      ((await bob.call("events", { conversation: chat.id, after: 1 })) as { events: WireEvent[] }).events[0];
    expect(await read()).toMatchObject({ boxes: toBase64(made.boxes), body: toBase64(made.body), ct: null });
    const boxes = await db.query(
      "select user_id, box from chat.boxes where conversation_id = $1 and epoch = 2 order by user_id",
      [chat.id],
    );
    expect(boxes.rows.map((r: { user_id: string }) => r.user_id)).toEqual(made.fields.roster.map((r) => r.userId));
    expect(boxes.rows[1]).toMatchObject({ box: Buffer.from(made.boxes.slice(85, 170)) });
    await db.query("delete from chat.boxes where conversation_id = $1 and epoch = 2 and user_id = $2", [
      chat.id,
      bob.userId,
    ]);
    expect(await read()).toMatchObject({ boxes: null, body: toBase64(made.body) });
  });

  it("keeps metadata and gives it to members", async () => {
    const chat = await begin("group", [alice, bob], { metadata: random(200) });
    const metadata = random(300);
    await commitNext(chat, alice, { metadata });
    const { events } = (await bob.call("events", { conversation: chat.id, after: 0 })) as { events: WireEvent[] };
    expect(events.map((e) => fromBase64(e.metadata ?? "").length)).toEqual([200, 300]);
    expect(fromBase64(events[1]?.metadata ?? "")).toEqual(metadata);
  });

  it("answers a retry with the same seq, to its author only", async () => {
    const chat = await begin("group", [alice, bob]);
    const made = commitArguments(following(chat, alice, {}));
    const first = (await alice.call("commit", made)) as Sent;
    expect(await alice.call("commit", made)).toEqual({ ...first, duplicate: true });
    expect(await refusal(bob.call("commit", made))).toBe("E_AUTHOR");
    const answers = (await Promise.all(
      [1, 2, 3].map(() =>
        begin("group", [alice, bob]).then((c) => alice.call("commit", commitArguments(following(c, alice, {})))),
      ),
    )) as Sent[];
    expect(answers.map((a) => a.duplicate)).toEqual([false, false, false]);
  });

  it("answers a retry that overtakes nothing: it waits for the first and gets its seq", async () => {
    const chat = await begin("group", [alice, bob]);
    const made = commitArguments(following(chat, alice, {}));
    const { first, second } = await db.overlap(bob, ["require_rotation", { conversation: chat.id }], () =>
      Promise.all([alice.call("commit", made), alice.call("commit", made)]),
    );
    expect(first).toEqual({});
    const answers = (second as PromiseFulfilledResult<Sent[]>).value;
    expect(answers.map((a) => a.seq)).toEqual([2, 2]);
    expect(answers.filter((a) => a.duplicate)).toHaveLength(1);
  });

  it("tells an author whose other commit made this epoch that it is taken, not that it is the same", async () => {
    const chat = await begin("group", [alice, bob]);
    const [one, other] = [following(chat, alice, {}), following(chat, alice, {})];
    await alice.call("commit", commitArguments(one));
    expect(await refusal(alice.call("commit", commitArguments(other)))).toBe("E_STALE_EPOCH");
  });

  it("lets one of two admins win who change the roster at once; the other is told (R04)", async () => {
    const chat = await begin("group", [alice, bob, carol]);
    await commitNext(chat, alice, { reason: 9, roster: [alice.entry(2), bob.entry(2), carol.entry(1)] });
    const add = following(chat, alice, {
      reason: 2,
      roster: [alice.entry(2), bob.entry(2), carol.entry(1), mallory.entry(1)],
    });
    const remove = following(chat, bob, { reason: 3, roster: [alice.entry(2), bob.entry(2)] });
    const results = await Promise.allSettled([
      alice.call("commit", commitArguments(add)),
      bob.call("commit", commitArguments(remove)),
    ]);
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.find((r) => r.status === "rejected")?.reason).toMatchObject({ message: "E_STALE_EPOCH" });
  });

  it("tells strangers, former members and inventors of ids the same", async () => {
    const chat = await begin("group", [alice, bob, carol]);
    await commitNext(chat, alice, { reason: 3, roster: [alice.entry(2), bob.entry(1)] });
    const try_ = (who: Person, conv = chat.id) =>
      refusal(who.call("commit", commitArguments(following(chat, who, { conv }))));
    expect(await try_(mallory)).toBe("E_NOT_FOUND");
    expect(await try_(carol)).toBe("E_NOT_FOUND");
    expect(await try_(alice, randomUUID())).toBe("E_NOT_FOUND");
    for (const who of [mallory, carol])
      expect(await refusal(who.call("require_rotation", { conversation: chat.id }))).toBe("E_NOT_FOUND");
  });

  it("stops a flood, together with demands for rotation (M20)", async () => {
    const chat = await begin("group", [alice, bob]);
    await db.query("update ops.limits set burst = 2, every = '1 hour' where name = 'commit'");
    await db.query("delete from ops.meters");
    await commitNext(chat, bob);
    await bob.call("require_rotation", { conversation: chat.id });
    expect(await refusal(commitNext(chat, bob))).toBe("E_RATE");
    expect(await refusal(bob.call("require_rotation", { conversation: chat.id }))).toBe("E_RATE");
    await commitNext(chat, alice);
    await db.query("update ops.limits set burst = 1000000 where name = 'commit'");
  });

  it("carries a key change of a member who rotated, and the other rules of a person's keys", async () => {
    const dave = await addPerson(db, "dave");
    const chat = await begin("group", [alice, dave]);
    const keys = newKeys();
    const second = statement(dave.userId, keys, {
      ...{ generation: 2, flags: 1, previous: statementHash(dave.statement), signer: dave.keys },
    });
    const rotated = { userId: dave.userId, role: 1, stmtHash: statementHash(second), keys };
    expect(await refusal(commitNext(chat, alice, { reason: 6, roster: [alice.entry(2), rotated] }))).toBe(
      "E_KEYCHANGE",
    );
    await (
      await loggedIn(db, dave, "1 minute")
    ).call("identity_rotate", {
      ...{ statement: toBase64(second), bundle: toBase64(random(216)), expected_bundle_version: 1 },
    });
    expect(await refusal(commitNext(chat, alice, { reason: 5, roster: [alice.entry(2), rotated] }))).toBe(
      "E_KEYCHANGE",
    );
    await commitNext(chat, alice, { reason: 6, roster: [alice.entry(2), rotated] });
    expect(await say(chat, dave, newChain(chat))).toMatchObject({ seq: 3 });
  });
});

describe("a conversation of 256", () => {
  it("takes commits of 29 kB with 256 boxes, and not one entry more", async () => {
    const people = await Promise.all(Array.from({ length: 256 }, (_, i) => addPerson(db, `m${i}`)));
    const chat = await begin("group", [alice, ...people.slice(0, 255)]);
    const entries = [alice, ...people.slice(0, 255)].map((p, i) => p.entry(i === 0 ? 2 : 1));
    await commitNext(chat, alice, { roster: entries });
    expect(await roster(chat.id)).toHaveLength(256);
    const more = following(chat, alice, { reason: 2, roster: [...entries, (people[255] as Person).entry(1)] });
    expect(more.body).toHaveLength(342 + 113 * 257);
    expect(await refusal(alice.call("commit", commitArguments(more)))).toBe("E_FORMAT");
    const read = (await alice.call("start", { conversation: chat.id })) as { commits: WireEvent[] };
    expect(read.commits.map((c) => fromBase64(c.boxes ?? "").length)).toEqual([256 * 85, 256 * 85]);
    expect(concat(fromBase64(read.commits[1]?.body ?? ""))).toHaveLength(342 + 113 * 256);
  });
});
