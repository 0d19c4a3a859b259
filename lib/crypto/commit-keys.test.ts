import { describe, expect, it } from "vitest";
import { parseCommit, reasons, roles } from "@/lib/protocol/commit";
import { alice, bob, carol, dave, group, people } from "./commit-world.fixture";
import { verifyChain } from "./identity";
import {
  commitEvent,
  type Conversation,
  entryOf,
  forged,
  periodic,
  Person,
  rosterOf,
  seeded,
  shape,
  signed,
  startTime,
} from "./world.fixture";

const carolRenewed = (flags: 1 | 2) => {
  const person = new Person("carol");
  person.renew(flags);
  return person;
};

/** A commit by Alice that puts Carol's new keys into the roster. */
function rekeyed(conversation: Conversation, carolNow: Person) {
  conversation.knowing.people = [alice, bob, carolNow, dave];
  const change = { reason: reasons.key, statements: [carolNow.statement] };
  const author = { ...conversation.ctx(alice), resetAccepted: () => true };
  return conversation.log(alice).nextCommit(change, alice.signer, author, { source: seeded("rekeyed") });
}

const apply = (conversation: Conversation, reader: Person, ...built: Parameters<typeof commitEvent>[1][]) =>
  built.map((one) => {
    const log = conversation.log(reader);
    return shape(log.apply(commitEvent(log.n + 1, one), conversation.ctx(reader)));
  });

