import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { begin, newChain, say } from "./support/conversation";
import { type Database, openDatabase, serviceRole } from "./support/database";
import { contextHash } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal, sqlState } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person;
const key_hash = createHash("sha256").update("a host's key").digest("hex");
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
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

describe("a change of a context", () => {
  const change = (context: string, what: unknown, key = key_hash) =>
    db.call(serviceRole, "host_change_context", { key_hash: key, context, change: JSON.stringify(what) });
  const end = (context: string, key = key_hash) => db.call(serviceRole, "host_end_context", { key_hash: key, context });
  const seenBy = async (person: Person, made: Shell) =>
    ((await person.call("conversations")) as { id: string; context: unknown }[]).find((c) => c.id === made.conversation)
      ?.context;

  it("sets title and state, which its parties see, and leaves alone what is not named", async () => {
    const made = await shell("change-1");
    const { context, conversation } = made;
    expect(await change(context, { state: "paid" })).toEqual({
      ...{ context, conversation, title: "Bicycle", state: "paid", ended: false, closed: false },
    });
    await change(context, { title: "Bicycle, blue" });
    const seen = { title: "Bicycle, blue", state: "paid", ended: false, external_id: "change-1", platform: "market" };
    expect(await seenBy(bob, made)).toMatchObject(seen);
    await change(context, { title: null });
    expect(await seenBy(alice, made)).toMatchObject({ ...seen, title: null });
  });

  it("ends once and for ever: title and state are forgotten, name and conversation stay", async () => {
    const made = await shell("change-2");
    const ended = {
      context: made.context,
      conversation: made.conversation,
      title: null,
      state: "ended",
      ended: true,
      closed: false,
    };
    expect(await end(made.context)).toEqual(ended);
    expect(await end(made.context)).toEqual(ended);
    expect(await refusal(change(made.context, { state: "open" }))).toBe("E_CONFLICT");
    expect(await seenBy(bob, made)).toMatchObject({ kind: "transaction", external_id: "change-2", ended: true });
    expect(await host("change-2", pair())).toEqual({ ...made, created: false });
    const begun = await begin(
      "transaction",
      [alice, bob],
      { conv: made.conversation, policyType: 1, policyAdd: 0, contextHash: contextHash("transaction", "change-2") },
      made.context,
    );
    expect(await say(begun, bob, newChain(begun))).toMatchObject({ seq: 2 });
  });

  it("is for the platform that made it: another one, or a person, changes nothing", async () => {
    const made = await shell();
    const other = createHash("sha256").update("rival").digest("hex");
    await db.call(serviceRole, "host_create_platform", { name: "rival", key_hash: other });
    expect(await refusal(change(made.context, { state: "x" }, other))).toBe("E_NOT_FOUND");
    expect(await refusal(end(made.context, other))).toBe("E_NOT_FOUND");
    expect(await refusal(change(made.context, { state: "x" }, "0".repeat(64)))).toBe("E_AUTH");
    expect(await refusal(end(randomUUID()))).toBe("E_NOT_FOUND");
    const args = { key_hash, context: made.context };
    expect(await sqlState(db.call(alice, "host_end_context", args))).toBe("42501");
    expect(await seenBy(alice, made)).toMatchObject({ title: "Bicycle", state: "open" });
  });

  it("refuses what is no title, no state, or more than these", async () => {
    const { context } = await shell();
    for (const what of [
      ...[{}, [], null, "paid", { title: "" }, { title: 1 }, { state: null }, { state: "" }, { state: "x".repeat(33) }],
      ...[{ state: "paid", kind: "post" }, { external_id: "2" }, { title: "a\u202eb" }, { state: { paid: true } }],
    ])
      expect([what, await refusal(change(context, what))]).toEqual([what, "E_INPUT"]);
  });

  it("without a title there is none", async () => {
    const made = await host(randomUUID(), pair(), { title: undefined });
    expect(await seenBy(bob, made)).toMatchObject({ title: null, state: "open" });
  });
});
