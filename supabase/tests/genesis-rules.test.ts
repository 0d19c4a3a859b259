import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "@/lib/crypto/primitives";
import { commitArguments, genesis } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import type { CommitFields } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person, mod: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol, mod] = await Promise.all([
    addPerson(db, "alice"),
    addPerson(db, "bob"),
    addPerson(db, "carol"),
    addPerson(db, "mod"),
  ]);
});
afterAll(() => db.close());

const people = (...roles: [Person, number][]) => roles.map(([p, role]) => p.entry(role));

describe("C6, the genesis", () => {
  it.each<[string, Partial<CommitFields>, string]>([
    ["an epoch other than 1", { epoch: 2 }, "E_CHAIN"],
    ["a predecessor", { previous: random(32) }, "E_CHAIN"],
    ["another reason", { reason: 5 }, "E_CHAIN"],
    ["a seen position", { seenSeq: 1 }, "E_CHAIN"],
    ["another first transcript", { seenT: random(32) }, "E_CHAIN"],
    ["a case", { caseId: random(16) }, "E_CHAIN"],
  ])("refuses %s", async (_, change, code) => {
    const { disclosures: __, ...args } = commitArguments(genesis(alice, [alice.entry(2), bob.entry(1)], change));
    expect(await refusal(alice.call("create_conversation", { kind: "group", ...args }))).toBe(code);
  });

  it("refuses an author outside the roster, moderators, a pair of three and admins in a pair", async () => {
    const make = (kind: string, entries: [Person, number][], policyType: number) => {
      const { disclosures: _, ...args } = commitArguments(genesis(alice, people(...entries), { policyType }));
      return refusal(alice.call("create_conversation", { kind, ...args }));
    };
    expect(
      await make(
        "group",
        [
          [bob, 2],
          [carol, 1],
        ],
        2,
      ),
    ).toBe("E_AUTHOR");
    expect(
      await make(
        "group",
        [
          [alice, 2],
          [mod, 3],
        ],
        2,
      ),
    ).toBe("E_ROLE");
    expect(
      await make(
        "direct",
        [
          [alice, 1],
          [bob, 1],
          [carol, 1],
        ],
        1,
      ),
    ).toBe("E_DIRECT");
    expect(
      await make(
        "direct",
        [
          [alice, 2],
          [bob, 1],
        ],
        1,
      ),
    ).toBe("E_DIRECT");
  });

  it("refuses people whose keys are not registered", async () => {
    const [his, hers] = [bob.entry(1), carol.entry(1)];
    for (const forged of [
      { ...his, stmtHash: random(32) },
      { ...his, stmtHash: hers.stmtHash },
      { ...his, keys: { ...his.keys, edPk: hers.keys.edPk } },
      { ...his, keys: { ...his.keys, xPk: hers.keys.xPk } },
    ]) {
      const { disclosures: _, ...args } = commitArguments(genesis(alice, [alice.entry(2), forged]));
      expect(await refusal(alice.call("create_conversation", { kind: "group", ...args }))).toBe("E_KEYCHANGE");
    }
  });

  it("refuses a moderation root that the installation does not know, once it has said which it knows", async () => {
    const make = (modRoot: ReturnType<typeof random>) => {
      const { disclosures: _, ...args } = commitArguments(genesis(alice, people([alice, 2], [bob, 1]), { modRoot }));
      return alice.call("create_conversation", { kind: "group", ...args });
    };
    const [ours, theirs] = [random(32), random(32)];
    await make(theirs);
    await db.query("insert into ops.moderation_roots (root_hash) values ($1)", [ours]);
    try {
      await make(ours);
      expect(await refusal(make(theirs))).toBe("E_IMMUTABLE");
    } finally {
      await db.query("delete from ops.moderation_roots");
    }
  });
});