describe("C13: keys of members", () => {
  it("change by a signed rotation, with reason 6", () => {
    const conversation = group();
    const carolNow = carolRenewed(1);
    const built = rekeyed(conversation, carolNow);
    expect(apply(conversation, bob, forged(built, { reason: reasons.periodic }, alice.signer))).toEqual([
      "halt E_KEYCHANGE",
    ]);
    const outcome = conversation.log(bob).apply(commitEvent(2, built), conversation.ctx(bob));
    expect(outcome).toMatchObject({ type: "commit", keyChanged: [carol.userId], added: [], removed: [] });
  });

  it("reset: stops until the person here has accepted, then goes on", () => {
    const conversation = group();
    const built = rekeyed(conversation, carolRenewed(2));
    expect(apply(conversation, bob, built, built)).toEqual(["halt E_KEYCHANGE", "halt E_KEYCHANGE"]);
    conversation.knowing.accepted = true;
    expect(apply(conversation, bob, built)).toEqual(["commit"]);
    expect(conversation.log(bob).mustCommitBefore(startTime)).toBe("halt");
  });

  it("a reset that was followed by a rotation still has to be accepted", () => {
    const conversation = group();
    const carolNow = carolRenewed(2);
    carolNow.renew(1);
    const built = rekeyed(conversation, carolNow);
    expect(apply(conversation, bob, built)).toEqual(["halt E_KEYCHANGE"]);
    conversation.knowing.accepted = true;
    expect(apply(conversation, bob, built)).toEqual(["commit"]);
  });

  it("somebody new whose reset was not accepted is not let in", () => {
    const daveNow = new Person("dave");
    daveNow.renew(2);
    const conversation = group();
    conversation.knowing.people = [alice, bob, carol, daveNow];
    conversation.knowing.accepted = true;
    const built = conversation.commit(alice, { reason: reasons.add, members: [{ statement: daveNow.statement }] });
    conversation.knowing.accepted = false;
    expect(apply(conversation, bob, built)).toEqual(["halt E_KEYCHANGE"]);
    expect(() =>
      conversation.commit(alice, { reason: reasons.add, members: [{ statement: daveNow.statement }] }),
    ).toThrow("E_KEYCHANGE");
  });

  it("never go back to an older generation", () => {
    const conversation = group();
    conversation.add(commitEvent(2, rekeyed(conversation, carolRenewed(1))));
    expect(conversation.catchUp(alice).map(shape)).toEqual(["commit"]);
    expect(conversation.catchUp(bob).map(shape)).toEqual(["commit"]);
    const rotation = conversation.commit(alice, periodic);
    const { roster } = parseCommit(rotation.body);
    const back = roster.map((entry) =>
      entry.role === roles.member && entry.userId[0] === carol.userId[0] ? entryOf(carol) : entry,
    );
    expect(
      apply(
        conversation,
        bob,
        signed({ ...parseCommit(rotation.body), reason: reasons.key, roster: back }, alice.signer),
      ),
    ).toEqual(["halt E_KEYCHANGE"]);
  });

  it("that no statement of the user carries are refused, for members and newcomers", () => {
    const attempt = (
      change: (roster: readonly ReturnType<typeof entryOf>[]) => ReturnType<typeof entryOf>[],
      reason: 2 | 6,
    ) => {
      const conversation = group();
      const rotation = parseCommit(conversation.commit(alice, periodic).body);
      const roster = rosterOf(...change(rotation.roster));
      return apply(conversation, bob, signed({ ...rotation, reason, roster }, alice.signer));
    };
    const others = (roster: readonly ReturnType<typeof entryOf>[]) =>
      roster.filter(({ userId }) => userId[0] !== carol.userId[0]);
    const carolWith = (change: Partial<ReturnType<typeof entryOf>>) =>
      attempt((r) => [...others(r), { ...entryOf(carol), ...change }], 6);
    expect(carolWith({ edPk: dave.statement.edPk })).toEqual(["halt E_KEYCHANGE"]);
    expect(carolWith({ xPk: dave.statement.xPk })).toEqual(["halt E_KEYCHANGE"]);
    expect(carolWith({ stmtHash: seeded("none")(32) })).toEqual(["halt E_KEYCHANGE"]);
    expect(carolWith({ ...entryOf(dave), userId: carol.userId })).toEqual(["halt E_KEYCHANGE"]);
    const imposter = { ...entryOf(carol), userId: dave.userId };
    expect(attempt((r) => [...r, { ...entryOf(dave), xPk: carol.statement.xPk }], 2)).toEqual(["halt E_KEYCHANGE"]);
    expect(attempt((r) => [...r, imposter], 2)).toEqual(["halt E_KEYCHANGE"]);
  });

  it("waits for people whose statements are not known yet, with nothing changed", () => {
    const conversation = group();
    const built = conversation.commit(alice, { reason: reasons.add, members: [{ statement: dave.statement }] });
    conversation.knowing.people = [alice, bob, carol];
    const log = conversation.log(bob);
    const before = log.serialize();
    const need = log.apply(commitEvent(2, built), conversation.ctx(bob));
    expect(need).toEqual({ type: "need", what: "identities", users: [dave.userId] });
    expect(log.serialize()).toEqual(before);
    conversation.knowing.people = people;
    expect(apply(conversation, bob, built)).toEqual(["commit"]);
  });

  it("waits for earlier statements, too, before it believes a rotation", () => {
    const conversation = group();
    const carolNow = carolRenewed(1);
    carolNow.renew(1);
    const built = rekeyed(conversation, carolNow);
    const [, middle] = carolNow.statements;
    const ctx = conversation.ctx(bob);
    const without = (answer: null | undefined) => ({
      ...ctx,
      identity: (userId: Parameters<typeof ctx.identity>[0], hash: Parameters<typeof ctx.identity>[1]) =>
        hash[0] === middle!.hash[0] && hash[1] === middle!.hash[1] ? answer : ctx.identity(userId, hash),
    });
    const twin = conversation.copy();
    expect(twin.log(bob).apply(commitEvent(2, built), without(undefined))).toMatchObject({
      type: "need",
      users: [carol.userId],
    });
    expect(shape(twin.log(bob).apply(commitEvent(2, built), without(null)))).toBe("halt E_KEYCHANGE");
    expect(apply(conversation, bob, built)).toEqual(["commit"]);
  });

  it("S10: a reset labelled as rotation does not pass as a statement, hence not as a key", () => {
    const carolNow = carolRenewed(2);
    const bytes = carolNow.statement.bytes.slice();
    bytes[5] = 1;
    expect(() => verifyChain([carol.statement.bytes, bytes])).toThrow("E_SIG");
    const conversation = group();
    const built = rekeyed(conversation, carolNow);
    conversation.knowing.people = people;
    expect(apply(conversation, bob, built)).toEqual(["halt E_KEYCHANGE"]);
  });
});
