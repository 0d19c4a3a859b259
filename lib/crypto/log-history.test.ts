import { describe, expect, it } from "vitest";
import { alice, bob, carol, group } from "./commit-world.fixture";
import { anchorAt, commitsOf, hashesOf, opened, told } from "./history.fixture";
import { ConversationLog } from "./log";
import { commitEvent, forged, periodic, seeded, shape } from "./world.fixture";

describe("the proof of history", () => {
  const hashes = hashesOf(told.events);

  it("leads from T_0 to the anchor, in pieces", () => {
    const log = opened(told, 12);
    expect(log.verifyHistory(hashes.slice(0, 5))).toEqual({ seq: 5, done: false, forkWith: [] });
    const again = ConversationLog.restore(log.serialize());
    expect(again.verifyHistory(hashes.slice(5, 7))).toEqual({ seq: 7, done: false, forkWith: [] });
    expect(again.verifyHistory(hashes.slice(7))).toEqual({ seq: 12, done: true, forkWith: [] });
    expect(again.verifyHistory([])).toEqual({ seq: 12, done: true, forkWith: [] });
    expect(opened(told, 7).verifyHistory(hashes)).toEqual({ seq: 7, done: true, forkWith: [] });
  });

  it("is not needed where everything was seen", () => {
    expect(opened(told, 0).verifyHistory([])).toMatchObject({ seq: 0, done: true });
    expect(told.log(bob).verifyHistory([])).toMatchObject({ seq: 0, done: true });
  });

  it("fails if the anchor was wrong, an event is missing, or a commit differs", () => {
    const wrong = new ConversationLog(told.conv);
    wrong.start(commitsOf(told), { seq: 12, transcript: seeded("T")(32) }, told.ctx(bob));
    expect(() => wrong.verifyHistory(hashes)).toThrow("E_FORK");
    const attempt = (served: typeof hashes) => () => opened(told, 12).verifyHistory(served);
    expect(attempt(hashes.map((one, i) => (i === 2 ? { ...one, hash: seeded("h")(32) } : one)))).toThrow("E_FORK");
    expect(attempt(hashes.map((one, i) => (i === 4 ? { ...one, hash: seeded("h")(32) } : one)))).toThrow("E_FORK");
    expect(attempt(hashes.map((one, i) => (i === 4 ? { ...one, kind: 2 as const } : one)))).toThrow("E_FORK");
    expect(attempt(hashes.map((one, i) => (i === 2 ? { ...one, kind: 1 as const } : one)))).toThrow("E_FORK");
    expect(attempt([hashes[1]!, hashes[0]!, ...hashes.slice(2)])).toThrow("E_FORK");
    const log = opened(told, 12);
    expect(() => log.verifyHistory(hashes.slice(1))).toThrow("E_FORK");
    expect(log.verifyHistory(hashes).done).toBe(true);
  });

  it("finds a commit that was hidden at the start", () => {
    const hidden = new ConversationLog(told.conv);
    hidden.start(commitsOf(told).slice(0, 2), anchorAt(told, 12), told.ctx(bob));
    expect(() => hidden.verifyHistory(hashes)).toThrow("E_FORK");
  });

  it("names the authors of commits whose view was another", () => {
    const conversation = group();
    conversation.say(alice);
    const lie = forged(conversation.commit(carol, periodic), { seenTranscript: seeded("T")(32) }, carol.signer);
    conversation.add(commitEvent(3, lie));
    const [outcome] = conversation.everybody();
    expect(outcome).toMatchObject({ type: "commit", marks: ["fork"], forkWith: carol.userId, halted: null });
    conversation.say(alice);
    const log = opened(conversation, 4);
    const all = hashesOf(conversation.events);
    expect(log.verifyHistory(all.slice(0, 1)).forkWith).toEqual([]);
    expect(log.verifyHistory(all.slice(1, 2)).forkWith).toEqual([carol.userId]);
    expect(log.verifyHistory(all.slice(2)).forkWith).toEqual([]);
    const page = opened(conversation, 4).openPage(conversation.events, anchorAt(conversation, 0));
    expect(page[2]).toMatchObject({ type: "commit", marks: ["fork"], forkWith: carol.userId });
    const ahead = forged(lie, { seenSeq: 7 }, carol.signer);
    const twin = group();
    twin.say(alice);
    expect(shape(twin.log(bob).apply(commitEvent(3, ahead), twin.ctx(bob)))).toBe("commit fork");
  });

  it("and an older page have to agree where they meet", () => {
    const pages: [number, number][] = [
      [3, 7],
      [7, 7],
      [9, 7],
    ];
    for (const [proven, from] of pages) {
      const log = opened(told, 12);
      log.verifyHistory(hashes.slice(0, proven));
      log.openPage(told.events.slice(from), anchorAt(told, from));
      const { done } = log.verifyHistory(hashes.slice(proven));
      expect(done).toBe(true);
    }
    const other = told.copy();
    const log = opened(other, 12);
    const changed = hashes.map((one, i) => (i === 7 ? { ...one, hash: seeded("h")(32) } : one));
    log.verifyHistory(changed.slice(0, 9));
    expect(() => log.openPage(other.events.slice(6), anchorAt(other, 6))).toThrow("E_FORK");
    const early = opened(other, 12);
    early.verifyHistory([...hashes.slice(0, 5), { kind: 2, hash: seeded("h")(32) }]);
    expect(() => early.openPage(other.events.slice(6), anchorAt(other, 6))).toThrow("E_FORK");
  });
});
