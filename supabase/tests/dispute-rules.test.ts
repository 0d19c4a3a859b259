import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bytes, concat, toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import {
  type Model,
  advance,
  begin,
  commitArguments,
  commitNext,
  following,
  messageArguments,
  newChain,
  nextMessage,
  say,
} from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type CommitFields, disclosures, zeros } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person, dave: Person, mod: Person, mod2: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol, dave, mod, mod2] = await Promise.all([
    addPerson(db, "alice"),
    addPerson(db, "bob"),
    addPerson(db, "carol"),
    addPerson(db, "dave"),
    addPerson(db, "mod"),
    addPerson(db, "mod"),
  ]);
  // No list of moderators is published yet, so no selection is right; the rules behind it are tested as if every one were.
  await db.query(
    "create or replace function private.check_selection(conv chat.conversations, c private.commit, body bytea) returns void language sql as ''",
  );
});
afterAll(() => db.close());

/** Alice admin, Bob and Carol members. */
const group = (change: Partial<CommitFields> = {}) => begin("group", [alice, bob, carol], change);
const people = (...roles: [Person, number][]) => roles.map(([p, role]) => p.entry(role));
const attempt = (chat: Model, author: Person, change: Partial<CommitFields>) =>
  refusal(author.call("commit", commitArguments(following(chat, author, change))));
const whole = (): [Person, number][] => [
  [alice, 2],
  [bob, 1],
  [carol, 1],
];

/** Opens a dispute with `mod`, by Bob; returns its case id. */
async function dispute(
  chat: Model,
  roster: [Person, number][],
  opener = bob,
  caseId: Bytes = random(16),
): Promise<Bytes> {
  await commitNext(chat, opener, {
    ...{ reason: 7, caseId, roster: people(...roster, [mod, 3]) },
    disclosures: disclosures(caseId, mod.userId, [chat.epoch]),
  });
  return caseId;
}

describe("a pending leave", () => {
  const leave = async (chat: Model, who: Person) => {
    await say(chat, who, newChain(chat));
    await db.query("insert into chat.leaves values ($1, $2, $3)", [chat.id, who.userId, chat.lastSeq]);
  };

  it("is removed by the next commit, which must have seen it and must remove exactly the leaver", async () => {
    const chat = await group();
    await leave(chat, carol);
    const without = people([alice, 2], [bob, 1]);
    expect(await attempt(chat, bob, { reason: 4, roster: without, seenSeq: chat.lastSeq - 1 })).toBe("E_STALE_EPOCH");
    expect(await attempt(chat, bob, { reason: 5 })).toBe("E_REMOVE");
    expect(await attempt(chat, bob, { reason: 4, roster: people([bob, 1]) })).toBe("E_REMOVE");
    await commitNext(chat, bob, { reason: 4, roster: without });
    const rows = await db.query("select from chat.leaves where conversation_id = $1", [chat.id]);
    expect(rows.rowCount).toBe(0);
  });

  it("of the last admin leaves a group without admins", async () => {
    const chat = await group();
    await leave(chat, alice);
    await commitNext(chat, bob, { reason: 4, roster: people([bob, 1], [carol, 1]) });
    expect(await attempt(chat, bob, { reason: 2, roster: people([bob, 1], [carol, 1], [dave, 1]) })).toBe("E_ADD");
  });
});

