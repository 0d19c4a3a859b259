import { describe, expect, it } from "vitest";
import { equal, toHex } from "@/lib/base/bytes";
import { addPolicies, parseCommit, reasons, roles } from "@/lib/protocol/commit";
import { maxEpochAgeMs } from "@/lib/protocol/limits";
import { parseMessageHeader } from "@/lib/protocol/message-header";
import { buildCommit } from "./commit-build";
import { alice, bob, carol, caseId, dave, direct, disputed, group, openDispute } from "./commit-world.fixture";
import { ConversationLog } from "./log";
import { chainStart } from "./message";
import {
  commitEvent,
  Conversation,
  entryOf,
  idOf,
  messageEvent,
  periodic,
  Person,
  rosterOf,
  shape,
  startTime,
  textBody,
} from "./world.fixture";

const header = (sealed: { hdr: Uint8Array }) => parseMessageHeader(sealed.hdr);

describe("sealing", () => {
  it("continues this instance's chain, with the log's present view", () => {
    const conversation = direct();
    const log = conversation.log(alice);
    const one = conversation.seal(alice);
    const first = header(one);
    expect(first).toMatchObject({
      conv: conversation.conv,
      epoch: 1,
      commitHash: log.commitHash,
      sender: alice.userId,
      counter: 0,
      seenSeq: 1,
    });
    expect(toHex(first.previous)).toBe(toHex(chainStart(conversation.conv, first.chainId)));
    expect(toHex(first.seenTranscript)).toBe(toHex(log.transcript));
    expect(log.confirmSent(one.hash)).toBe(true);
    conversation.add(messageEvent(2, one));
    conversation.everybody();
    const two = header(conversation.seal(alice));
    expect(two).toMatchObject({ chainId: first.chainId, counter: 1, previous: one.hash, seenSeq: 2 });
  });

  it("has one message in flight; sealing it again keeps its place under a new salt", () => {
    const conversation = direct();
    const log = conversation.log(alice);
    const msgId = idOf("mine");
    const one = conversation.seal(alice, textBody("x"), msgId);
    expect(() => conversation.seal(alice, textBody("y"), idOf("other"))).toThrow("E_UNEXPECTED");
    conversation.change(bob, periodic);
    const again = conversation.seal(alice, textBody("x"), msgId);
    const [before, after] = [header(one), header(again)];
    expect(after).toMatchObject({
      msgId,
      chainId: before.chainId,
      counter: 0,
      previous: before.previous,
      epoch: 2,
      seenSeq: 2,
    });
    expect(equal(before.salt, after.salt)).toBe(false);
    // M15: whichever copy the server kept, it is shown once.
    conversation.add(messageEvent(3, again));
    conversation.add(messageEvent(4, again));
    expect(conversation.catchUp(bob).map(shape)).toEqual(["message", "unreadable E_REPLAY"]);
    expect(log.confirmSent(again.hash)).toBe(true);
    expect(log.confirmSent(again.hash)).toBe(false);
    expect(header(conversation.seal(alice)).previous).toEqual(again.hash);
  });

  it("an earlier copy that arrives after all ends the flight, too", () => {
    const conversation = direct();
    const msgId = idOf("mine");
    const one = conversation.seal(alice, textBody("x"), msgId);
    conversation.seal(alice, textBody("x"), msgId);
    conversation.add(messageEvent(2, one));
    conversation.everybody();
    expect(header(conversation.seal(alice))).toMatchObject({ counter: 1, previous: one.hash });
  });

  it("a message given up frees the sender, in a new chain", () => {
    const conversation = direct();
    const log = conversation.log(alice);
    const one = header(conversation.seal(alice, textBody("x"), idOf("mine")));
    log.abandon(idOf("other"));
    expect(() => conversation.seal(alice, textBody("y"), idOf("next"))).toThrow("E_UNEXPECTED");
    log.abandon(idOf("mine"));
    const two = header(conversation.seal(alice, textBody("y"), idOf("next")));
    expect(two.counter).toBe(0);
    expect(equal(two.chainId, one.chainId)).toBe(false);
    expect(toHex(two.previous)).toBe(toHex(chainStart(conversation.conv, two.chainId)));
    direct().log(alice).abandon(idOf("nothing"));
  });

  it("a restart begins a new chain", () => {
    const conversation = direct();
    const before = header(conversation.seal(alice));
    const again = ConversationLog.restore(conversation.log(alice).serialize());
    const after = header(again.seal({ msgId: idOf("m"), body: textBody("x") }, alice.signer));
    expect(after.counter).toBe(0);
    expect(equal(before.chainId, after.chainId)).toBe(false);
  });

  it("PT-9: concurrent honest senders never raise an alarm, in any order of the server", () => {
    const everyOrder = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    for (const order of everyOrder) {
      const conversation = group();
      for (let round = 0; round < 3; round++) {
        const sealed = [alice, bob, carol].map((person) => conversation.seal(person));
        for (const i of order) conversation.add(messageEvent(conversation.events.length + 1, sealed[i]!));
        for (const person of [alice, bob, carol]) {
          expect(conversation.catchUp(person).map(shape)).toEqual(["message", "message", "message"]);
        }
      }
    }
  });

  it("refuses bodies that no reader would accept", () => {
    const conversation = direct();
    expect(() => conversation.seal(alice, textBody(""))).toThrow("E_FORMAT");
    expect(() => conversation.seal(alice, textBody("x".repeat(5001)))).toThrow("E_FORMAT");
    expect(conversation.seal(alice).hdr.length).toBe(284);
  });
});

