import { describe, expect, it } from "vitest";
import { addPolicies, type Commit, parseCommit, reasons } from "@/lib/protocol/commit";
import { boxesHash } from "./commit-hash";
import { craft } from "./craft.fixture";
import { alice, bob, carol, direct, group, moderators, openDispute, tampered, without } from "./commit-world.fixture";
import { ConversationLog } from "./log";
import {
  commitEvent,
  type Conversation,
  flipped,
  forged,
  periodic,
  type Person,
  seeded,
  shape,
  startTime,
  textBody,
} from "./world.fixture";

const apply = (conversation: Conversation, reader: Person, ...built: Parameters<typeof commitEvent>[1][]) =>
  built.map((one) => {
    const log = conversation.log(reader);
    return shape(log.apply(commitEvent(log.n + 1, one), conversation.ctx(reader)));
  });

/** A rotation by Alice whose box for Bob is damaged, and signed so. */
function badBox(conversation: Conversation) {
  const built = conversation.commit(alice, periodic);
  const at = parseCommit(built.body).roster.findIndex(({ userId }) => userId[0] === bob.userId[0]);
  const boxes = flipped(built.boxes, at * 85 + 50);
  return { ...forged(built, { boxesHash: boxesHash(boxes) }, alice.signer), boxes };
}

describe("halts in front of a commit", () => {
  it("change nothing, and end with a correct copy", () => {
    const conversation = group();
    const built = conversation.commit(alice, periodic);
    const log = conversation.log(bob);
    expect(apply(conversation, bob, { ...built, boxes: flipped(built.boxes, 7) })).toEqual(["halt E_BOXES"]);
    expect([log.n, log.epoch, log.state, log.haltCode]).toEqual([1, 1, "halted", "E_BOXES"]);
    expect(() => conversation.seal(bob)).toThrow("E_HALTED");
    expect(() => conversation.commit(bob, periodic)).toThrow("E_HALTED");
    const message = { ...conversation.post(alice), seq: 2 };
    expect(shape(log.apply(message, conversation.ctx(bob)))).toBe("halt E_BOXES");
    expect(apply(conversation, bob, { ...built, boxes: flipped(built.boxes, 7) }, built)).toEqual([
      "halt E_BOXES",
      "commit",
    ]);
    expect([log.n, log.state, log.haltCode]).toEqual([2, "active", null]);
    // After a halt the next sender rotates.
    expect(log.mustCommitBefore(startTime)).toBe("halt");
    apply(conversation, bob, conversation.log(bob).nextCommit(periodic, bob.signer, conversation.ctx(bob)));
    expect(log.mustCommitBefore(startTime)).toBeNull();
  });

  it("end with a correct copy of disclosures, too", () => {
    const conversation = group();
    const built = conversation.commit(alice, openDispute);
    expect(apply(conversation, bob, { ...built, disclosures: flipped(built.disclosures!, 40) }, built)).toEqual([
      "halt E_DISCLOSURE",
      "commit",
    ]);
  });

  it("are not tried again for anything but boxes, disclosures and keys", () => {
    const conversation = group();
    const built = conversation.commit(alice, periodic);
    expect(apply(conversation, bob, { ...built, sig: flipped(built.sig, 1) }, built)).toEqual([
      "halt E_SIG",
      "halt E_SIG",
    ]);
    expect(conversation.log(bob).haltCode).toBe("E_SIG");
  });

  it("survive a restart", () => {
    const conversation = group();
    const built = conversation.commit(alice, periodic);
    apply(conversation, bob, { ...built, boxes: flipped(built.boxes, 7) });
    const again = ConversationLog.restore(conversation.log(bob).serialize());
    expect([again.state, again.haltCode]).toEqual(["halted", "E_BOXES"]);
    expect(shape(again.apply(commitEvent(2, built), conversation.ctx(bob)))).toBe("commit");
  });
});

