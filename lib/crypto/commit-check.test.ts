import { describe, expect, it } from "vitest";
import { concat, type Bytes } from "@/lib/base/bytes";
import { type Commit, parseCommit, policyTypes, reasons, roles } from "@/lib/protocol/commit";
import type { Signer } from "./commit-build";
import { boxesHash, disclosuresHash } from "./commit-hash";
import {
  alice,
  bob,
  carol,
  caseId,
  dave,
  direct,
  group,
  judged,
  openDispute,
  people,
  tampered,
} from "./commit-world.fixture";
import {
  commitEvent,
  Conversation,
  entryOf,
  flipped,
  forged,
  idOf,
  periodic,
  rosterOf,
  seeded,
  shape,
  signed,
} from "./world.fixture";

describe("commit rules: what surrounds the signed bytes", () => {
  it("an honest commit passes", () => {
    expect(judged(group(), group().commit(alice, periodic))).toBe("commit");
  });

  it("C1: wrong layout is E_FORMAT, also without any bytes", () => {
    const conversation = group();
    const built = conversation.commit(alice, periodic);
    expect(judged(conversation, { ...built, body: flipped(built.body, 0) })).toBe("halt E_FORMAT");
    const event = { ...commitEvent(2, built), body: null };
    expect(shape(conversation.log(carol).apply(event, conversation.ctx(carol)))).toBe("halt E_FORMAT");
  });

  it("C2: a roster out of order is E_ORDER", () => {
    expect(tampered(group(), alice, ({ roster }) => ({ roster: [...roster].reverse() }))).toBe("halt E_ORDER");
  });

  it("C3, S17: a damaged, dropped or missing box is E_BOXES for all", () => {
    const built = group().commit(alice, periodic);
    for (const boxes of [
      flipped(built.boxes, 100),
      built.boxes.slice(0, -85),
      concat(built.boxes, built.boxes.slice(0, 85)),
    ]) {
      for (const reader of [alice, bob, carol])
        expect(judged(group(), { ...built, boxes }, reader)).toBe("halt E_BOXES");
    }
    const event = { ...commitEvent(2, built), boxes: null };
    const conversation = group();
    expect(shape(conversation.log(bob).apply(event, conversation.ctx(bob)))).toBe("halt E_BOXES");
  });

  it("C3: the right hash over the wrong number of boxes is E_BOXES", () => {
    const built = group().commit(alice, periodic);
    for (const boxes of [built.boxes.slice(85), concat(built.boxes, new Uint8Array(85))]) {
      const other = forged({ ...built, boxes }, { boxesHash: boxesHash(boxes) }, alice.signer);
      expect(judged(group(), other)).toBe("halt E_BOXES");
    }
  });

  it("C4: disclosures go with their hash", () => {
    const conversation = group();
    conversation.say(alice);
    const built = conversation.commit(alice, openDispute);
    expect(judged(conversation, { ...built, disclosures: null })).toBe("halt E_DISCLOSURE");
    expect(judged(conversation, { ...built, disclosures: flipped(built.disclosures!, 60) }, carol)).toBe(
      "halt E_DISCLOSURE",
    );
    const plain = group().commit(alice, periodic);
    expect(judged(group(), { ...plain, disclosures: built.disclosures })).toBe("halt E_DISCLOSURE");
  });

  it("C5: keys of low or small order are refused", () => {
    const weak = (key: "xPk" | "edPk", value: Bytes) =>
      tampered(group(), alice, ({ roster }) => ({
        roster: roster.map((e, i) => (i === 1 ? { ...e, [key]: value } : e)),
      }));
    expect(weak("xPk", new Uint8Array(32))).toBe("halt E_LOW_ORDER");
    expect(weak("edPk", concat(Uint8Array.of(1), new Uint8Array(31)))).toBe("halt E_SIG");
    expect(weak("edPk", new Uint8Array(32).fill(255))).toBe("halt E_SIG");
  });
});