describe("the duty to commit first", () => {
  it("arises after 7 days by either clock", () => {
    const conversation = direct();
    const log = conversation.log(alice);
    expect(log.mustCommitBefore(startTime + maxEpochAgeMs)).toBeNull();
    expect(log.mustCommitBefore(startTime + maxEpochAgeMs + 1)).toBe("age");
    const late = direct();
    late.add(commitEvent(2, late.commit(alice, periodic), startTime + 1000));
    late.everybody();
    expect(late.log(bob).mustCommitBefore(startTime + maxEpochAgeMs + 1)).toBe("age");
    const ahead = direct();
    ahead.knowing.now = startTime * 2;
    ahead.add(commitEvent(2, ahead.commit(alice, periodic), startTime));
    ahead.everybody();
    expect(ahead.log(bob).mustCommitBefore(startTime + maxEpochAgeMs + 1)).toBe("age");
  });

  it("arises after more than 200 messages, readable or not", () => {
    const conversation = direct();
    const log = conversation.log(bob);
    const row = { ...messageEvent(0, conversation.seal(alice)), body: null };
    const ctx = conversation.ctx(bob);
    while (log.n < 201) log.apply({ ...row, seq: log.n + 1 }, ctx);
    expect(log.mustCommitBefore(startTime)).toBeNull();
    log.apply({ ...row, seq: 202 }, ctx);
    expect(log.mustCommitBefore(startTime)).toBe("count");
  });

  it("is not a duty of moderators who closed, nor before there is anything", () => {
    const [conversation, moderator] = disputed();
    conversation.change(moderator, { reason: reasons.disputeClose });
    expect(conversation.log(moderator).mustCommitBefore(startTime)).toBeNull();
    expect(conversation.log(bob).mustCommitBefore(startTime)).toBe("closing");
    const [other] = disputed();
    other.change(alice, { reason: reasons.disputeClose });
    expect(other.log(bob).mustCommitBefore(startTime)).toBeNull();
  });

  it("a closing epoch takes no message", () => {
    const [conversation, moderator] = disputed();
    const before = conversation.seal(bob);
    conversation.change(moderator, { reason: reasons.disputeClose });
    expect(() => conversation.seal(bob, textBody("x"), header(before).msgId)).toThrow("E_STALE_EPOCH");
  });
});

