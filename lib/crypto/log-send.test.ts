import { describe, expect, it } from "vitest";
import { equal, toHex } from "@/lib/base/bytes";
import { reasons, roles } from "@/lib/protocol/commit";
import { maxEpochAgeMs } from "@/lib/protocol/limits";
import { parseMessageHeader } from "@/lib/protocol/message-header";
import { alice, bob, carol, direct, disputed, group } from "./commit-world.fixture";
import { ConversationLog } from "./log";
import { chainStart } from "./message";
import { commitEvent, idOf, messageEvent, periodic, shape, startTime, textBody } from "./world.fixture";

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
