import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concat, toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { type Model, begin, commitArguments, commitNext, following, genesis } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type CommitFields, disclosures, u64, zeros } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person, dave: Person, mod: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol, dave, mod] = await Promise.all([
    addPerson(db, "alice"),
    addPerson(db, "bob"),
    addPerson(db, "carol"),
    addPerson(db, "dave"),
    addPerson(db, "mod"),
  ]);
});
afterAll(() => db.close());

/** Alice admin, Bob and Carol members. */
const group = (change: Partial<CommitFields> = {}) => begin("group", [alice, bob, carol], change);
const direct = () => begin("direct", [alice, bob]);
const people = (...roles: [Person, number][]) => roles.map(([p, role]) => p.entry(role));
const attempt = (chat: Model, author: Person, change: Partial<CommitFields>) =>
  refusal(author.call("commit", commitArguments(following(chat, author, change))));
const whole = (): [Person, number][] => [
  [alice, 2],
  [bob, 1],
  [carol, 1],
];

describe("C1 and C2, form and order", () => {
  it("refuse any other magic, suite, reserved byte, reason, policy, role or length", async () => {
    const chat = await group();
    const made = following(chat, alice, {});
    const good = commitArguments(made);
    const bent = (at: number, value: number) => {
      const body = made.body.slice();
      body.set([value], at);
      return alice.call("commit", { ...good, body: toBase64(body) });
    };
    const cases = [
      [0, 1],
      [4, 2],
      [6, 1],
      [7, 1],
      [5, 0],
      [5, 10],
      [124, 0],
      [124, 3],
      [125, 3],
      [126, 1],
      [127, 1],
      [340, 1],
      [341, 4],
      [358, 0],
      [358, 4],
    ];
    for (const [at = 0, value = 0] of cases) expect([at, await refusal(bent(at, value))]).toEqual([at, "E_FORMAT"]);
    for (const body of [made.body.slice(0, -1), concat(made.body, zeros(1)), made.body.slice(0, 342), zeros(0)])
      expect(await refusal(alice.call("commit", { ...good, body: toBase64(body) }))).toBe("E_FORMAT");
    expect(await refusal(alice.call("commit", { ...good, sig: toBase64(zeros(63)) }))).toBe("E_FORMAT");
    for (const at of [60, 116]) {
      const body = made.body.slice();
      body.set(u64(2n ** 53n), at);
      expect(await refusal(alice.call("commit", { ...good, body: toBase64(body) }))).toBe("E_RANGE");
    }
  });

  it("refuse a roster that is not strictly ascending", async () => {
    const made = genesis(alice, [alice.entry(2), bob.entry(1)]);
    const rows = [made.body.slice(342, 455), made.body.slice(455)] as const;
    for (const body of [
      concat(made.body.slice(0, 342), rows[1], rows[0]),
      concat(made.body.slice(0, 342), rows[0], rows[0]),
    ]) {
      const { disclosures: _, ...args } = commitArguments({ ...made, body });
      expect(await refusal(alice.call("create_conversation", { kind: "group", ...args }))).toBe("E_ORDER");
    }
  });
});

describe("C3 and C4, boxes, disclosures and metadata", () => {
  it("refuse boxes that are missing, altered, too many or not boxes", async () => {
    const chat = await group();
    const made = following(chat, alice, {});
    const flipped = made.boxes.slice();
    flipped.set([(flipped[200] ?? 0) ^ 1], 200);
    for (const boxes of [made.boxes.slice(0, 170), concat(made.boxes, random(85)), flipped, zeros(0)])
      expect(await refusal(alice.call("commit", { ...commitArguments(made), boxes: toBase64(boxes) }))).toBe("E_BOXES");
  });

  it("refuse boxes that are hashed but not one per entry, or no boxes", async () => {
    const chat = await group();
    const { boxes } = following(chat, alice, {});
    const [one, two] = [boxes.slice(0, 85), boxes.slice(0, 170)];
    const bent = boxes.slice();
    bent.set([0], 85);
    for (const given of [two, concat(boxes, one), bent, zeros(255), zeros(0)])
      expect(await attempt(chat, alice, { boxes: given })).toBe("E_BOXES");
    await commitNext(chat, alice, { boxes });
  });

  it("refuse disclosures or metadata without their hash, and hashes without them", async () => {
    const chat = await group();
    const made = following(chat, alice, {});
    const given = { ...commitArguments(made), disclosures: toBase64(disclosures(random(16), mod.userId, [1])) };
    expect(await refusal(alice.call("commit", given))).toBe("E_DISCLOSURE");
    const withMetadata = following(chat, alice, { metadata: random(100) });
    expect(await refusal(alice.call("commit", { ...commitArguments(withMetadata), metadata: undefined }))).toBe(
      "E_FORMAT",
    );
    expect(
      await refusal(alice.call("commit", { ...commitArguments(withMetadata), metadata: toBase64(random(100)) })),
    ).toBe("E_FORMAT");
    expect(await refusal(alice.call("commit", { ...commitArguments(made), metadata: toBase64(random(100)) }))).toBe(
      "E_FORMAT",
    );
  });
});

