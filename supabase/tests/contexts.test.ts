import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "@/lib/crypto/primitives";
import { begin, commitArguments, genesis, newChain, say } from "./support/conversation";
import { type Database, anon, openDatabase, serviceRole } from "./support/database";
import { contextHash } from "./support/forge";
import { type Person, addPerson, addUser } from "./support/people";
import { refusal, sqlState } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person;
const key_hash = createHash("sha256").update("a host's key").digest("hex");
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "carol")]);
  await db.call(serviceRole, "host_create_platform", { name: "market", key_hash });
});
afterAll(() => db.close());

interface Shell {
  context: string;
  conversation: string;
  created: boolean;
  parties: { user_id: string; role: string }[];
}

const host = (external_id: string, parties: unknown, change: Record<string, unknown> = {}) =>
  db.call(serviceRole, "host_create_context", {
    ...{ key_hash, kind: "transaction", external_id, title: "Bicycle", parties: JSON.stringify(parties) },
    ...change,
  }) as Promise<Shell>;
const pair = () => [
  { handle: alice.handle, role: "seller" },
  { handle: bob.handle, role: "buyer" },
];
const shell = (external_id: string = randomUUID()) => host(external_id, pair());

describe("host_create_platform", () => {
  it("registers a platform by the hash of its key, once", async () => {
    const again = { name: "market", key_hash };
    const first = await db.call(serviceRole, "host_create_platform", again);
    expect(await db.call(serviceRole, "host_create_platform", again)).toEqual(first);
    const other = createHash("sha256").update("other").digest("hex");
    expect(await refusal(db.call(serviceRole, "host_create_platform", { name: "market", key_hash: other }))).toBe(
      "E_CONFLICT",
    );
    expect(await refusal(db.call(serviceRole, "host_create_platform", { name: "other", key_hash }))).toBe("E_CONFLICT");
    expect(
      await refusal(db.call(serviceRole, "host_create_platform", { name: "x", key_hash: "a key in the clear" })),
    ).toBe("E_INPUT");
  });

  it("is open to the service role only, like everything for hosts", async () => {
    for (const actor of [anon, alice]) {
      expect(await sqlState(db.call(actor, "host_create_platform", { name: "evil", key_hash }))).toBe("42501");
      expect(await sqlState(db.call(actor, "health"))).toBe("42501");
      const context = { key_hash, kind: "post", external_id: "1", title: "t", parties: "[]" };
      expect(await sqlState(db.call(actor, "host_create_context", context))).toBe("42501");
    }
    expect(await db.call(serviceRole, "health")).toEqual({ ok: true });
  });
});

describe("host_create_context", () => {
  it("makes a context and its shell once, and answers the same again", async () => {
    const made = await shell("42");
    expect(made).toMatchObject({ created: true, conversation: expect.any(String) });
    expect(made.parties.toSorted((a, b) => a.role.localeCompare(b.role))).toEqual([
      { user_id: bob.userId, role: "buyer" },
      { user_id: alice.userId, role: "seller" },
    ]);
    expect(await host("42", pair().toReversed())).toEqual({ ...made, created: false });
    const row = await db.query("select epoch::int, last_seq::int, kind, class from chat.conversations where id = $1", [
      made.conversation,
    ]);
    expect(row.rows).toEqual([{ epoch: 0, last_seq: 0, kind: "transaction", class: "sealed" }]);
  });

  it("makes one shell when two requests come at once", async () => {
    const id = randomUUID();
    const answers = await Promise.all([shell(id), shell(id), shell(id)]);
    expect(answers.filter((a) => a.created)).toHaveLength(1);
    expect(new Set(answers.map((a) => a.conversation)).size).toBe(1);
  });

  it("refuses the same id with other parties or roles (E_CONFLICT)", async () => {
    const id = randomUUID();
    await shell(id);
    expect(await refusal(host(id, [pair()[0], { handle: carol.handle, role: "buyer" }]))).toBe("E_CONFLICT");
    expect(await refusal(host(id, [pair()[0], { handle: bob.handle, role: "seller" }]))).toBe("E_CONFLICT");
    expect(await refusal(host(id, [...pair(), { handle: carol.handle, role: "agent" }]))).toBe("E_CONFLICT");
    expect(await host(id, pair(), { kind: "post" })).toMatchObject({ created: true });
  });

  it("finds people by handle or e-mail address, in any case", async () => {
    const email = `${randomUUID()}@example.com`;
    const userId = await addUser(db, email);
    const made = await host(randomUUID(), [
      { email: ` ${email.toUpperCase()} `, role: "applicant" },
      { handle: alice.handle.toUpperCase(), role: "owner" },
    ]);
    expect(made.parties.map((p) => p.user_id).toSorted()).toEqual([userId, alice.userId].toSorted());
  });

  it("refuses unknown keys, kinds, people and shapes", async () => {
    expect(await refusal(host("1", pair(), { key_hash: "0".repeat(64) }))).toBe("E_AUTH");
    expect(await refusal(host("1", pair(), { key_hash: null }))).toBe("E_AUTH");
    for (const kind of ["direct", "group", "room", "nonsense"])
      expect(await refusal(host("1", pair(), { kind }))).toBe("E_INPUT");
    expect(await refusal(host("1", [pair()[0], { handle: "nobody_at_all", role: "buyer" }]))).toBe("E_NOT_FOUND");
    expect(await refusal(host("1", [pair()[0], pair()[0]]))).toBe("E_INPUT");
    for (const parties of [
      [],
      [pair()[0]],
      {},
      "x",
      1,
      [1, 2],
      [pair()[0], { handle: bob.handle }],
      [pair()[0], { role: "x" }],
    ])
      expect(await refusal(host("1", parties))).toBe("E_INPUT");
    const both = { handle: bob.handle, email: "x@example.com", role: "buyer" };
    expect(await refusal(host("1", [pair()[0], both]))).toBe("E_INPUT");
    for (const change of [
      { title: "" },
      { title: " Bicycle" },
      { external_id: "1 " },
      { title: "a\u202eb" },
      { external_id: "" },
      { external_id: "a\nb" },
      { parties: null },
    ])
      expect(await refusal(host("1", pair(), change))).toBe("E_INPUT");
  });

  it("is limited per platform", async () => {
    const own = createHash("sha256").update("busy").digest("hex");
    await db.call(serviceRole, "host_create_platform", { name: "busy", key_hash: own });
    await db.query("update ops.limits set burst = 1, every = '1 hour' where name = 'host'");
    await host("1", pair(), { key_hash: own });
    expect(await refusal(host("2", pair(), { key_hash: own }))).toBe("E_RATE");
    await db.query("update ops.limits set burst = 1000000 where name = 'host'");
  });
});