describe("C22: the own box", () => {
  it("that does not open: the commit counts, messages stay closed, sending stops", () => {
    const conversation = group();
    conversation.add(commitEvent(2, badBox(conversation)));
    const [forAlice, forBob, forCarol] = conversation.everybody();
    expect([forAlice, forBob, forCarol]).toMatchObject([{ halted: null }, { halted: "E_OPEN" }, { halted: null }]);
    const log = conversation.log(bob);
    expect([log.n, log.epoch, log.state, log.haltCode]).toEqual([2, 2, "halted", "E_OPEN"]);
    expect(conversation.say(carol).map(shape)).toEqual(["message", "unreadable E_EPOCH_KEY", "message"]);
    expect(() => conversation.seal(bob)).toThrow("E_HALTED");
    expect(() => conversation.commit(bob, { reason: reasons.key, statements: [] })).toThrow("E_HALTED");
  });

  it("is healed by a later commit of another member, or an own periodic one", () => {
    for (const healer of [carol, bob]) {
      const conversation = group();
      conversation.add(commitEvent(2, badBox(conversation)));
      conversation.everybody();
      conversation.change(healer, periodic);
      expect(conversation.log(bob)).toMatchObject({ state: "active", haltCode: null });
      // That commit was the rotation.
      expect(conversation.log(bob).mustCommitBefore(startTime)).toBeNull();
      expect(conversation.say(bob).map(shape)).toEqual(["message", "message", "message"]);
    }
  });

  it("with another key than the commitment's is E_EPOCH_KEY", () => {
    const conversation = group();
    const built = forged(conversation.commit(alice, periodic), { keyCommitment: seeded("other")(32) }, alice.signer);
    conversation.add(commitEvent(2, built));
    expect(conversation.everybody()).toMatchObject(
      Array.from({ length: 3 }, () => ({ type: "commit", halted: "E_EPOCH_KEY" })),
    );
    expect(conversation.log(bob).haltCode).toBe("E_EPOCH_KEY");
  });

  it("a leave event that could not be read does not stop the commit that follows it", () => {
    const conversation = group();
    conversation.add(commitEvent(2, badBox(conversation)));
    conversation.everybody();
    conversation.say(carol, { v: 1, t: "leave", ts: startTime });
    expect(conversation.change(alice, { reason: reasons.leave }).map(shape)).toEqual(["commit", "commit", "commit"]);
    expect(conversation.log(bob)).toMatchObject({ state: "active", haltCode: null });
  });
});

describe("a commit that changes the rules", () => {
  it("says which, and only which", () => {
    const conversation = group();
    const [adding] = conversation.change(alice, { reason: reasons.policy, add: addPolicies.participants });
    expect(adding).toMatchObject({ type: "commit", mayAddChanged: true, policyChanged: false });
    const [days] = conversation.change(alice, { reason: reasons.policy, retentionDays: 9 });
    expect(days).toMatchObject({ type: "commit", mayAddChanged: false, policyChanged: true });
    const [neither] = conversation.change(alice, periodic);
    expect(neither).toMatchObject({ type: "commit", mayAddChanged: false, policyChanged: false });
  });
});

describe("people who are no longer there", () => {
  it("E_NOT_MEMBER: the log of a removed member has ended", () => {
    const conversation = group();
    const outcomes = conversation.change(alice, { reason: reasons.remove, users: [carol.userId] });
    expect(outcomes[2]).toMatchObject({ type: "commit", removed: [carol.userId], halted: null });
    const log = conversation.log(carol);
    expect([log.n, log.state]).toEqual([2, "ended"]);
    expect(() => conversation.seal(carol)).toThrow("E_NOT_MEMBER");
    expect(() => conversation.commit(carol, periodic)).toThrow("E_NOT_MEMBER");
    expect(log.mustCommitBefore(startTime * 2)).toBeNull();
  });

  it("X01, X02, X05: an ex-member opens nothing, and after a new invitation nothing of the time between", () => {
    const conversation = group();
    conversation.say(alice);
    conversation.change(alice, { reason: reasons.remove, users: [carol.userId] });
    expect(conversation.say(alice).map(shape)).toEqual(["message", "message", "unreadable E_EPOCH_KEY"]);
    conversation.change(alice, { reason: reasons.add, members: [{ statement: carol.statement }] });
    expect(conversation.log(carol).state).toBe("active");
    expect(conversation.say(bob).map(shape)).toEqual(["message", "message", "message"]);
    // Served again from the beginning, the rows of the epoch between stay closed.
    const fresh = new ConversationLog(conversation.conv);
    const outcomes = conversation.events.map((event) => shape(fresh.apply(event, conversation.ctx(carol))));
    expect(outcomes).toEqual(["commit", "message", "commit", "unreadable E_EPOCH_KEY", "commit", "message"]);
  });

  it("D01: who was never let in opens nothing, even with every row at hand", () => {
    const conversation = direct();
    conversation.say(alice);
    const [moderator] = moderators;
    const log = new ConversationLog(conversation.conv);
    const outcomes = conversation.events.map((event) => shape(log.apply(event, conversation.ctx(moderator!))));
    expect(outcomes).toEqual(["commit", "unreadable E_EPOCH_KEY"]);
    expect(log.state).toBe("ended");
  });
});

