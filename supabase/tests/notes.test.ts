import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { begin, commitArguments, following, genesis } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Person, addPerson } from "./support/people";
import { failure, refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
});
afterAll(() => db.close());

const create = async (who: Person, made: ReturnType<typeof genesis>) => {
  const { disclosures: _, ...args } = commitArguments(made);
  return who.call("create_conversation", { kind: "note", ...args });
};
const note = (who: Person, roster = [who.entry(1)], change = {}) => genesis(who, roster, { policyAdd: 0, ...change });

describe("a note", () => {
  it("is one per person, also when two devices begin it at once", async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => create(alice, note(alice))));
    const made = answers as { conversation: string; created: boolean }[];
    expect(made.filter((answer) => answer.created)).toHaveLength(1);
    expect(new Set(made.map((answer) => answer.conversation)).size).toBe(1);
    expect(await create(bob, note(bob))).toMatchObject({ created: true });
  });

  it("begins with its owner alone, who is no admin and lets nobody in", async () => {
    const carol = await addPerson(db, "carol");
    for (const made of [
      note(carol, [carol.entry(1), bob.entry(1)]),
      note(carol, [carol.entry(2)]),
      note(carol, [carol.entry(1)], { policyAdd: 1 }),
      note(carol, [carol.entry(1)], { policyAdd: 2 }),
    ])
      expect(await refusal(create(carol, made))).toBe("E_DIRECT");
  });

  it("stays with its owner: nobody can be let in, and no right to do so can be made", async () => {
    const dora = await addPerson(db, "dora");
    const chat = await begin("note", [dora], { roster: [dora.entry(1)], policyAdd: 0 });
    const attempt = (change: Parameters<typeof following>[2]) =>
      refusal(dora.call("commit", commitArguments(following(chat, dora, change))));
    expect(await attempt({ reason: 2, roster: [dora.entry(1), bob.entry(1)] })).toBe("E_ADD");
    expect(await attempt({ reason: 9, policyAdd: 2 })).toBe("E_POLICY");
    expect(await attempt({ reason: 9, roster: [dora.entry(2)] })).toBe("E_ROLE");
    expect(
      (await failure(db.query("update chat.conversations set owner = $2 where id = $1", [chat.id, bob.userId])))
        .message,
    ).toBe("E_IMMUTABLE");
  });
});
