import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex, utf8 } from "@/lib/base/bytes";
import { codeOf } from "@/lib/base/errors";
import { type Commit, policyTypes, reasons, roles } from "@/lib/protocol/commit";
import { disclosuresHash } from "./commit-hash";
import { craft, msgKeyOf } from "./craft.fixture";
import {
  alice,
  bob,
  carol,
  dave,
  disputed,
  group,
  moderatorOf,
  moderators,
  people,
  tampered,
  without,
} from "./commit-world.fixture";
import { opened, told } from "./history.fixture";
import { ConversationLog } from "./log";
import { moderationOf } from "./moderation.fixture";
import {
  commitEvent,
  Conversation,
  flipped,
  forged,
  idOf,
  modRoot,
  periodic,
  type Person,
  seeded,
  shape,
  startTime,
  textBody,
  tombstoneOf,
} from "./world.fixture";

const again = (log: ConversationLog) => ConversationLog.restore(log.serialize());

/** A conversation with a bit of everything that a snapshot has to keep. */
function eventful(): Conversation {
  const conversation = new Conversation(
    [alice, bob, carol],
    {
      conv: idOf("eventful"),
      policyType: policyTypes.group,
      roles: [roles.admin, roles.member, roles.member],
      metadata: utf8('{"title":"x"}'),
      contextHash: seeded("context")(32),
      modRoot,
    },
    { people, moderation: moderationOf(moderators) },
  );
  conversation.say(alice);
  conversation.change(alice, { reason: reasons.add, members: [{ statement: dave.statement }] });
  conversation.say(bob);
  conversation.add(craft(conversation, carol, textBody("gap"), { counter: 7 }));
  conversation.everybody();
  conversation.change(bob, { reason: reasons.disputeOpen, caseId: idOf("case 1") });
  conversation.say(alice);
  conversation.change(bob, { reason: reasons.disputeClose });
  conversation.change(alice, {
    reason: reasons.policy,
    retentionDays: 30,
    roles: [{ userId: bob.userId, role: roles.admin }],
  });
  conversation.change(alice, { reason: reasons.remove, users: [dave.userId] });
  conversation.change(alice, { reason: reasons.disputeOpen, caseId: idOf("case 2") });
  conversation.say(carol, { v: 1, t: "leave", ts: startTime });
  return conversation;
}
const busy = eventful();

const view = (log: ConversationLog) => ({
  n: log.n,
  base: log.base,
  transcript: toHex(log.transcript),
  state: log.state,
  halt: log.haltCode,
  roster: log.roster,
  policy: log.policy,
  openCase: log.openCase,
  metadata: log.metadata,
  genesis: log.genesisHash,
  context: log.contextHash,
  commit: log.commitHash,
  duty: log.mustCommitBefore(startTime),
});