describe("C8 to C10, succession", () => {
  it("refuses a commit that does not follow the current one, changes what is immutable, or names another author", async () => {
    const chat = await group();
    expect(await attempt(chat, alice, { epoch: 1 })).toBe("E_STALE_EPOCH");
    expect(await attempt(chat, alice, { epoch: 3 })).toBe("E_STALE_EPOCH");
    expect(await attempt(chat, alice, { previous: random(32) })).toBe("E_STALE_EPOCH");
    expect(await attempt(chat, alice, { reason: 1 })).toBe("E_CHAIN");
    expect(await attempt(chat, alice, { contextHash: random(32) })).toBe("E_IMMUTABLE");
    expect(await attempt(chat, alice, { modRoot: random(32) })).toBe("E_IMMUTABLE");
    expect(await attempt(chat, alice, { policyType: 1 })).toBe("E_IMMUTABLE");
    expect(await attempt(chat, alice, { author: bob.userId })).toBe("E_AUTHOR");
  });
});

describe("C12 to C15 and C19 in a group (M03)", () => {
  it.each<[string, () => Person, () => Partial<CommitFields>, string]>([
    [
      "a member promotes himself",
      () => bob,
      () => ({ reason: 9, roster: people([alice, 2], [bob, 2], [carol, 1]) }),
      "E_ROLE",
    ],
    [
      "an admin makes a moderator of a member",
      () => alice,
      () => ({ reason: 9, roster: people([alice, 2], [bob, 3], [carol, 1]) }),
      "E_ROLE",
    ],
    [
      "the last admin steps down",
      () => alice,
      () => ({ reason: 9, roster: people([alice, 1], [bob, 1], [carol, 1]) }),
      "E_ROLE",
    ],
    ["a member adds somebody", () => bob, () => ({ reason: 2, roster: people(...whole(), [dave, 1]) }), "E_ADD"],
    [
      "an admin adds somebody under another reason",
      () => alice,
      () => ({ reason: 5, roster: people(...whole(), [dave, 1]) }),
      "E_ADD",
    ],
    ["a member removes somebody", () => bob, () => ({ reason: 3, roster: people([alice, 2], [bob, 1]) }), "E_REMOVE"],
    [
      "an admin removes somebody under another reason",
      () => alice,
      () => ({ reason: 5, roster: people([alice, 2], [bob, 1]) }),
      "E_REMOVE",
    ],
    [
      "an admin says that somebody left who did not",
      () => alice,
      () => ({ reason: 4, roster: people([alice, 2], [bob, 1]) }),
      "E_REMOVE",
    ],
    ["an author drops out", () => bob, () => ({ reason: 5, roster: people([alice, 2], [carol, 1]) }), "E_REMOVE"],
    ["a member changes the policy", () => bob, () => ({ reason: 9, policyAdd: 2 }), "E_POLICY"],
    ["a member changes retention", () => bob, () => ({ reason: 9, retentionDays: 1 }), "E_POLICY"],
    ["an admin changes the policy under another reason", () => alice, () => ({ reason: 5, policyAdd: 2 }), "E_POLICY"],
    [
      "keys change without a key commit",
      () => alice,
      () => ({ roster: [alice.entry(2), bob.entry(1), { ...carol.entry(1), stmtHash: bob.entry(1).stmtHash }] }),
      "E_KEYCHANGE",
    ],
  ])("refuse that %s", async (_, author, change, code) => {
    expect(await attempt(await group(), author(), change())).toBe(code);
  });

  it("let admins add, remove, promote and change the policy, and anybody rotate", async () => {
    const chat = await group();
    await commitNext(chat, carol, { reason: 5 });
    await commitNext(chat, alice, { reason: 2, roster: people(...whole(), [dave, 1]) });
    await commitNext(chat, alice, { reason: 3, roster: people(...whole()) });
    await commitNext(chat, alice, {
      reason: 9,
      policyAdd: 2,
      retentionDays: 30,
      roster: people([alice, 2], [bob, 2], [carol, 1]),
    });
    await commitNext(chat, carol, { reason: 2, roster: people([alice, 2], [bob, 2], [carol, 1], [dave, 1]) });
    const row = await db.query("select policy_add, retention_days::int from chat.conversations where id = $1", [
      chat.id,
    ]);
    expect(row.rows).toEqual([{ policy_add: 2, retention_days: 30 }]);
  });

  it("let no admin remove himself: who goes says so and is removed by others", async () => {
    const chat = await group();
    await commitNext(chat, alice, { reason: 9, roster: people([alice, 2], [bob, 2], [carol, 1]) });
    expect(await attempt(chat, bob, { reason: 3, roster: people([alice, 2], [carol, 1]) })).toBe("E_REMOVE");
  });

  it("let nobody add where the policy says nobody, not even an admin", async () => {
    const chat = await group({ policyAdd: 0 });
    expect(await attempt(chat, alice, { reason: 2, roster: people(...whole(), [dave, 1]) })).toBe("E_ADD");
  });
});

describe("C14 and C15 in a direct conversation", () => {
  it("let nobody in, out or up, and leave alone who may add people", async () => {
    const chat = await direct();
    expect(await attempt(chat, alice, { reason: 2, roster: people([alice, 1], [bob, 1], [carol, 1]) })).toBe("E_ADD");
    expect(await attempt(chat, alice, { reason: 3, roster: people([alice, 1]) })).toBe("E_REMOVE");
    expect(await attempt(chat, alice, { reason: 9, roster: people([alice, 2], [bob, 1]) })).toBe("E_ROLE");
    expect(await attempt(chat, alice, { reason: 9, policyAdd: 2 })).toBe("E_POLICY");
    expect(await attempt(chat, alice, { reason: 5, retentionDays: 1 })).toBe("E_POLICY");
    await commitNext(chat, bob, { reason: 5 });
  });
});
