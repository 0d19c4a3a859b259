import { describe, expect, it } from "vitest";
import { type Bytes, equal, toHex } from "@/lib/base/bytes";
import { type Commit, encodeCommit, parseCommit, reasons } from "@/lib/protocol/commit";
import { zeroHash } from "@/lib/protocol/layout";
import type { Change } from "./commit-build";
import { commitHash, disclosuresHash } from "./commit-hash";
import {
  alice,
  bob,
  carol,
  caseId,
  dave,
  disputed,
  group,
  judged,
  moderators,
  openDispute,
  tampered,
  without,
} from "./commit-world.fixture";
import { selectModerators } from "./moderator";
import { sign } from "./primitives";
import {
  commitEvent,
  entryOf,
  forged,
  idOf,
  modRoot,
  periodic,
  Person,
  rosterOf,
  seeded,
  startTime,
} from "./world.fixture";
import { moderationOf } from "./moderation.fixture";

describe("commit rules: disputes", () => {
  it("C16: opening adds the selected moderators, and nobody else", () => {
    const conversation = group();
    const built = conversation.commit(bob, openDispute);
    expect(judged(conversation, built)).toBe("commit");
    const chosen = parseCommit(built.body).roster.find((entry) => entry.role === 3)!;
    const other = moderators.find((person) => !equal(person.userId, chosen.userId))!;
    const openWith = (change: (commit: Commit) => Partial<Commit>) =>
      tampered(group(), bob, (commit) => ({ reason: reasons.disputeOpen, caseId, ...change(commit) }));
    expect(openWith(({ roster }) => ({ roster: rosterOf(...roster, chosen) }))).toMatch(/^commit/);
    expect(openWith(({ roster }) => ({ roster: rosterOf(...roster, entryOf(other, 3)) }))).toBe("halt E_MODERATOR");
    expect(openWith(({ roster }) => ({ roster: rosterOf(...roster, chosen, entryOf(other, 3)) }))).toBe(
      "halt E_MODERATOR",
    );
    expect(openWith(({ roster }) => ({ roster: rosterOf(...roster, chosen), caseId: new Uint8Array(16) }))).toBe(
      "halt E_MODERATOR",
    );
    expect(openWith(({ roster }) => ({ roster: rosterOf(...roster, chosen), reason: reasons.add }))).toBe(
      "halt E_MODERATOR",
    );
    expect(openWith(() => ({}))).toBe("halt E_MODERATOR");
  });

  it("C16: a moderator with other keys than the certificate's is E_MODERATOR", () => {
    const conversation = group();
    const chosen = parseCommit(conversation.commit(bob, openDispute).body).roster.find((entry) => entry.role === 3)!;
    const person = moderators.find(({ userId }) => equal(userId, chosen.userId))!;
    const renewed = new Person(person.name);
    renewed.renew(1);
    conversation.knowing.people = [alice, bob, carol, renewed];
    const change = (commit: Commit) => ({
      reason: reasons.disputeOpen,
      caseId,
      roster: rosterOf(...commit.roster, entryOf(renewed, 3)),
    });
    expect(tampered(conversation, bob, change)).toBe("halt E_MODERATOR");
  });

  it("C16: one right moderator beside a wrong one is E_MODERATOR", () => {
    const conversation = group();
    conversation.knowing.moderation = moderationOf(moderators, { panel: 2 });
    const chosen = parseCommit(conversation.commit(bob, openDispute).body).roster.filter((entry) => entry.role === 3);
    const other = moderators.find((person) => !chosen.some(({ userId }) => equal(userId, person.userId)))!;
    for (const [i, mixed] of chosen
      .map((_, at) => chosen.map((entry, j) => (at === j ? entryOf(other, 3) : entry)))
      .entries()) {
      const twin = conversation.copy();
      const change = ({ roster }: Commit) => ({
        reason: reasons.disputeOpen,
        caseId,
        roster: rosterOf(...roster, ...mixed),
      });
      expect(tampered(twin, bob, change), `${i}`).toBe("halt E_MODERATOR");
    }
  });

  it("C16: the ordinal is 1 for the first case, 2 after it was closed, and stays for a replacement", () => {
    const conversation = group();
    const selectedWith = (ordinal: number, used: Bytes[] = []) => {
      const selection = { conv: conversation.conv, contextHash: zeroHash, modRoot, ordinal, time: startTime };
      const participants = rosterOf(entryOf(alice), entryOf(bob), entryOf(carol));
      return selectModerators({ ...selection, participants, used }, conversation.knowing.moderation!)[0]!.userId;
    };
    const added = (change: Change) => {
      const [outcome] = conversation.change(alice, change);
      return outcome?.type === "commit" ? outcome.moderatorsAdded : [];
    };
    expect(added(openDispute)).toEqual([selectedWith(1)]);
    expect(added(openDispute)).toEqual([selectedWith(1, [selectedWith(1)])]);
    conversation.change(alice, { reason: reasons.disputeClose });
    expect(added({ reason: reasons.disputeOpen, caseId: idOf("second") })).toEqual([selectedWith(2)]);
  });

  it("C17: removing moderators takes reason 8, all of them, and a moderator or the opener", () => {
    const [conversation, moderator] = disputed();
    const closed = (commit: Commit) => ({ reason: reasons.disputeClose, roster: without(commit, moderator) });
    expect(tampered(conversation, bob, closed)).toBe("halt E_MODERATOR");
    expect(tampered(disputed()[0], alice, closed)).toMatch(/^commit/);
    expect(tampered(disputed()[0], moderator, closed)).toMatch(/^commit/);
    expect(tampered(disputed()[0], alice, (commit) => ({ ...closed(commit), reason: reasons.remove }))).toBe(
      "halt E_MODERATOR",
    );
    expect(tampered(disputed()[0], alice, () => ({ reason: reasons.disputeClose }))).toBe("halt E_MODERATOR");
  });

  it("C15: whoever closes a case stays, unless a moderator does", () => {
    const [conversation, moderator] = disputed();
    conversation.change(alice, { reason: reasons.policy, roles: [{ userId: bob.userId, role: 2 }] });
    const closedAndGone = (commit: Commit) => ({
      reason: reasons.disputeClose,
      roster: without({ ...commit, roster: without(commit, moderator) }, alice),
    });
    expect(tampered(conversation, alice, closedAndGone)).toBe("halt E_REMOVE");
  });

  it("C17: of two moderators both have to go", () => {
    const conversation = group();
    conversation.knowing.moderation = moderationOf(moderators, { panel: 2 });
    conversation.change(alice, openDispute);
    const first = conversation.log(alice).roster.find((entry) => entry.role === 3)!;
    const left = (commit: Commit) => commit.roster.filter(({ userId }) => !equal(userId, first.userId));
    expect(tampered(conversation, alice, (commit) => ({ reason: reasons.disputeClose, roster: left(commit) }))).toBe(
      "halt E_MODERATOR",
    );
  });

  it("C18, D06: a case id stays while the case is open, is zero otherwise, and is never used again", () => {
    const other = idOf("another case");
    expect(tampered(group(), alice, () => ({ caseId }))).toBe("halt E_CASE");
    expect(tampered(group(), alice, () => ({ reason: reasons.disputeClose }))).toBe("halt E_CASE");
    expect(tampered(disputed()[0], alice, () => ({ caseId: other }))).toBe("halt E_CASE");
    const [conversation] = disputed();
    conversation.change(alice, { reason: reasons.disputeClose });
    expect(conversation.log(bob).openCase).toBeNull();
    expect(() => conversation.commit(alice, openDispute)).toThrow("E_CASE");
    const reopened = conversation.commit(alice, { reason: reasons.disputeOpen, caseId: other });
    expect(judged(conversation, forged(reopened, { caseId }, alice.signer))).toBe("halt E_CASE");
    expect(judged(conversation, reopened, carol)).toBe("commit");
  });

  it("C20: disclosures take reason 7", () => {
    const conversation = group();
    const disclosures = conversation.commit(alice, openDispute).disclosures!;
    const built = conversation.commit(alice, periodic);
    const body = encodeCommit({ ...parseCommit(built.body), disclosuresHash: disclosuresHash(disclosures) });
    const sig = sign("commit-sig", body, alice.signer.edSeed);
    expect(judged(conversation, { ...built, body, sig, hash: commitHash(body), disclosures })).toBe(
      "halt E_DISCLOSURE",
    );
    expect(parseCommit(built.body).disclosuresHash).toEqual(zeroHash);
  });

  it("C21: moderators rotate and close, nothing else", () => {
    const attempt = (reason: Commit["reason"], change: (commit: Commit) => Partial<Commit> = () => ({})) => {
      const [conversation, moderator] = disputed();
      return tampered(conversation, moderator, (commit) => ({ reason, ...change(commit) }));
    };
    expect(attempt(reasons.periodic)).toBe("commit");
    for (const reason of [reasons.add, reasons.remove, reasons.leave, reasons.key, reasons.policy]) {
      expect(attempt(reason)).toBe("halt E_MODERATOR");
    }
    expect(attempt(reasons.disputeOpen)).toBe("halt E_MODERATOR");
  });

  it("D04: a moderator who adds, removes or changes policy is refused", () => {
    const attempt = (change: (commit: Commit) => Partial<Commit>, add: 0 | 1 | 2 = 2) => {
      const [conversation, moderator] = disputed(add);
      return tampered(conversation, moderator, change);
    };
    expect(attempt((c) => ({ reason: reasons.add, roster: rosterOf(...c.roster, entryOf(dave)) }))).toBe("halt E_ADD");
    expect(attempt((c) => ({ reason: reasons.remove, roster: without(c, bob) }))).toBe("halt E_REMOVE");
    expect(attempt((c) => ({ reason: reasons.leave, roster: without(c, bob) }))).toBe("halt E_REMOVE");
    expect(attempt((c) => ({ reason: reasons.policy, policy: { ...c.policy, add: 0 } }))).toBe("halt E_POLICY");
  });

  it("D03: certificates that are expired, revoked, or of another root are refused", () => {
    const attempt = (moderation: ReturnType<typeof moderationOf>) => {
      const conversation = group();
      const built = conversation.commit(alice, openDispute);
      conversation.knowing.moderation = moderation;
      return judged(conversation, built);
    };
    expect(attempt(moderationOf(moderators))).toBe("commit");
    expect(attempt(moderationOf(moderators, { notAfter: startTime }))).toBe("halt E_MODERATOR");
    expect(attempt(moderationOf(moderators, { revoked: moderators }))).toBe("halt E_MODERATOR");
    expect(attempt(moderationOf(moderators, { rootSeed: seeded("others")(32) }))).toBe("halt E_MODERATOR");
  });

  it("waits for what the root has published", () => {
    const conversation = group();
    const built = conversation.commit(alice, openDispute);
    conversation.knowing.moderation = undefined;
    const log = conversation.log(bob);
    expect(log.apply(commitEvent(2, built), conversation.ctx(bob))).toEqual({ type: "need", what: "moderation" });
    expect(log.n).toBe(1);
    conversation.knowing.moderation = moderationOf(moderators);
    expect(judged(conversation, built)).toBe("commit");
  });

  it("a replacement in the same case adds the next moderator, by any participant", () => {
    const [conversation, moderator] = disputed();
    const built = conversation.commit(bob, { reason: reasons.disputeOpen, caseId: idOf("ignored") });
    expect(judged(conversation, built, carol)).toBe("commit");
    const log = conversation.log(carol);
    const names = log.roster.filter((entry) => entry.role === 3).map((entry) => toHex(entry.userId));
    expect(names.length).toBe(2);
    expect(names).toContain(toHex(moderator.userId));
    expect(log.openCase).toMatchObject({ id: caseId, opener: alice.userId });
    expect(log.openCase?.used.length).toBe(2);
  });
});