describe("snapshots", () => {
  it("keep everything a log shows", () => {
    for (const log of [new ConversationLog(idOf("empty")), ...busy.clients.values(), opened(told, 7)]) {
      expect(view(again(log))).toEqual(view(log));
      expect(again(log).serialize()).toEqual(log.serialize());
    }
  });

  it("keep pins", () => {
    const [genesis] = told.events;
    const log = again(new ConversationLog(told.conv, { genesisHash: seeded("pin")(32) }));
    expect(shape(log.apply(genesis!, told.ctx(bob)))).toBe("halt E_IMMUTABLE");
    const context = again(new ConversationLog(told.conv, { contextHash: seeded("pin")(32) }));
    expect(shape(context.apply(genesis!, told.ctx(bob)))).toBe("halt E_IMMUTABLE");
    expect(shape(again(new ConversationLog(told.conv)).apply(genesis!, told.ctx(bob)))).toBe("commit");
  });

  it("taken at any moment change nothing in what follows", { timeout: 120_000 }, () => {
    const steps = fc.array(fc.constantFrom("say", "commit", "tombstone", "gap", "replay", "damage"), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(steps, fc.nat(6), (list, when) => {
        const conversation = group();
        for (const [i, step] of list.entries()) {
          const who: Person = [alice, bob, carol][i % 3]!;
          const row = craft(conversation, who, textBody(step), step === "gap" ? { counter: 3 } : {});
          if (step === "commit") conversation.change(who, periodic);
          else if (step === "replay") conversation.add({ ...conversation.events.at(-1)!, kind: 2, seq: row.seq });
          else if (step === "tombstone") conversation.add(tombstoneOf(row));
          else if (step === "damage") conversation.add({ ...row, ct: null });
          else conversation.add(row);
          conversation.everybody();
        }
        const [plain, stored] = [
          new ConversationLog(conversation.conv),
          { log: new ConversationLog(conversation.conv) },
        ];
        for (const event of conversation.events) {
          if (event.seq === when + 1) stored.log = again(stored.log);
          expect(stored.log.apply(event, conversation.ctx(bob))).toEqual(plain.apply(event, conversation.ctx(bob)));
        }
        expect(stored.log.serialize()).toEqual(plain.serialize());
      }),
      { numRuns: 20 },
    );
  });

  it("keep old epochs readable, and a proof going on", () => {
    const log = again(opened(told, 12));
    const page = log.openPage(told.events, { seq: 0, transcript: told.transcriptAt(0) });
    expect(page.filter(({ type }) => type === "message").length).toBe(9);
    expect(again(log).base).toBe(0);
  });

  it("keep a dispute's moderators, so that a replacement follows", () => {
    const [conversation] = disputed();
    conversation.clients.set(bob, again(conversation.log(bob)));
    const change = { reason: reasons.disputeOpen, caseId: idOf("x") };
    expect(conversation.change(bob, change).map(shape)).toEqual(["commit", "commit", "commit", "commit"]);
  });

  it("keep keys that were learnt after an earlier snapshot", () => {
    const conversation = group();
    conversation.say(alice);
    const key = msgKeyOf(conversation, alice);
    const built = conversation.commit(alice, { reason: reasons.disputeOpen, caseId: idOf("case") });
    conversation.add(commitEvent(3, built));
    conversation.everybody();
    const moderator = moderatorOf(conversation);
    const log = new ConversationLog(conversation.conv);
    for (const event of conversation.events) {
      log.serialize();
      log.apply(event, conversation.ctx(moderator));
    }
    const epochs = conversation.events.filter(({ kind }) => kind === 1);
    const fresh = new ConversationLog(conversation.conv);
    fresh.start(epochs, { seq: 3, transcript: conversation.transcriptAt(3) }, conversation.ctx(moderator));
    expect(again(log).serialize()).toEqual(log.serialize());
    const page = again(fresh).openPage(conversation.events, { seq: 0, transcript: conversation.transcriptAt(0) });
    expect(page.map(shape)).toEqual(["commit", "message", "commit"]);
    expect(toHex(log.serialize())).toContain(toHex(key));
  });

  it("keep memory of closed cases", () => {
    const conversation = busy.copy();
    conversation.change(alice, { reason: reasons.leave });
    conversation.change(alice, { reason: reasons.disputeClose });
    const ctx = conversation.ctx(alice);
    const log = again(conversation.log(alice));
    for (const name of ["case 1", "case 2"]) {
      expect(() => log.nextCommit({ reason: reasons.disputeOpen, caseId: idOf(name) }, alice.signer, ctx)).toThrow(
        "E_CASE",
      );
    }
  });

  it("keep rosters in which somebody went and somebody else changed", () => {
    const conversation = group();
    const change = (commit: Commit) => ({
      reason: reasons.remove,
      roster: without(commit, carol).map((entry) => ({ ...entry, role: roles.admin })),
    });
    expect(tampered(conversation, alice, change)).toBe("commit");
    expect(again(conversation.log(bob)).roster).toEqual(conversation.log(bob).roster);
    expect(conversation.log(bob).roster.map(({ role }) => role)).toEqual([2, 2]);
  });

  it("keep why nothing may be sent: a missing key, a wrong disclosure, a closing epoch, a halt that ended", () => {
    const mute = group();
    tampered(mute, alice, () => ({}));
    expect(view(again(mute.log(bob)))).toMatchObject({ state: "halted", halt: "E_OPEN" });
    const wrong = group();
    const built = wrong.commit(alice, { reason: reasons.disputeOpen, caseId: idOf("case") });
    const disclosures = flipped(built.disclosures!, built.disclosures!.length - 1);
    const signed = forged(built, { disclosuresHash: disclosuresHash(disclosures) }, alice.signer);
    wrong.log(bob).apply(commitEvent(2, { ...signed, disclosures }), wrong.ctx(bob));
    expect(view(again(wrong.log(bob)))).toMatchObject({ state: "halted", halt: "E_DISCLOSURE" });
    const [closing, moderator] = disputed();
    closing.change(moderator, { reason: reasons.disputeClose });
    expect(view(again(closing.log(bob)))).toMatchObject({ state: "active", duty: "closing" });
    const healed = group();
    const rotation = healed.commit(alice, periodic);
    const damaged = commitEvent(2, { ...rotation, boxes: flipped(rotation.boxes, 9) });
    healed.log(bob).apply(damaged, healed.ctx(bob));
    expect(view(again(healed.log(bob)))).toMatchObject({ state: "halted", halt: "E_BOXES" });
    healed.log(bob).apply(commitEvent(2, rotation), healed.ctx(bob));
    expect(view(again(healed.log(bob)))).toMatchObject({ state: "active", duty: "halt" });
  });

  it("that are damaged give typed errors or another state, and never run away", () => {
    const bytes = busy.log(bob).serialize();
    for (let length = 0; length < bytes.length; length += 211) {
      expect(() => ConversationLog.restore(bytes.slice(0, length))).toThrow("E_FORMAT");
    }
    expect(() => ConversationLog.restore(flipped(bytes, 0))).toThrow("E_FORMAT");
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(() => ConversationLog.restore(longer)).toThrow("E_FORMAT");
    const small = disputed()[0].log(bob).serialize();
    for (const mask of [1, 2, 0x80, 0xff]) {
      for (let at = 1; at < small.length; at++) {
        try {
          ConversationLog.restore(flipped(small, at, mask));
        } catch (thrown) {
          expect(["E_FORMAT", "E_RANGE"]).toContain(codeOf(thrown));
        }
      }
    }
  });

  it("of long histories of the same people stay small", () => {
    const conversation = group();
    const before = conversation.log(bob).serialize().length;
    for (let i = 0; i < 5; i++) conversation.change(alice, periodic);
    expect((conversation.log(bob).serialize().length - before) / 5).toBeLessThan(240);
  });
});
