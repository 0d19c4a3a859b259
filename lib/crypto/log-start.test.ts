import { describe, expect, it } from "vitest";
import { type Bytes, toHex } from "@/lib/base/bytes";
import { reasons } from "@/lib/protocol/commit";
import { alice, bob, carol, dave, disputed, group, people, tampered, without } from "./commit-world.fixture";
import { craft } from "./craft.fixture";
import { anchorAt, commitsOf, follow, opened, told } from "./history.fixture";
import { ConversationLog } from "./log";
import type { LogEvent } from "./log-contract";
import { flipped, Person, idOf, seeded, shape, startTime, textBody } from "./world.fixture";

describe("a cold start", () => {
  it.each([0, 1, 4, 5, 7, 9, 12])("at position %i reads on from there, without alarm", (at) => {
    const log = opened(told, at);
    expect([log.n, log.base]).toEqual([at, at]);
    expect(follow(log, told).every((outcome) => outcome === "message" || outcome === "commit")).toBe(true);
    expect(toHex(log.transcript)).toBe(toHex(told.transcriptAt(12)));
    expect(log).toMatchObject({ epoch: 3, state: "active", roster: told.log(bob).roster });
    expect(toHex(log.genesisHash!)).toBe(toHex(told.events[0]!.hash));
  });

  it("takes chains up where they appear, also after a restart, and then follows them", () => {
    const conversation = told.copy();
    for (const log of [opened(conversation, 12), ConversationLog.restore(opened(conversation, 12).serialize())]) {
      const chainId = idOf("old chain");
      const late = craft(conversation, alice, textBody("x"), { chainId, counter: 5, previous: seeded("p")(32) });
      const skipped = craft(conversation, alice, textBody("y"), { chainId, counter: 8, previous: seeded("p")(32) });
      const outcomes = [late, skipped].map((event) =>
        shape(log.apply({ ...event, seq: log.n + 1 }, conversation.ctx(bob))),
      );
      expect(outcomes).toEqual(["message", "message gap"]);
    }
  });

  it("can send at once", () => {
    const conversation = told.copy();
    const log = opened(conversation, 12);
    const body = textBody("here I am");
    const sealed = log.seal({ msgId: idOf("x"), body }, bob.signer);
    conversation.clients.set(bob, log);
    conversation.add({
      ...conversation.events[11]!,
      seq: 13,
      body: sealed.hdr,
      sig: sealed.sig,
      ct: sealed.ct,
      hash: sealed.hash,
    });
    expect(conversation.everybody().map(shape)).toEqual(["message", "message", "message"]);
  });

  it("needs everybody's statements, asked for at once", () => {
    const conversation = group();
    conversation.change(alice, { reason: reasons.add, members: [{ statement: dave.statement }] });
    conversation.knowing.people = [bob];
    const log = new ConversationLog(conversation.conv);
    const need = log.start(commitsOf(conversation), anchorAt(conversation, 2), conversation.ctx(bob));
    expect(need).toMatchObject([{ type: "need", what: "identities" }]);
    const [outcome] = need;
    const users = outcome?.type === "need" && outcome.what === "identities" ? outcome.users.map(toHex) : [];
    expect([...users].sort()).toEqual([alice, carol, dave].map(({ userId }) => toHex(userId)).sort());
    expect(log.state).toBe("empty");
    conversation.knowing.people = people;
    expect(log.start(commitsOf(conversation), anchorAt(conversation, 2), conversation.ctx(bob))).toEqual([]);
  });

  it("asks for what the root has published, and starts again", () => {
    const [conversation] = disputed();
    const { moderation } = conversation.knowing;
    conversation.knowing.moderation = undefined;
    const log = new ConversationLog(conversation.conv);
    const start = () => log.start(commitsOf(conversation), anchorAt(conversation, 2), conversation.ctx(bob));
    expect(start()).toEqual([{ type: "need", what: "moderation" }]);
    expect(log.state).toBe("empty");
    conversation.knowing.moderation = moderation;
    expect(start()).toEqual([]);
    expect(log.openCase).not.toBeNull();
  });

  it("stops at a commit that breaks a rule, is missing, or is out of order", () => {
    const commits = commitsOf(told);
    const attempt = (served: readonly LogEvent[], at = 12) => {
      const log = new ConversationLog(told.conv);
      return [...log.start(served, anchorAt(told, at), told.ctx(bob)).map(shape), log.state, log.haltCode];
    };
    expect(attempt([commits[0]!, { ...commits[1]!, sig: flipped(commits[1]!.sig!, 3) }])).toEqual([
      "halt E_SIG",
      "halted",
      "E_SIG",
    ]);
    expect(attempt([commits[0]!, commits[2]!])).toEqual(["halt E_CHAIN", "halted", "E_CHAIN"]);
    expect(attempt([commits[1]!, commits[2]!])).toEqual(["halt E_CHAIN", "halted", "E_CHAIN"]);
    expect(attempt([])).toEqual(["halt E_CHAIN", "halted", "E_CHAIN"]);
    expect(attempt([{ ...commits[0]!, seq: 2 }])).toEqual(["halt E_CHAIN", "halted", "E_CHAIN"]);
    expect(attempt([commits[0]!, { ...commits[1]!, seq: 1 }])).toEqual(["halt E_CHAIN", "halted", "E_CHAIN"]);
    expect(attempt([commits[0]!, { ...commits[1]!, kind: 2 }])).toEqual(["halt E_CHAIN", "halted", "E_CHAIN"]);
    expect(attempt([{ ...commits[0]!, body: null }])).toEqual(["halt E_FORMAT", "halted", "E_FORMAT"]);
    expect(attempt([{ ...commits[0]!, body: new Uint8Array(9) }])).toEqual(["halt E_FORMAT", "halted", "E_FORMAT"]);
    expect(attempt([{ ...commits[0]!, boxes: null }], 1)).toEqual(["halt E_BOXES", "halted", "E_BOXES"]);
    const log = new ConversationLog(told.conv);
    expect(() => log.start(commits, { seq: 0, transcript: seeded("T")(32) }, told.ctx(bob))).toThrow("E_FORK");
    expect(
      new ConversationLog(told.conv, { genesisHash: seeded("pin")(32) })
        .start(commits, anchorAt(told, 5), told.ctx(bob))
        .map(shape),
    ).toEqual(["halt E_IMMUTABLE"]);
  });

  it("that was stopped for a reset is started again after its acceptance", () => {
    const carolNow = new Person("carol");
    carolNow.renew(2);
    const conversation = group();
    conversation.knowing.people = [alice, bob, carolNow];
    conversation.knowing.accepted = true;
    conversation.change(alice, { reason: reasons.key, statements: [carolNow.statement] });
    conversation.knowing.accepted = false;
    const log = new ConversationLog(conversation.conv);
    const start = () => log.start(commitsOf(conversation), anchorAt(conversation, 2), conversation.ctx(bob)).map(shape);
    expect(start()).toEqual(["halt E_KEYCHANGE"]);
    expect(shape(log.apply(conversation.events[0]!, conversation.ctx(bob)))).toBe("halt E_KEYCHANGE");
    expect(log.haltCode).toBe("E_KEYCHANGE");
    conversation.knowing.accepted = true;
    expect(start()).toEqual([]);
    expect(log.state).toBe("active");
  });

  it("does without the boxes of old epochs, but not of the newest", () => {
    const gone = commitsOf(told).map((event, i) => (i < 2 ? { ...event, boxes: null } : event));
    const log = new ConversationLog(told.conv);
    expect(log.start(gone, anchorAt(told, 12), told.ctx(bob))).toEqual([]);
    expect([log.state, log.epoch]).toEqual(["active", 3]);
    const page = log.openPage(told.events.slice(4), anchorAt(told, 4));
    expect(page.map(shape)).toEqual([
      "commit",
      ...Array.from({ length: 3 }, () => "unreadable E_EPOCH_KEY"),
      "commit",
      "message",
      "message",
      "message",
    ]);
    // Also for the commits of the page that is applied after the start.
    const later = new ConversationLog(told.conv);
    later.start(gone, anchorAt(told, 0), told.ctx(bob));
    const events = told.events.map((event) => gone.find(({ seq }) => seq === event.seq) ?? event);
    expect(
      events.map((event) => shape(later.apply(event, told.ctx(bob)))).filter((one) => one === "commit").length,
    ).toBe(3);
    expect(later.state).toBe("active");
    const newest = new ConversationLog(told.conv);
    newest.start(commitsOf(told), anchorAt(told, 8), told.ctx(bob));
    expect(shape(newest.apply({ ...told.events[8]!, boxes: null }, told.ctx(bob)))).toBe("halt E_BOXES");
  });

  it("believes removals by leave whose wish it has not seen, as every newcomer does", () => {
    const conversation = group();
    conversation.say(carol, { v: 1, t: "leave", ts: startTime });
    conversation.change(alice, { reason: reasons.leave });
    for (const at of [2, 3]) {
      const log = opened(conversation, at);
      follow(log, conversation);
      expect(log).toMatchObject({ state: "active", haltCode: null, n: 3 });
    }
  });

  it("a removal by leave without a wish is refused as soon as the whole epoch was seen", () => {
    for (const [at, outcome] of [
      [9, "halt E_REMOVE"],
      [10, "commit"],
    ] as const) {
      const conversation = told.copy();
      conversation.clients.set(bob, opened(conversation, at));
      conversation.catchUp(bob);
      expect(
        tampered(conversation, alice, (commit) => ({ reason: reasons.leave, roster: without(commit, carol) })),
      ).toBe(outcome);
    }
  });

  it("of somebody who was removed has ended, of somebody new begins with the own epoch", () => {
    const conversation = group();
    conversation.say(alice);
    conversation.change(alice, { reason: reasons.remove, users: [carol.userId] });
    conversation.change(alice, { reason: reasons.add, members: [{ statement: dave.statement }] });
    conversation.join(dave);
    conversation.say(dave);
    expect(opened(conversation, 4, carol).state).toBe("ended");
    const log = opened(conversation, 4, dave);
    expect(log.state).toBe("active");
    expect(log.openPage(conversation.events.slice(0, 4), anchorAt(conversation, 0)).map(shape)).toEqual([
      "commit",
      "unreadable E_EPOCH_KEY",
      "commit",
      "commit",
    ]);
  });

  it("does not check views older than its anchor, and checks all others", () => {
    const conversation = told.copy();
    const log = opened(conversation, 12);
    const said = (seenSeq: number, seenTranscript: Bytes) =>
      shape(
        log.apply(
          { ...craft(conversation, alice, textBody("x"), { seenSeq, seenTranscript }), seq: log.n + 1 },
          conversation.ctx(bob),
        ),
      );
    expect(said(11, seeded("T")(32))).toBe("message");
    expect(said(12, seeded("T")(32))).toBe("message fork");
    expect(said(12, conversation.transcriptAt(12))).toBe("message");
  });
});
