import { describe, expect, it } from "vitest";
import { type Bytes, concat, toHex } from "@/lib/base/bytes";
import { policyTypes, reasons } from "@/lib/protocol/commit";
import { encodeDisclosures, parseDisclosures } from "@/lib/protocol/disclosures";
import {
  alice,
  bob,
  carol,
  caseId,
  group,
  moderatorOf,
  moderators,
  openDispute,
  people,
  tampered,
} from "./commit-world.fixture";
import { moderationOf } from "./moderation.fixture";
import { commitHash, disclosuresHash } from "./commit-hash";
import { buildDisclosures, checkDisclosures, type DisclosureContext, openDisclosures } from "./disclosure";
import {
  commitEvent,
  Conversation,
  entryOf,
  flipped,
  forged,
  idOf,
  periodic,
  Person,
  rosterOf,
  seeded,
  shape,
} from "./world.fixture";

const one = new Person("mod one");
const two = new Person("mod two");
const context: DisclosureContext = {
  conv: idOf("conversation"),
  caseId,
  epoch: 4,
  moderators: rosterOf(entryOf(one, 3), entryOf(two, 3)),
};
const key = seeded("K_new")(32);
const msgKeys = [1, 2, 3].map((epoch) => seeded(`K_msg ${epoch}`)(32));
const keyOf = (epoch: number) => msgKeys[epoch - 1] ?? null;
const bytes = buildDisclosures(context, key, 2, keyOf);
const { entries } = parseDisclosures(bytes);
const check = (disclosures: Bytes, known: (epoch: number) => Bytes | null = keyOf, own: Bytes | null = key) =>
  checkDisclosures(disclosures, context, own, known);

describe("disclosures", () => {
  it("give each moderator the chosen epochs and nothing else", () => {
    expect(entries.map(({ epoch }) => epoch)).toEqual([2, 2, 3, 3]);
    const opened = openDisclosures(bytes, context, one.userId, [one.keys[0]!.xSecret]);
    expect([...opened].map(([epoch, msgKey]) => [epoch, toHex(msgKey)])).toEqual([
      [2, toHex(msgKeys[1]!)],
      [3, toHex(msgKeys[2]!)],
    ]);
    expect(() => openDisclosures(bytes, context, one.userId, [two.keys[0]!.xSecret])).toThrow("E_OPEN");
    expect(openDisclosures(bytes, context, alice.userId, [alice.keys[0]!.xSecret]).size).toBe(0);
    expect(() => openDisclosures(bytes.slice(1), context, one.userId, [])).toThrow("E_DISCLOSURE");
    const elsewhere = { ...context, caseId: idOf("another case") };
    expect(() => openDisclosures(bytes, elsewhere, one.userId, [one.keys[0]!.xSecret])).toThrow("E_OPEN");
  });

  it("are recomputed byte for byte by whoever knows the epochs", () => {
    expect(() => check(bytes)).not.toThrow();
    const { box } = entries[0]!;
    for (const at of [5, 40, 84]) {
      const wrong = encodeDisclosures({
        caseId,
        entries: [{ ...entries[0]!, box: flipped(box, at) }, ...entries.slice(1)],
      });
      expect(() => check(wrong)).toThrow("E_DISCLOSURE");
      // Whoever joined later, or has no key, can only see which epochs there are.
      expect(() => check(wrong, (epoch) => (epoch === 2 ? null : keyOf(epoch)))).not.toThrow();
      expect(() => check(wrong, keyOf, null)).not.toThrow();
    }
  });

  it("are one range up to the epoch before, each moderator once per epoch, in order", () => {
    const shaped = (list: typeof entries, id = caseId) => encodeDisclosures({ caseId: id, entries: list });
    const refused = (disclosures: Bytes) => expect(() => check(disclosures, () => null)).toThrow("E_DISCLOSURE");
    expect(() => check(shaped([...entries]), () => null)).not.toThrow();
    refused(shaped(entries.slice(0, 2)));
    refused(shaped(entries.slice(0, 3)));
    refused(shaped(entries.slice(1)));
    refused(shaped([entries[1]!, entries[0]!, ...entries.slice(2)]));
    refused(shaped([...entries.slice(2), ...entries.slice(0, 2)]));
    refused(shaped([...entries, ...entries.slice(2)]));
    refused(shaped([entries[0]!, entries[0]!, ...entries.slice(2)]));
    refused(shaped(entries.map((entry) => ({ ...entry, epoch: entry.epoch + 1 }))));
    refused(shaped(entries.map((entry) => ({ ...entry, epoch: entry.epoch - 2 }))));
    refused(shaped([...entries], idOf("another case")));
    refused(concat(bytes, Uint8Array.of(0)));
    refused(new Uint8Array(0));
  });

  it("cannot be made for epochs that do not exist, lie ahead, or are not known", () => {
    for (const from of [0, 4, 1.5]) expect(() => buildDisclosures(context, key, from, keyOf)).toThrow("E_DISCLOSURE");
    expect(() => buildDisclosures(context, key, 2, (epoch) => (epoch === 3 ? null : keyOf(epoch)))).toThrow(
      "E_DISCLOSURE",
    );
  });
});