describe("commits", () => {
  const add = { reason: reasons.add, members: [{ statement: dave.statement }] } as const;

  it("change what they say and keep the rest", () => {
    const conversation = group();
    const commit = parseCommit(conversation.commit(alice, add).body);
    const log = conversation.log(alice);
    expect(commit).toMatchObject({
      reason: 2,
      conv: conversation.conv,
      epoch: 2,
      previousHash: log.commitHash,
      seenSeq: 1,
      seenTranscript: log.transcript,
      author: alice.userId,
      time: startTime,
      policy: log.policy,
      caseId: new Uint8Array(16),
      roster: rosterOf(...log.roster, entryOf(dave)),
    });
    const admin = { ...add, members: [{ statement: dave.statement, role: roles.admin }] };
    expect(parseCommit(conversation.commit(alice, admin).body).roster).toContainEqual(entryOf(dave, roles.admin));
    const opened = parseCommit(conversation.commit(alice, openDispute).body);
    expect(opened.caseId).toEqual(caseId);
    const policy = parseCommit(
      conversation.commit(alice, { reason: reasons.policy, add: addPolicies.nobody }).body,
    ).policy;
    expect(policy).toEqual({ ...log.policy, add: 0 });
    const roleless = parseCommit(conversation.commit(alice, { reason: reasons.policy, retentionDays: 9 }).body);
    expect(roleless.policy.retentionDays).toBe(9);
    expect(roleless.roster).toEqual(log.roster);
    const unchanged = parseCommit(conversation.commit(alice, { reason: reasons.policy }).body);
    expect(unchanged.policy).toEqual(log.policy);
  });

  it("that would break a rule are not made", () => {
    const conversation = group();
    expect(() => conversation.commit(bob, add)).toThrow("E_ADD");
    expect(() => conversation.commit(bob, { reason: reasons.remove, users: [carol.userId] })).toThrow("E_REMOVE");
    expect(() => conversation.commit(alice, { reason: reasons.disputeClose })).toThrow("E_CASE");
    expect(() =>
      conversation.commit(alice, { reason: reasons.policy, roles: [{ userId: alice.userId, role: 1 }] }),
    ).toThrow("E_ROLE");
    expect(() => direct().commit(alice, add)).toThrow("E_ADD");
    conversation.knowing.moderation = undefined;
    expect(() => conversation.commit(alice, openDispute)).toThrow("E_MODERATOR");
    conversation.knowing.people = [alice, bob, carol];
    expect(() => conversation.commit(alice, add)).toThrow("E_KEYCHANGE");
  });

  it("leave room for three moderators", () => {
    const conversation = group();
    const log = conversation.log(alice);
    const members = Array.from({ length: 251 }, (_, i) => ({
      statement: { ...dave.statement, userId: idOf(`member ${i}`) },
    }));
    const setting = {
      previous: {
        conv: conversation.conv,
        epoch: 1,
        hash: log.commitHash!,
        roster: log.roster,
        policy: log.policy!,
        contextHash: new Uint8Array(32),
        modRoot: new Uint8Array(32),
        openCase: null,
        pastCases: [],
        closing: false,
      },
      seenSeq: 1,
      seenTranscript: log.transcript,
      time: startTime,
      leaves: [],
      keyOf: () => null,
      moderation: undefined,
      metadata: null,
    };
    expect(() => buildCommit({ reason: reasons.add, members }, setting, alice.signer)).toThrow("E_ADD");
    const fits = buildCommit({ reason: reasons.add, members: members.slice(1) }, setting, alice.signer);
    expect(parseCommit(fits.body).roster.length).toBe(253);
  });

  it("made anew for everybody who is in the conversation", () => {
    const conversation = group();
    conversation.change(alice, add);
    conversation.join(dave);
    expect(conversation.say(dave).map(shape)).toEqual(["message", "message", "message", "message"]);
    conversation.change(alice, { reason: reasons.remove, users: [bob.userId, carol.userId] });
    expect(conversation.log(dave).roster.length).toBe(2);
    const renewed = new Person("dave");
    renewed.renew(1);
    conversation.knowing.people = [alice, bob, carol, renewed];
    conversation.change(alice, { reason: reasons.key, statements: [renewed.statement] });
    expect(conversation.log(alice).roster.find(({ userId }) => equal(userId, dave.userId))?.stmtHash).toEqual(
      renewed.statement.hash,
    );
  });

  it("a group begins with admins adding, a direct conversation with nobody", () => {
    const add = (policyType: 1 | 2) =>
      new Conversation([alice, bob], { conv: idOf("x"), policyType }).log(bob).policy?.add;
    expect([add(1), add(2)]).toEqual([0, 1]);
  });

  it("the last admin names another before leaving, unless nobody stays", () => {
    const leave = { v: 1, t: "leave", ts: startTime } as const;
    expect(() => group().seal(alice, leave)).toThrow("E_ROLE");
    expect(group().seal(bob, leave).hdr.length).toBe(284);
    expect(direct().seal(alice, leave).hdr.length).toBe(284);
    const [disputedGroup] = disputed();
    disputedGroup.change(alice, { reason: reasons.remove, users: [carol.userId] });
    expect(() => disputedGroup.seal(alice, leave)).toThrow("E_ROLE");
    disputedGroup.change(alice, { reason: reasons.remove, users: [bob.userId] });
    expect(disputedGroup.seal(alice, leave).hdr.length).toBe(284);
    const two = group();
    two.change(alice, { reason: reasons.policy, roles: [{ userId: bob.userId, role: roles.admin }] });
    expect(two.seal(alice, leave).hdr.length).toBe(284);
  });
});
