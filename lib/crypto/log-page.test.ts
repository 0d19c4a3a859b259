import { describe, expect, it } from "vitest";
import { alice, bob, carol, group } from "./commit-world.fixture";
import { craft } from "./craft.fixture";
import { anchorAt, opened, told } from "./history.fixture";
import { ConversationLog } from "./log";
import type { LogEvent } from "./log-contract";
import { commitEvent, flipped, idOf, periodic, seeded, shape, startTime, textBody, tombstoneOf } from "./world.fixture";

describe("older pages", () => {
  it("open with the keys of their epochs, back to the genesis", () => {
    const log = opened(told, 12);
    const whole: string[] = [];
    for (const from of [10, 7, 4, 0]) {
      const page = log.openPage(told.events.slice(from, log.base), anchorAt(told, from));
      expect(log.base).toBe(from);
      whole.unshift(...page.map(shape));
    }
    expect(whole).toEqual([
      "commit",
      "message",
      "message",
      "message",
      "commit",
      "message",
      "message",
      "message",
      "commit",
      "message",
      "message",
      "message",
    ]);
  });

  it("give the same outcomes as reading from the beginning", () => {
    const log = opened(told, 12);
    const fresh = new ConversationLog(told.conv);
    const live = told.events.map((event) => fresh.apply(event, told.ctx(bob)));
    expect(log.openPage(told.events, anchorAt(told, 0))).toEqual(live);
  });

  it("S21: with a wrong anchor, a missing, changed or foreign event are rejected, with nothing changed", () => {
    const log = opened(told, 12);
    const page = told.events.slice(4, 12);
    const before = log.serialize();
    const rejected = (events: readonly LogEvent[], anchor = anchorAt(told, 4)) => {
      expect(() => log.openPage(events, anchor)).toThrow("E_FORK");
      expect(log.serialize()).toEqual(before);
    };
    const swap = (i: number, event: LogEvent) => page.map((one, at) => (at === i ? event : one));
    rejected(page, { seq: 4, transcript: seeded("T")(32) });
    rejected(page, anchorAt(told, 3));
    rejected(page.slice(1));
    rejected(page.slice(0, -1));
    rejected([]);
    rejected(page.filter((_, i) => i !== 3));
    rejected(swap(2, { ...page[2]!, body: flipped(page[2]!.body!, 250) }));
    rejected(swap(2, tombstoneOf({ ...page[2]!, hash: seeded("h")(32) })));
    rejected(swap(2, { ...page[2]!, kind: 1 }));
    rejected(swap(0, { ...page[0]!, kind: 2 }));
    rejected(swap(0, { ...page[0]!, body: null }));
    rejected(swap(0, { ...page[0]!, body: flipped(page[0]!.body!, 120) }));
    rejected(swap(0, tombstoneOf(page[0]!)));
    rejected([...page.slice(1), page[0]!]);
    expect(log.openPage(page, anchorAt(told, 4)).length).toBe(8);
  });

  it("mark what was wrong at its time: gaps, replays, forks, damage", () => {
    const conversation = group();
    conversation.say(bob);
    const [chainId, msgId] = [idOf("chain"), idOf("m")];
    const one = conversation.add(craft(conversation, alice, textBody("one"), { chainId, msgId }));
    const two = craft(conversation, alice, textBody("two"), { chainId, counter: 1, previous: one.hash });
    conversation.add(craft(conversation, alice, textBody("three"), { chainId, counter: 2, previous: two.hash }));
    conversation.add(craft(conversation, alice, textBody("again"), { msgId }));
    conversation.add(
      craft(conversation, alice, textBody("backwards"), {
        chainId,
        counter: 3,
        seenSeq: 1,
        seenTranscript: conversation.transcriptAt(1),
      }),
    );
    conversation.add(craft(conversation, alice, textBody("lie"), { seenTranscript: seeded("T")(32) }));
    conversation.add(craft(conversation, alice, textBody("ahead"), { seenSeq: 8, seenTranscript: seeded("T")(32) }));
    conversation.add({ ...craft(conversation, alice, textBody("damaged")), ct: null });
    conversation.add({ ...two, seq: 10 });
    const live = conversation.catchUp(carol).map(shape);
    expect(live).toEqual([
      "message",
      "message gap",
      "unreadable E_REPLAY",
      "message gap+fork",
      "message fork",
      "message fork",
      "unreadable E_CTHASH",
      "message gap",
    ]);
    const log = opened(conversation, 10, carol);
    const page = log.openPage(conversation.events, anchorAt(conversation, 0));
    expect(page.slice(2).map(shape)).toEqual(live);
    expect(page[6]).toMatchObject({ forkWith: alice.userId });
    conversation.add(craft(conversation, alice, textBody("far ahead"), { seenSeq: 2 ** 40 }));
    const far = opened(conversation, 11, carol).openPage(conversation.events.slice(8), anchorAt(conversation, 8));
    expect(far.map(shape).at(-1)).toBe("message fork");
    const edge = { seenSeq: 8, seenTranscript: seeded("T")(32) };
    conversation.add(craft(conversation, alice, textBody("at the edge"), edge));
    const edged = opened(conversation, 12, carol).openPage(conversation.events.slice(8), anchorAt(conversation, 8));
    expect(edged.map(shape).at(-1)).toBe("message fork");
    // In a page that does not reach the beginning, an unknown chain may have begun before it.
    const short = opened(conversation, 10, carol).openPage(conversation.events.slice(3, 10), anchorAt(conversation, 3));
    expect(short.map(shape)[0]).toBe("message");
  });

  it("that reach the beginning know that a chain begins with its first message", () => {
    const conversation = group();
    conversation.add(craft(conversation, alice, textBody("x"), { counter: 7 }));
    expect(conversation.catchUp(bob).map(shape)).toEqual(["message gap"]);
    const log = opened(conversation, 2);
    expect(log.openPage(conversation.events, anchorAt(conversation, 0)).map(shape)).toEqual(["commit", "message gap"]);
  });

  it("know tombstones, leave events and forked commits", () => {
    const conversation = group();
    const rotation = conversation.commit(bob, periodic);
    conversation.say(alice);
    conversation.say(alice);
    conversation.say(carol, { v: 1, t: "leave", ts: startTime });
    conversation.add(craft(conversation, alice, textBody("after the wish")));
    conversation.add(commitEvent(6, rotation));
    conversation.everybody();
    conversation.add(craft(conversation, alice, textBody("next epoch")));
    conversation.everybody();
    const log = opened(conversation, 7);
    const events = conversation.events.map((event) => (event.seq === 2 ? tombstoneOf(event, "author") : event));
    const page = log.openPage(events, anchorAt(conversation, 0));
    expect(page.map(shape)).toEqual([
      "commit",
      "tombstone",
      "message",
      "message",
      "unreadable E_EPOCH",
      "commit",
      "message",
    ]);
    expect(page[1]).toMatchObject({
      reason: "author",
      hash: events[1]!.hash,
      transcript: conversation.transcriptAt(2),
    });
  });

  it("PT-14: with any messages replaced by tombstones the page still verifies", () => {
    for (let mask = 1; mask < 64; mask += 7) {
      const events = told.events.map((event, i) =>
        event.kind === 2 && (mask >> (i % 6)) & 1 ? tombstoneOf(event) : event,
      );
      const outcomes = opened(told, 12).openPage(events, anchorAt(told, 0)).map(shape);
      expect(outcomes).toEqual(
        events.map((event) => (event.kind === 1 ? "commit" : event.tombstone ? "tombstone" : "message")),
      );
    }
  });
});
