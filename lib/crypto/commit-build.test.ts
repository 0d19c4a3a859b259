import { describe, expect, it } from "vitest";
import { equal } from "@/lib/base/bytes";
import { addPolicies, parseCommit, reasons, roles } from "@/lib/protocol/commit";
import { buildCommit } from "./commit-build";
import { alice, bob, carol, caseId, dave, direct, group, openDispute } from "./commit-world.fixture";
import { Conversation, entryOf, idOf, Person, rosterOf, shape, startTime } from "./world.fixture";

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
        lifetime: { kept: 365, proposal: null },
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
});