describe("leaving", () => {
  it("makes messages that have seen the wish invalid; those that have not are shown", () => {
    const conversation = group();
    const before = { seenSeq: 1, seenTranscript: conversation.transcriptAt(1) };
    conversation.say(carol, { v: 1, t: "leave", ts: startTime });
    expect(conversation.log(bob).mustCommitBefore(startTime)).toBe("leave");
    expect(() => conversation.seal(bob)).toThrow("E_STALE_EPOCH");
    conversation.add(craft(conversation, alice, textBody("before"), before));
    conversation.add(craft(conversation, alice, textBody("after")));
    conversation.add(craft(conversation, carol, textBody("the leaver, too")));
    const outcomes = conversation.catchUp(bob);
    expect(outcomes.map(shape)).toEqual(["message", "unreadable E_EPOCH", "unreadable E_EPOCH"]);
    expect(outcomes[1]).toMatchObject({ author: null });
    conversation.everybody();
    conversation.change(alice, { reason: reasons.leave });
    expect(conversation.log(bob).mustCommitBefore(startTime)).toBeNull();
    expect(conversation.say(bob).map(shape)).toEqual(["message", "message", "unreadable E_EPOCH_KEY"]);
  });

  it("is said by the signed header alone, whatever is inside or wrong with the rest, and whoever can read it", () => {
    const leave = { v: 1, t: "leave", ts: startTime } as const;
    for (const content of [textBody("staying"), Uint8Array.of(1), leave]) {
      const conversation = group();
      conversation.add(craft(conversation, carol, content, { leaves: true }));
      conversation.everybody();
      expect(conversation.log(bob).leaving).toEqual([carol.userId]);
    }
    const damaged = group();
    damaged.add({ ...craft(damaged, carol, leave, { leaves: true }), ct: null });
    expect(damaged.catchUp(bob).map(shape)).toEqual(["unreadable E_CTHASH"]);
    expect(damaged.log(bob).leaving).toEqual([carol.userId]);
    // Without a key for the epoch, too: nobody is kept from letting somebody go.
    const keyless = group();
    keyless.add(commitEvent(2, badBox(keyless)));
    keyless.everybody();
    keyless.say(carol, leave);
    expect(keyless.log(bob)).toMatchObject({ haltCode: "E_OPEN", leaving: [carol.userId] });
  });

  it("M49: is not said by a body without the header's word, nor by a header that its author has not signed", () => {
    const conversation = group();
    const body = { v: 1, t: "leave", ts: startTime } as const;
    const { body: header, ...rest } = craft(conversation, carol, textBody("x"));
    conversation.add({ ...rest, body: flipped(header!, 5) });
    expect(conversation.catchUp(bob).map(shape)).toEqual(["unreadable E_SIG"]);
    conversation.add(craft(conversation, carol, body));
    conversation.everybody();
    expect(conversation.log(bob)).toMatchObject({ leaving: [], state: "active" });
    // The server knows of no wish either: a rotation that lets nobody go stops nobody.
    expect(conversation.change(alice, periodic).map(shape)).toEqual(["commit", "commit", "commit"]);
  });

  it("is not excused by messages that were damaged: a removal without a wish still stops the log", () => {
    const conversation = group();
    conversation.add({ ...craft(conversation, carol, textBody("x")), ct: null });
    expect(conversation.catchUp(bob).map(shape)).toEqual(["unreadable E_CTHASH"]);
    const taken = (commit: Commit) => ({ reason: reasons.leave, roster: without(commit, carol) });
    expect(tampered(conversation, alice, taken)).toBe("halt E_REMOVE");
  });

  it("is still pending in an epoch that was made without knowledge of it", () => {
    const conversation = group();
    const rotation = conversation.commit(alice, periodic);
    conversation.say(carol, { v: 1, t: "leave", ts: startTime });
    conversation.add(commitEvent(3, rotation));
    conversation.everybody();
    expect(conversation.log(bob).mustCommitBefore(startTime)).toBe("leave");
    // The wish belongs to the epoch before: messages of this one do not break its rule.
    conversation.add(craft(conversation, alice, textBody("x")));
    expect(conversation.catchUp(bob).map(shape)).toEqual(["message"]);
  });
});
