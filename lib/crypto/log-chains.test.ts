import { describe, expect, it } from "vitest";
import { Reader, Writer } from "@/lib/protocol/layout";
import { parseMessageHeader } from "@/lib/protocol/message-header";
import { craft } from "./craft.fixture";
import { alice, bob, direct } from "./commit-world.fixture";
import { WriterChains } from "./log-chains";
import type { LogEvent } from "./log-contract";
import { newTombstones } from "./log-state";
import { type Conversation, idOf, seeded, shape, textBody, tombstoneOf } from "./world.fixture";

/** A conversation in which Alice has written `count` messages that Bob has not read yet. */
function written(count: number): [Conversation, LogEvent[]] {
  const conversation = direct();
  return [conversation, Array.from({ length: count }, () => conversation.post(alice))];
}

const idOf32 = (name: string) => seeded(name)(32);

/** Serves the given events to Bob, in this order, one place after the other. */
function serve(conversation: Conversation, events: readonly LogEvent[]): string[] {
  const log = conversation.log(bob);
  return events.map((event) => shape(log.apply({ ...event, seq: log.n + 1 }, conversation.ctx(bob))));
}

describe("writer chains", () => {
  it("S03: a message dropped in the middle marks the next one of its writer, and only that one", () => {
    const [conversation, [one, , three, four]] = written(4);
    expect(serve(conversation, [one!, three!, four!])).toEqual(["message", "message gap", "message"]);
  });

  it("E_REPLAY: the same row again is not shown again, wherever it is served", () => {
    const [conversation, [one, two]] = written(2);
    expect(serve(conversation, [one!, one!, two!, one!, two!])).toEqual([
      "message",
      "unreadable E_REPLAY",
      "message",
      "unreadable E_REPLAY",
      "unreadable E_REPLAY",
    ]);
  });

  it("a message served late fills its gap once", () => {
    const [conversation, [one, two, three, four]] = written(4);
    expect(serve(conversation, [one!, four!, two!, two!, three!, three!])).toEqual([
      "message",
      "message gap",
      "message gap",
      "unreadable E_REPLAY",
      "message gap",
      "unreadable E_REPLAY",
    ]);
  });

  it("M02: of two messages with the same place in a chain only the first is shown", () => {
    const conversation = direct();
    const chainId = idOf("chain");
    const [one, two] = ["one", "two"].map((text) => craft(conversation, alice, textBody(text), { chainId }));
    expect(serve(conversation, [one!, two!])).toEqual(["message", "unreadable E_REPLAY"]);
  });

  it("a message that is not shown for its counter leaves its id free", () => {
    const conversation = direct();
    const [chainId, msgId] = [idOf("chain"), idOf("wanted")];
    const one = craft(conversation, alice, textBody("one"), { chainId });
    const two = craft(conversation, alice, textBody("two"), { chainId, msgId });
    const three = craft(conversation, alice, textBody("three"), { msgId });
    expect(serve(conversation, [one, two, three])).toEqual(["message", "unreadable E_REPLAY", "message"]);
  });

  it("a message served late may have an older view than what came before it", () => {
    const conversation = direct();
    const early = conversation.post(alice);
    conversation.catchUp(alice);
    const later = conversation.post(alice);
    expect(serve(conversation, [tombstoneOf(early), later])).toEqual(["tombstone", "message"]);
    const [other, [one, two]] = written(2);
    const chainId = parseMessageHeader(one!.body!).chainId;
    const third = { seenSeq: 1, seenTranscript: other.transcriptAt(1), chainId, counter: 2, previous: two!.hash };
    const rows = serve(other, [one!, craft(other, alice, textBody("x"), third)]);
    expect(rows).toEqual(["message", "message gap"]);
    const log = other.log(bob);
    const newest = craft(other, alice, textBody("y"), {
      chainId,
      counter: 4,
      previous: seeded("p")(32),
      seenSeq: 3,
      seenTranscript: log.transcript,
    });
    expect(serve(other, [newest, two!])).toEqual(["message gap", "message gap"]);
  });

  it("a message id used again at another place of the chain is not shown, and the chain goes on", () => {
    const conversation = direct();
    const [chainId, msgId] = [idOf("chain"), idOf("used twice")];
    const one = craft(conversation, alice, textBody("one"), { chainId, msgId });
    const two = craft(conversation, alice, textBody("two"), { chainId, msgId, counter: 1, previous: one.hash });
    const three = craft(conversation, alice, textBody("three"), { chainId, counter: 2, previous: two.hash });
    expect(serve(conversation, [one, two, three])).toEqual(["message", "unreadable E_REPLAY", "message"]);
  });

  it("a message that was not shown leaves its id free", () => {
    const conversation = direct();
    const msgId = idOf("again");
    const [one, two] = ["one", "two"].map((text) => craft(conversation, alice, textBody(text), { msgId }));
    expect(serve(conversation, [{ ...one!, ct: null }, two!])).toEqual(["unreadable E_CTHASH", "message"]);
  });

  it("a wrong predecessor is a gap, at the beginning and later", () => {
    const conversation = direct();
    const chainId = idOf("chain");
    const wrong = seeded("wrong")(32);
    const one = craft(conversation, alice, textBody("one"), { chainId, previous: wrong });
    const two = craft(conversation, alice, textBody("two"), { chainId, counter: 1, previous: wrong });
    const three = craft(conversation, alice, textBody("three"), { chainId, counter: 2, previous: two.hash });
    expect(serve(conversation, [one, two, three])).toEqual(["message gap", "message gap", "message"]);
  });

  it("a chain that does not begin with its first message has a gap", () => {
    const [conversation, [one, two]] = written(2);
    expect(serve(conversation, [two!, one!])).toEqual(["message gap", "message gap"]);
  });

  it("moves on with a genuine signature even if the content is damaged", () => {
    const [conversation, [one, two, three]] = written(3);
    expect(serve(conversation, [one!, { ...two!, ct: null }, three!])).toEqual([
      "message",
      "unreadable E_CTHASH",
      "message",
    ]);
    const [other, [first, second, third]] = written(3);
    expect(serve(other, [first!, { ...second!, sig: null }, third!])).toEqual([
      "message",
      "unreadable E_SIG",
      "message gap",
    ]);
  });

  it("does not move on with a damaged copy of what was there before", () => {
    const [conversation, [one, two]] = written(2);
    expect(serve(conversation, [one!, { ...one!, ct: null }, two!])).toEqual([
      "message",
      "unreadable E_CTHASH",
      "message",
    ]);
  });

  it("knows tombstones by their hash, several in a row", () => {
    const [conversation, [one, two, three, four]] = written(4);
    expect(serve(conversation, [one!, tombstoneOf(two!), tombstoneOf(three!), four!])).toEqual([
      "message",
      "tombstone",
      "tombstone",
      "message",
    ]);
    const [whole, [first, second]] = written(2);
    expect(serve(whole, [tombstoneOf(first!), tombstoneOf(first!), second!])).toEqual([
      "tombstone",
      "tombstone",
      "message",
    ]);
    const [later, events] = written(3);
    expect(serve(later, [events[0]!, tombstoneOf(events[1]!), events[2]!, events[1]!])[3]).toBe("unreadable E_REPLAY");
  });

  it("M13: a view that goes backwards, lies ahead or differs is a fork, attributed to the writer", () => {
    const conversation = direct();
    conversation.say(alice);
    const chainId = idOf("chain");
    const T = (seq: number) => ({ seenSeq: seq, seenTranscript: conversation.transcriptAt(seq) });
    const one = craft(conversation, alice, textBody("one"), { chainId, ...T(2) });
    const back = craft(conversation, alice, textBody("two"), { chainId, counter: 1, previous: one.hash, ...T(1) });
    const ahead = craft(conversation, alice, textBody("three"), { seenSeq: 5, seenTranscript: seeded("T")(32) });
    const own = craft(conversation, alice, textBody("three"), { seenSeq: 6, seenTranscript: seeded("T")(32) });
    const wrong = craft(conversation, alice, textBody("four"), { seenTranscript: seeded("T")(32) });
    expect(serve(conversation, [one, back, ahead, own, wrong])).toEqual([
      "message",
      "message fork",
      "message fork",
      "message fork",
      "message fork",
    ]);
    const outcome = direct();
    const liar = craft(outcome, alice, textBody("x"), { seenTranscript: seeded("T")(32) });
    expect(outcome.log(bob).apply(liar, outcome.ctx(bob))).toMatchObject({ marks: ["fork"], forkWith: alice.userId });
    expect(outcome.log(bob).state).toBe("active");
    // Others are not frozen, and the writer is believed again as soon as the view is right.
    expect(serve(conversation, [craft(conversation, alice, textBody("x"), T(1))])).toEqual(["message"]);
  });

  it("a view from the future is not held against the writer's later ones", () => {
    const conversation = direct();
    const chainId = idOf("chain");
    for (const seenSeq of [2, 2 ** 50]) {
      const twin = conversation.copy();
      const one = craft(twin, alice, textBody("one"), { chainId, seenSeq });
      const view = { seenSeq: 0, seenTranscript: conversation.transcriptAt(0) };
      const two = craft(twin, alice, textBody("two"), { chainId, counter: 1, previous: one.hash, ...view });
      expect(serve(twin, [one, two])).toEqual(["message fork", "message"]);
    }
  });

  it("a view of nothing at all is no fork, and may be repeated", () => {
    const conversation = direct();
    const chainId = idOf("chain");
    const nothing = { chainId, seenSeq: 0, seenTranscript: conversation.transcriptAt(0) };
    const one = craft(conversation, alice, textBody("one"), nothing);
    const two = craft(conversation, alice, textBody("two"), { ...nothing, counter: 1, previous: one.hash });
    expect(serve(conversation, [one, two])).toEqual(["message", "message"]);
  });

  it("a tombstone elsewhere does not excuse a wrong predecessor", () => {
    const [conversation, [one, two]] = written(2);
    const header = parseMessageHeader(two!.body!);
    const wrong = craft(conversation, alice, textBody("x"), {
      chainId: header.chainId,
      counter: 1,
      previous: idOf32("tombstone"),
    });
    const stone = { ...tombstoneOf(one!), hash: idOf32("tombstone") };
    expect(serve(conversation, [one!, stone, wrong])).toEqual(["message", "tombstone", "message gap"]);
  });

  it("activity keeps a chain remembered", () => {
    const conversation = direct();
    const ids = Array.from({ length: 33 }, (_, i) => idOf(`chain ${i}`));
    const at = (i: number, counter: number) => craft(conversation, alice, textBody("x"), { chainId: ids[i]!, counter });
    serve(
      conversation,
      ids.slice(0, 32).map((_, i) => at(i, 0)),
    );
    serve(conversation, [at(0, 3), at(32, 0)]);
    // Chain 1 was forgotten instead of chain 0, which still has its holes.
    expect(serve(conversation, [at(0, 1), at(1, 7)])).toEqual(["message gap", "message"]);
  });

  it("forget the least active of more than 32 chains of one writer, without alarm", () => {
    const conversation = direct();
    const ids = Array.from({ length: 33 }, (_, i) => idOf(`chain ${i}`));
    const first = ids.map((chainId) => craft(conversation, alice, textBody("x"), { chainId }));
    expect(serve(conversation, first).every((outcome) => outcome === "message")).toBe(true);
    const second = (i: number) =>
      craft(conversation, alice, textBody("y"), { chainId: ids[i]!, counter: 1, previous: first[i]!.hash });
    const skipped = (i: number) =>
      craft(conversation, alice, textBody("y"), { chainId: ids[i]!, counter: 5, previous: first[i]!.hash });
    const twin = conversation.copy();
    expect(serve(conversation, [second(0), second(32)])).toEqual(["message", "message"]);
    expect(serve(twin, [skipped(0), skipped(2)])).toEqual(["message", "message gap"]);
  });

  it("forget the oldest of more than 64 holes, which then count as replays", () => {
    const chains = new WriterChains(true);
    const base = parseMessageHeader(direct().post(alice).body!);
    const at = (counter: number) => ({ ...base, counter, previous: seeded("p")(32) });
    const tombstones = newTombstones();
    for (let i = 0; i < 65; i++) chains.adopt(at(2 * i + 1), base.salt, "gap", 0);
    expect(chains.judge(at(0), tombstones)).toBe("replay");
    expect(chains.judge(at(2), tombstones)).toBe("late");
    expect(chains.judge(at(3), tombstones)).toBe("replay");
    chains.adopt(at(2), base.salt, "late", 0);
    expect(chains.judge(at(2), tombstones)).toBe("replay");
    chains.adopt(at(2), base.salt, "replay", 0);
    const writer = new Writer();
    chains.write(writer);
    const again = WriterChains.read(new Reader(writer.finish()));
    expect(again.judge(at(128), tombstones)).toBe("late");
    expect(again.judge(at(2), tombstones)).toBe("replay");
    // The holes beside the filled one are as they were.
    expect([3, 4, 5, 127, 128, 129].map((i) => again.judge(at(i), tombstones))).toEqual([
      "replay",
      "late",
      "replay",
      "replay",
      "late",
      "replay",
    ]);
  });

  it("split a hole where a late message falls", () => {
    const chains = new WriterChains(true);
    const base = parseMessageHeader(direct().post(alice).body!);
    const at = (counter: number) => ({ ...base, counter, previous: seeded("p")(32) });
    const tombstones = newTombstones();
    const judged = (...counters: number[]) => counters.map((counter) => chains.judge(at(counter), tombstones));
    chains.adopt(at(5), base.salt, "gap", 0);
    chains.adopt(at(2), base.salt, "late", 0);
    expect(judged(0, 1, 2, 3, 4, 5, 6)).toEqual(["late", "late", "replay", "late", "late", "replay", "gap"]);
    chains.adopt(at(0), base.salt, "late", 0);
    chains.adopt(at(4), base.salt, "late", 0);
    expect(judged(0, 1, 3, 4)).toEqual(["replay", "late", "late", "replay"]);
  });

  it("reach the last counter there is", () => {
    const conversation = direct();
    const last = craft(conversation, alice, textBody("x"), { counter: 0xffff_ffff });
    expect(serve(conversation, [last, last])).toEqual(["message gap", "unreadable E_REPLAY"]);
    expect(() => conversation.log(bob).serialize()).not.toThrow();
  });
});