describe("commit rules: genesis (C6)", () => {
  const first = (
    change: Partial<Commit>,
    from = group(),
    signer: Signer = alice.signer,
    disclosures: Bytes | null = null,
  ) => {
    const genesis = signed({ ...parseCommit(from.events[0]!.body!), ...change }, signer, disclosures);
    from.events[0] = commitEvent(1, genesis);
    const log = from.join(carol);
    return log.n === 1 ? "accepted" : log.haltCode;
  };

  it("an honest genesis passes", () => {
    expect(first({})).toBe("accepted");
    expect(first({}, direct())).toBe("accepted");
  });

  it.each<[string, Partial<Commit>, string]>([
    ["epoch 2", { epoch: 2 }, "E_CHAIN"],
    ["a previous commit", { previousHash: seeded("p")(32) }, "E_CHAIN"],
    ["another reason", { reason: reasons.periodic }, "E_CHAIN"],
    ["a seen position", { seenSeq: 1 }, "E_CHAIN"],
    ["another T_0", { seenTranscript: seeded("t")(32) }, "E_CHAIN"],
    ["a case", { caseId }, "E_CHAIN"],
    ["an author who is not in the roster", { author: dave.userId }, "E_AUTHOR"],
    ["a moderator", { roster: rosterOf(entryOf(alice), entryOf(bob), entryOf(dave, roles.moderator)) }, "E_ROLE"],
    ["another moderation root", { modRoot: seeded("root of others")(32) }, "E_IMMUTABLE"],
    [
      "somebody else's keys",
      { roster: rosterOf(entryOf(alice), { ...entryOf(bob), xPk: dave.statement.xPk }) },
      "E_KEYCHANGE",
    ],
  ])("with %s is refused", (_, change, code) => {
    expect(first(change)).toBe(code);
  });

  it("with disclosures is refused", () => {
    const disclosures = seeded("x")(129);
    const change = { disclosuresHash: disclosuresHash(disclosures) };
    expect(first(change, group(), alice.signer, disclosures)).toBe("E_DISCLOSURE");
  });

  it("of a direct conversation has two members and no admin", () => {
    const three = rosterOf(entryOf(alice), entryOf(bob), entryOf(carol));
    expect(first({ roster: three }, direct())).toBe("E_DIRECT");
    expect(first({ roster: rosterOf(entryOf(alice)) }, direct())).toBe("E_DIRECT");
    expect(first({ roster: rosterOf(entryOf(alice, roles.admin), entryOf(bob)) }, direct())).toBe("E_DIRECT");
  });

  it("is signed by the author's key in its own roster", () => {
    expect(first({}, group(), { userId: alice.userId, edSeed: bob.signer.edSeed })).toBe("E_SIG");
  });

  it("S02: of another conversation is E_CONTEXT", () => {
    const conversation = group();
    const other = new Conversation([alice, bob], { conv: idOf("other") }, { people });
    conversation.events[0] = other.events[0]!;
    conversation.join(bob);
    expect(conversation.log(bob).haltCode).toBe("E_CONTEXT");
  });
});

describe("commit rules: chain and authorship", () => {
  it("C7, S02: another conversation is E_CONTEXT", () => {
    expect(tampered(group(), alice, () => ({ conv: idOf("other") }))).toBe("halt E_CONTEXT");
  });

  it("C8: wrong epoch, predecessor or reason is E_CHAIN", () => {
    expect(tampered(group(), alice, () => ({ epoch: 3 }))).toBe("halt E_CHAIN");
    expect(tampered(group(), alice, () => ({ epoch: 1 }))).toBe("halt E_CHAIN");
    expect(tampered(group(), alice, () => ({ previousHash: seeded("p")(32) }))).toBe("halt E_CHAIN");
    expect(tampered(group(), alice, () => ({ reason: reasons.create }))).toBe("halt E_CHAIN");
  });

  it("X04: an own earlier commit replayed is E_CHAIN", () => {
    const conversation = group();
    const built = conversation.commit(alice, periodic);
    conversation.add(commitEvent(2, built));
    conversation.everybody();
    expect(judged(conversation, built)).toBe("halt E_CHAIN");
  });

  it("S15: of two valid commits for one epoch only the first is taken", () => {
    const conversation = group();
    const [one, two] = [conversation.commit(alice, periodic), conversation.commit(carol, periodic)];
    expect(judged(conversation, one)).toBe("commit");
    expect(judged(conversation, two)).toBe("halt E_CHAIN");
    expect(conversation.log(bob).commitHash).toEqual(one.hash);
  });

  it("C9: context, moderation root and type never change", () => {
    expect(tampered(group(), alice, () => ({ contextHash: seeded("c")(32) }))).toBe("halt E_IMMUTABLE");
    expect(tampered(group(), alice, () => ({ modRoot: seeded("c")(32) }))).toBe("halt E_IMMUTABLE");
    expect(tampered(group(), alice, ({ policy }) => ({ policy: { ...policy, type: policyTypes.direct } }))).toBe(
      "halt E_IMMUTABLE",
    );
  });

  it("C10: an author from outside is E_AUTHOR", () => {
    expect(tampered(group(), dave, () => ({}))).toBe("halt E_AUTHOR");
    expect(tampered(group(), dave, ({ roster }) => ({ roster: rosterOf(...roster, entryOf(dave)) }))).toBe(
      "halt E_AUTHOR",
    );
  });

  it("C11: a signature by another key is E_SIG", () => {
    const mallory = { userId: alice.userId, edSeed: bob.signer.edSeed };
    expect(tampered(group(), alice, () => ({}), mallory)).toBe("halt E_SIG");
    const conversation = group();
    const event = { ...commitEvent(2, conversation.commit(alice, periodic)), sig: null };
    expect(shape(conversation.log(bob).apply(event, conversation.ctx(bob)))).toBe("halt E_SIG");
  });
});