describe("a shell", () => {
  const open = (
    who: Person,
    made: Shell,
    id: string,
    change: Parameters<typeof genesis>[2] = {},
    roster = [alice.entry(1), bob.entry(1)],
  ) => {
    const g = genesis(who, roster, {
      ...{ conv: made.conversation, policyType: 1, policyAdd: 0, contextHash: contextHash("transaction", id) },
      ...change,
    });
    const { disclosures: _, ...args } = commitArguments(g);
    return who.call("create_conversation", { kind: "transaction", ...args, context: made.context });
  };

  it("is listed to its parties, carries their roles, and to nobody else", async () => {
    const id = randomUUID();
    const made = await shell(id);
    const list = (await bob.call("conversations")) as { id: string }[];
    expect(list.find((c) => c.id === made.conversation)).toMatchObject({
      ...{ kind: "transaction", class: "sealed", epoch: 0, last_seq: 0, rotation_required: false },
      context: {
        kind: "transaction",
        external_id: id,
        title: "Bicycle",
        state: "open",
        ended: false,
        platform: "market",
      },
      my: { role: 1, joined_seq: 0, read_seq: 0 },
    });
    const members = (list.find((c) => c.id === made.conversation) as unknown as { members: { party_role: string }[] })
      .members;
    expect(members.map((m) => m.party_role).toSorted()).toEqual(["buyer", "seller"]);
    expect(((await carol.call("conversations")) as { id: string }[]).map((c) => c.id)).not.toContain(made.conversation);
    expect(await refusal(alice.call("events", { conversation: made.conversation, after: 0 }))).toBe("E_NOT_FOUND");
    expect(await refusal(alice.call("require_rotation", { conversation: made.conversation }))).toBe("E_NOT_FOUND");
  });

  it("lets its parties see each other's names before it is opened", async () => {
    const [ann, ben] = [await addPerson(db, "ann"), await addPerson(db, "ben")];
    expect(await ann.call("people", { ids: [ben.userId] })).toEqual([]);
    await host(randomUUID(), [
      { handle: ann.handle, role: "a" },
      { handle: ben.handle, role: "b" },
    ]);
    expect(await ann.call("people", { ids: [ben.userId] })).toMatchObject([
      { user_id: ben.userId, handle: ben.handle },
    ]);
  });

  it("is opened by one of its parties, once, for exactly the parties, about exactly that thing", async () => {
    const id = randomUUID();
    const made = await shell(id);
    expect(await refusal(open(carol, made, id, {}, [alice.entry(1), carol.entry(1)]))).toBe("E_NOT_FOUND");
    expect(await refusal(open(alice, made, id, { contextHash: contextHash("transaction", "other") }))).toBe(
      "E_CONTEXT",
    );
    expect(await refusal(open(alice, made, id, { contextHash: random(32) }))).toBe("E_CONTEXT");
    expect(await refusal(open(alice, made, id, {}, [alice.entry(1), carol.entry(1)]))).toBe("E_CONTEXT");
    expect(await refusal(open(alice, { ...made, context: randomUUID() }, id))).toBe("E_CONTEXT");
    expect(await refusal(open(alice, { ...made, conversation: randomUUID() }, id))).toBe("E_NOT_FOUND");
    expect(await refusal(open(alice, made, id, { policyType: 2 }))).toBe("E_DIRECT");
    expect(await open(bob, made, id)).toEqual({ conversation: made.conversation, created: true });
    const nameless = { ...made, context: undefined as unknown as string };
    for (const shell of [made, nameless])
      expect(await open(alice, shell, id)).toEqual({ conversation: made.conversation, created: false });
    const [summary] = (await alice.call("conversations", { max: 1 })) as { id: string; members: unknown[] }[];
    const listed = ((await bob.call("conversations")) as { id: string }[]).filter((c) => c.id === made.conversation);
    expect(listed).toHaveLength(1);
    expect(summary).toMatchObject({ id: made.conversation, epoch: 1, last_seq: 1, my: { role: 1, joined_seq: 1 } });
    expect(summary?.members).toContainEqual(
      expect.objectContaining({ user_id: bob.userId, party_role: "buyer", joined_seq: 1 }),
    );
  });

  it("of three parties is a group with type 2", async () => {
    const id = randomUUID();
    const made = await host(id, [...pair(), { handle: carol.handle, role: "agent" }]);
    const chat = await begin(
      "transaction",
      [carol, alice, bob],
      { conv: made.conversation, contextHash: contextHash("transaction", id) },
      made.context,
    );
    expect(await say(chat, alice, newChain(chat))).toMatchObject({ seq: 2 });
  });
});