describe("C23: disclosures in a conversation", () => {
  function opened(from?: number) {
    const conversation = group();
    conversation.say(bob);
    conversation.change(alice, periodic);
    conversation.say(carol);
    const built = conversation.commit(alice, { ...openDispute, ...(from ? { from } : {}) } as typeof openDispute);
    return { conversation, built };
  }

  it("D01: the moderator reads the disclosed epochs, and no earlier ones", () => {
    for (const [from, expected] of [
      [1, ["commit", "message", "commit", "message", "commit"]],
      [2, ["commit", "unreadable E_EPOCH_KEY", "commit", "message", "commit"]],
    ] as const) {
      const { conversation, built } = opened(from);
      conversation.add(commitEvent(5, built));
      expect(conversation.everybody().map(shape)).toEqual(["commit", "commit", "commit"]);
      const moderator = moderatorOf(conversation);
      const log = conversation.join(moderator);
      expect(log.state).toBe("active");
      const commits = conversation.events.filter(({ kind }) => kind === 1);
      log.start(commits, { seq: 5, transcript: conversation.transcriptAt(5) }, conversation.ctx(moderator));
      const page = log.openPage(conversation.events, { seq: 0, transcript: conversation.transcriptAt(0) });
      expect(page.map(shape)).toEqual(expected);
      expect(conversation.log(alice).openCase?.opener).toEqual(alice.userId);
    }
  });

  it("a disclosure that is not what members recompute ends sending, not reading", () => {
    const { conversation, built } = opened();
    const { caseId: id, entries: list } = parseDisclosures(built.disclosures!);
    const disclosures = encodeDisclosures({
      caseId: id,
      entries: list.map((entry, i) => (i === 0 ? { ...entry, box: flipped(entry.box, 84) } : entry)),
    });
    const wrong = { ...forged(built, { disclosuresHash: disclosuresHash(disclosures) }, alice.signer), disclosures };
    conversation.add(commitEvent(5, { ...wrong, hash: commitHash(wrong.body) }));
    const log = conversation.log(bob);
    expect(conversation.everybody().map((outcome) => outcome.type === "commit" && outcome.halted)).toEqual([
      "E_DISCLOSURE",
      "E_DISCLOSURE",
      "E_DISCLOSURE",
    ]);
    expect([log.n, log.state, log.haltCode]).toEqual([5, "halted", "E_DISCLOSURE"]);
    expect(() => conversation.seal(bob)).toThrow("E_HALTED");
    expect(() => conversation.commit(bob, periodic)).toThrow("E_HALTED");
    // Nothing but people can resolve it: a later commit does not.
    expect(tampered(conversation, alice, () => ({}))).toBe("commit");
    expect([log.n, log.haltCode]).toEqual([6, "E_DISCLOSURE"]);
  });

  it("D05: after closing, the moderator knows no key of the epochs that carry messages", () => {
    const { conversation, built } = opened();
    conversation.add(commitEvent(5, built));
    conversation.everybody();
    const moderator = moderatorOf(conversation);
    conversation.join(moderator);
    conversation.change(moderator, { reason: reasons.disputeClose });
    expect(conversation.log(moderator).state).toBe("ended");
    expect(conversation.log(bob).mustCommitBefore(0)).toBe("closing");
    expect(() => conversation.seal(bob)).toThrow("E_STALE_EPOCH");
    conversation.change(bob, periodic);
    expect(conversation.say(bob).map(shape)).toEqual(["message", "message", "message", "unreadable E_EPOCH_KEY"]);
  });

  it("D10: closing one case does not touch another conversation with the same moderator", () => {
    const [moderator] = moderators;
    const [first, second] = ["first", "second"].map((name) => {
      const own = { conv: idOf(name), policyType: policyTypes.group };
      const knowing = { people, moderation: moderationOf(moderators.slice(0, 1)) };
      const conversation = new Conversation([alice, bob], own, knowing);
      conversation.change(alice, openDispute);
      conversation.join(moderator!);
      return conversation;
    }) as [Conversation, Conversation];
    first.change(moderator!, { reason: reasons.disputeClose });
    expect(first.log(bob).openCase).toBeNull();
    expect(second.log(bob).openCase?.id).toEqual(caseId);
    expect(second.say(moderator!).map(shape)).toEqual(["message", "message", "message"]);
  });
});