describe("C16 to C18, C20 and C21, disputes", () => {
  it("bring a moderator in by a participant's dispute-open only", async () => {
    const chat = await group();
    const caseId = random(16);
    const withMod = people(...whole(), [mod, 3]);
    expect(await attempt(chat, bob, { reason: 2, caseId, roster: withMod })).toBe("E_MODERATOR");
    expect(await attempt(chat, bob, { reason: 7, roster: withMod })).toBe("E_MODERATOR");
    expect(await attempt(chat, bob, { reason: 7, caseId })).toBe("E_MODERATOR");
    expect(await attempt(chat, bob, { reason: 7, caseId, roster: withMod, time: Date.now() - 3_700_000 })).toBe(
      "E_MODERATOR",
    );
    expect(await attempt(chat, bob, { reason: 5, caseId })).toBe("E_CASE");
    expect(await attempt(chat, bob, { reason: 8 })).toBe("E_CASE");
    const shown = disclosures(caseId, mod.userId, [1]);
    expect(await attempt(chat, bob, { reason: 5, caseId, disclosures: shown })).toBe("E_CASE");
    expect(
      await attempt(chat, bob, {
        reason: 7,
        caseId,
        roster: withMod,
        disclosures: disclosures(random(16), mod.userId, [1]),
      }),
    ).toBe("E_DISCLOSURE");
    await commitNext(chat, bob, { reason: 7, caseId, roster: withMod, disclosures: shown });
  });

  it("take disclosures of their exact form only, whatever the author has hashed", async () => {
    const chat = await group();
    const caseId = random(16);
    const good = disclosures(caseId, mod.userId, [1]);
    const bent = (at: number, value: number) => {
      const copy = good.slice();
      copy.set([value], at);
      return copy;
    };
    const [short, long] = [good.slice(0, -1), concat(good, zeros(1))];
    const none = disclosures(caseId, mod.userId, []);
    for (const shown of [
      bent(0, 0),
      bent(4, 2),
      bent(5, 1),
      bent(6, 1),
      bent(7, 2),
      bent(8, (good[8] ?? 0) ^ 1),
      short,
      long,
      none,
      zeros(0),
    ])
      expect(
        await attempt(chat, bob, { reason: 7, caseId, roster: people(...whole(), [mod, 3]), disclosures: shown }),
      ).toBe("E_DISCLOSURE");
    const made = following(chat, bob, { reason: 7, caseId, roster: people(...whole(), [mod, 3]), disclosures: good });
    const other = disclosures(caseId, mod.userId, [1]);
    for (const shown of [undefined, toBase64(other)])
      expect(await refusal(bob.call("commit", { ...commitArguments(made), disclosures: shown }))).toBe("E_DISCLOSURE");
    await bob.call("commit", commitArguments(made));
  });

  it("keep the case id while it is open and give moderators no other power (D04)", async () => {
    const chat = await group();
    const caseId = await dispute(chat, whole());
    const withMod = people(...whole(), [mod, 3]);
    expect(await attempt(chat, alice, { caseId: zeros(16) })).toBe("E_CASE");
    expect(await attempt(chat, alice, { caseId: random(16) })).toBe("E_CASE");
    expect(await attempt(chat, alice, { reason: 3, roster: people(...whole()) })).toBe("E_MODERATOR");
    for (const reason of [2, 3, 4, 6, 7, 9]) expect(await attempt(chat, mod, { reason })).toBe("E_MODERATOR");
    expect(await attempt(chat, mod, { reason: 5, roster: people(...whole(), [mod, 3], [dave, 1]) })).toBe("E_ADD");
    expect(await attempt(chat, mod, { reason: 5, roster: people([alice, 2], [bob, 1], [mod, 3]) })).toBe("E_REMOVE");
    expect(await attempt(chat, mod, { reason: 5, policyAdd: 2 })).toBe("E_POLICY");
    expect(await attempt(chat, alice, { reason: 5, caseId, disclosures: disclosures(caseId, mod.userId, [1]) })).toBe(
      "E_DISCLOSURE",
    );
    await commitNext(chat, mod, { reason: 5, roster: withMod });
    expect(await say(chat, mod, newChain(chat))).toMatchObject({ duplicate: false });
  });

  it("end by the opener or a moderator, with all moderators, and never come back under the same id (D06)", async () => {
    const chat = await group();
    const caseId = await dispute(chat, whole());
    await commitNext(chat, alice, { reason: 7, roster: people(...whole(), [mod, 3], [mod2, 3]) });
    const closed = people(...whole());
    expect(await attempt(chat, alice, { reason: 8, roster: closed })).toBe("E_MODERATOR");
    expect(await attempt(chat, bob, { reason: 8, roster: people(...whole(), [mod, 3]) })).toBe("E_MODERATOR");
    expect(await attempt(chat, bob, { reason: 8, caseId: zeros(16), roster: closed })).toBe("E_CASE");
    await commitNext(chat, bob, { reason: 8, roster: closed });
    expect(await attempt(chat, bob, { caseId: zeros(16), reason: 8 })).toBe("E_CASE");
    const again = { reason: 7, caseId, roster: people(...whole(), [mod, 3]) };
    expect(await attempt(chat, bob, again)).toBe("E_CASE");
    await commitNext(chat, bob, { ...again, caseId: random(16) });
  });

  it("closed by a moderator leave a closing epoch: no message before a participant's commit (7.5)", async () => {
    const chat = await group();
    const caseId = await dispute(chat, whole());
    const close = following(chat, mod, { reason: 8, roster: people(...whole()) });
    const sent = await mod.call("commit", commitArguments(close));
    expect(await mod.call("commit", commitArguments(close))).toEqual({ ...(sent as object), duplicate: true });
    Object.assign(chat, {
      epoch: close.fields.epoch,
      commitHash: close.hash,
      fields: { ...close.fields, caseId: zeros(16) },
    });
    const chain = newChain(chat);
    const early = nextMessage(chat, alice, chain);
    expect(await refusal(alice.call("send", messageArguments(early)))).toBe("E_STALE_EPOCH");
    expect(await refusal(mod.call("send", messageArguments(nextMessage(chat, mod, newChain(chat)))))).toBe(
      "E_NOT_FOUND",
    );
    await commitNext(chat, alice, { reason: 5 });
    expect(await alice.call("send", messageArguments(nextMessage(chat, alice, chain)))).toMatchObject({
      duplicate: false,
    });
    advance(chain, early);
    const cases = await db.query(
      "select case_id, opened_seq::int, closed_seq::int from chat.cases where conversation_id = $1",
      [chat.id],
    );
    expect(cases.rows).toEqual([{ case_id: expect.any(String), opened_seq: 2, closed_seq: 3 }]);
    expect(caseId).toHaveLength(16);
  });
});
