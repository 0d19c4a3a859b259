import { describe, expect, it } from "vitest";
import { addPolicies, type Commit, reasons, roles } from "@/lib/protocol/commit";
import { alice, bob, carol, dave, direct, disputed, group, judged, tampered, without } from "./commit-world.fixture";
import { entryOf, periodic, type Person, rosterOf, startTime } from "./world.fixture";

describe("commit rules: people", () => {
  const withRole = (person: Person, role: 1 | 2 | 3) => (commit: Commit) => ({
    reason: reasons.policy,
    roster: rosterOf(...without(commit, person), entryOf(person, role)),
  });

  it("C12, M03: only admins change roles, never to or from moderator, and one admin stays", () => {
    expect(
      judged(group(), group().commit(alice, { reason: reasons.policy, roles: [{ userId: bob.userId, role: 2 }] })),
    ).toBe("commit");
    expect(tampered(group(), bob, withRole(bob, 2))).toBe("halt E_ROLE");
    expect(tampered(group(), alice, withRole(bob, 3))).toBe("halt E_ROLE");
    expect(tampered(group(), alice, withRole(alice, 1))).toBe("halt E_ROLE");
    const [conversation, moderator] = disputed();
    expect(tampered(conversation, alice, withRole(moderator, 1))).toBe("halt E_ROLE");
  });

  it("C12: who may add people but is no admin cannot add an admin", () => {
    const added = (role: 1 | 2) => (commit: Commit) => ({
      reason: reasons.add,
      roster: rosterOf(...commit.roster, entryOf(dave, role)),
    });
    expect(tampered(group(2), bob, added(roles.admin))).toBe("halt E_ROLE");
    expect(tampered(group(2), alice, added(roles.admin))).toMatch(/^commit/);
  });

  it("C14, M03: adding takes reason 2 and the right; never in a direct conversation", () => {
    const added = (commit: Commit) => ({ reason: reasons.add, roster: rosterOf(...commit.roster, entryOf(dave)) });
    expect(tampered(group(), alice, added)).toMatch(/^commit/);
    expect(tampered(group(), bob, added)).toBe("halt E_ADD");
    expect(tampered(group(2), bob, added)).toMatch(/^commit/);
    expect(tampered(group(0), alice, added)).toBe("halt E_ADD");
    expect(tampered(group(), alice, (commit) => ({ ...added(commit), reason: reasons.periodic }))).toBe("halt E_ADD");
    expect(tampered(direct(), alice, added)).toBe("halt E_ADD");
  });

  it("C14: the right is that of the previous policy", () => {
    const widened = (commit: Commit) => ({
      reason: reasons.add,
      roster: rosterOf(...commit.roster, entryOf(dave)),
      policy: { ...commit.policy, add: addPolicies.participants },
    });
    expect(tampered(group(), bob, widened)).toBe("halt E_ADD");
  });

  it("C15, M03: removing takes reason 3 and an admin; never in a direct conversation; the author stays", () => {
    const removed = (person: Person) => (commit: Commit) => ({
      reason: reasons.remove,
      roster: without(commit, person),
    });
    expect(tampered(group(), alice, removed(carol))).toMatch(/^commit/);
    expect(tampered(group(), bob, removed(carol))).toBe("halt E_REMOVE");
    expect(tampered(group(), alice, (commit) => ({ roster: without(commit, carol) }))).toBe("halt E_REMOVE");
    expect(tampered(direct(), alice, removed(bob))).toBe("halt E_REMOVE");
    const twoAdmins = group();
    twoAdmins.change(alice, { reason: reasons.policy, roles: [{ userId: bob.userId, role: roles.admin }] });
    expect(tampered(twoAdmins, alice, removed(alice))).toBe("halt E_REMOVE");
    expect(tampered(group(), alice, (commit) => ({ reason: reasons.leave, roster: without(commit, carol) }))).toBe(
      "halt E_REMOVE",
    );
  });

  it("C19, M03: policy takes reason 9 and an admin", () => {
    const shorter = ({ policy }: Commit) => ({ reason: reasons.policy, policy: { ...policy, retentionDays: 1 } });
    const open = ({ policy }: Commit) => ({
      reason: reasons.policy,
      policy: { ...policy, add: addPolicies.participants },
    });
    expect(tampered(group(), alice, shorter)).toBe("commit");
    expect(tampered(group(), alice, open)).toBe("commit");
    expect(tampered(group(), bob, shorter)).toBe("halt E_POLICY");
    expect(tampered(group(), bob, open)).toBe("halt E_POLICY");
    expect(tampered(group(), alice, (commit) => ({ ...shorter(commit), reason: reasons.periodic }))).toBe(
      "halt E_POLICY",
    );
    expect(tampered(direct(), alice, open)).toBe("halt E_POLICY");
    expect(tampered(direct(), alice, (commit) => ({ ...shorter(commit), reason: reasons.periodic }))).toBe(
      "halt E_POLICY",
    );
    expect(tampered(direct(), alice, shorter)).toBe("commit");
  });
});

describe("commit rules: leaving", () => {
  const leave = { v: 1, t: "leave", ts: startTime } as const;
  const left = (person: Person) => (commit: Commit) => ({ reason: reasons.leave, roster: without(commit, person) });

  function leaving(person: Person, conversation = group()) {
    conversation.say(person, leave);
    return conversation;
  }

  /** What Bob makes of a rotation by `author`, who has seen the leave event. */
  function afterLeave(
    conversation: ReturnType<typeof group>,
    author: Person,
    tamper: (commit: Commit) => Partial<Commit>,
  ) {
    return tampered(conversation, author, tamper);
  }

  it("C15: whoever wants to leave is removed by any participant, with reason 4", () => {
    expect(judged(leaving(carol), leaving(carol).commit(bob, { reason: reasons.leave }), alice)).toBe("commit");
    expect(afterLeave(leaving(carol), alice, left(carol))).toBe("commit");
    expect(afterLeave(leaving(carol), alice, (commit) => ({ ...left(carol)(commit), reason: reasons.periodic }))).toBe(
      "halt E_REMOVE",
    );
  });

  it("C15: an admin's removal counts for a leaver, too; nobody else is taken along", () => {
    expect(afterLeave(leaving(carol), alice, (commit) => ({ ...left(carol)(commit), reason: reasons.remove }))).toBe(
      "commit",
    );
    expect(afterLeave(leaving(carol), alice, left(bob))).toBe("halt E_REMOVE");
    const both = (commit: Commit) => ({
      reason: reasons.leave,
      roster: without(commit, carol).filter((e) => e.role === 2),
    });
    expect(afterLeave(leaving(carol), alice, both)).toBe("halt E_REMOVE");
  });

  it("C15: a commit that has seen the leave event has to remove the leaver; one that has not may come first", () => {
    expect(afterLeave(leaving(carol), alice, () => ({}))).toBe("halt E_REMOVE");
    const racing = group();
    const rotation = racing.commit(alice, periodic);
    racing.say(carol, leave);
    expect(judged(racing, rotation)).toBe("commit");
    expect(racing.log(bob).mustCommitBefore(startTime)).toBe("leave");
  });

  it("C15: the leaver does not make the next key", () => {
    expect(afterLeave(leaving(carol), carol, left(carol))).toBe("halt E_REMOVE");
    expect(afterLeave(leaving(carol), carol, () => ({}))).toBe("halt E_REMOVE");
  });

  it("C12, C15: the last admin may go by leaving, and the group goes on without one", () => {
    const conversation = group();
    const admin = conversation.log(alice);
    expect(() => admin.seal({ msgId: new Uint8Array(16), body: leave }, alice.signer)).toThrow("E_ROLE");
    conversation.change(alice, { reason: reasons.policy, roles: [{ userId: carol.userId, role: roles.admin }] });
    conversation.post(alice, leave);
    conversation.post(carol, leave);
    conversation.everybody();
    expect(judged(conversation, conversation.commit(bob, { reason: reasons.leave }))).toBe("commit");
    expect(conversation.log(bob).roster.map(({ role }) => role)).toEqual([roles.member]);
  });

  it("C12: on the occasion of a leave nobody else loses the last admin's role", () => {
    const conversation = group();
    conversation.change(alice, { reason: reasons.policy, roles: [{ userId: carol.userId, role: roles.admin }] });
    leaving(carol, conversation);
    const demoting = (commit: Commit) => ({
      reason: reasons.leave,
      roster: rosterOf(entryOf(alice), entryOf(bob)),
      time: commit.time,
    });
    expect(afterLeave(conversation, alice, demoting)).toBe("halt E_ROLE");
  });

  it("leaving does not exist in direct conversations, nor for moderators", () => {
    const pair = direct();
    pair.say(bob, leave);
    expect(pair.log(alice).mustCommitBefore(startTime)).toBeNull();
    expect(tampered(pair, alice, left(bob))).toBe("halt E_REMOVE");
    const [conversation, moderator] = disputed();
    conversation.say(moderator, leave);
    expect(conversation.log(bob).mustCommitBefore(startTime)).toBeNull();
  });
});
