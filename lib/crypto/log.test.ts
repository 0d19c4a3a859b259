import { describe, expect, it } from "vitest";
import { encodeMetadata } from "@/lib/protocol/metadata";
import { toHex, utf8 } from "@/lib/base/bytes";
import { policyTypes, reasons, roles } from "@/lib/protocol/commit";
import { parseMessageHeader } from "@/lib/protocol/message-header";
import { alice, bob, carol, caseId, dave, direct, disputed, group, openDispute, people } from "./commit-world.fixture";
import { epochKeysOf } from "./craft.fixture";
import { sealMetadata } from "./epoch";
import { ConversationLog } from "./log";
import type { LogEvent } from "./log-contract";
import { transcriptStart } from "./transcript";
import {
  Conversation,
  flipped,
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

const next = (conversation: Conversation, reader: Person, event: LogEvent) =>
  shape(conversation.log(reader).apply(event, conversation.ctx(reader)));

describe("a log", () => {
  it("is empty before its genesis", () => {
    const log = new ConversationLog(idOf("new"));
    expect([log.n, log.epoch, log.state, log.haltCode, log.roster, log.base]).toEqual([0, 0, "empty", null, [], 0]);
    expect([log.policy, log.commitHash, log.genesisHash, log.contextHash, log.openCase, log.metadata]).toEqual(
      Array.from({ length: 6 }, () => null),
    );
    expect(log.lifetime).toBeNull();
    expect(toHex(log.transcript)).toBe(toHex(transcriptStart(idOf("new"))));
    expect(log.mustCommitBefore(0)).toBeNull();
    expect(() => log.seal({ msgId: idOf("m"), body: textBody("x") }, alice.signer)).toThrow("E_NOT_MEMBER");
    const ctx = direct().ctx(alice);
    expect(() => log.nextCommit(periodic, alice.signer, ctx)).toThrow("E_NOT_MEMBER");
  });

  it("shows what was written, to everybody alike", () => {
    const conversation = direct();
    const body = textBody("Grüezi", startTime + 1);
    const outcomes = conversation.say(alice, body);
    const [event] = conversation.events.slice(1);
    for (const outcome of outcomes) {
      expect(outcome).toEqual({
        type: "message",
        seq: 2,
        at: event!.receivedAt,
        transcript: conversation.transcriptAt(2),
        author: alice.userId,
        role: roles.member,
        msgId: parseMessageHeader(event!.body!).msgId,
        hash: event!.hash,
        body,
        ts: startTime + 1,
        seen: 1,
        marks: [],
      });
    }
    const log = conversation.log(bob);
    expect([log.n, log.epoch, log.state, log.base]).toEqual([2, 1, "active", 0]);
    expect(toHex(log.transcript)).toBe(toHex(conversation.transcriptAt(2)));
  });

  it("tells what a commit changed, from the rosters", () => {
    const conversation = group();
    const genesis = new ConversationLog(conversation.conv).apply(conversation.events[0]!, conversation.ctx(bob));
    expect(genesis).toMatchObject({
      type: "commit",
      reason: 1,
      epoch: 1,
      removed: [],
      policyChanged: false,
      halted: null,
    });
    expect(genesis.type === "commit" && genesis.added.length).toBe(3);
    const change = { reason: reasons.policy, roles: [{ userId: bob.userId, role: roles.admin }], retentionDays: 30 };
    expect(conversation.change(alice, change)[1]).toMatchObject({
      type: "commit",
      seq: 2,
      author: alice.userId,
      seen: 1,
      reason: reasons.policy,
      epoch: 2,
      hash: conversation.events[1]!.hash,
      transcript: conversation.transcriptAt(2),
      added: [],
      removed: [],
      keyChanged: [],
      moderatorsAdded: [],
      moderatorsRemoved: [],
      roleChanged: [{ userId: bob.userId, role: roles.admin }],
      policyChanged: true,
      policy: { type: policyTypes.group, add: 1, retentionDays: 30 },
      marks: [],
      halted: null,
    });
    const removed = conversation.change(bob, { reason: reasons.remove, users: [carol.userId] });
    expect(removed[0]).toMatchObject({ removed: [carol.userId], roleChanged: [], policyChanged: false });
    expect(conversation.log(alice)).toMatchObject({ lifetime: { kept: 30, proposal: null }, epoch: 3 });
    const added = conversation.change(alice, { reason: reasons.add, members: [{ statement: dave.statement }] });
    expect(added[0]).toMatchObject({ added: [dave.userId], moderatorsAdded: [] });
  });

  it("tells who moderates, and since which case", () => {
    const [conversation, moderator] = disputed();
    const opened = conversation.log(alice).openCase;
    expect(opened).toEqual({ id: caseId, opener: alice.userId, used: [moderator.userId] });
    expect(conversation.say(moderator)[0]).toMatchObject({ type: "message", role: roles.moderator });
    const [closed] = conversation.change(alice, { reason: reasons.disputeClose });
    expect(closed).toMatchObject({ removed: [], moderatorsRemoved: [moderator.userId] });
    const again = group();
    expect(again.change(alice, openDispute)[0]).toMatchObject({ added: [], moderatorsAdded: [moderator.userId] });
  });

  it("takes one event after the other", () => {
    const conversation = direct();
    conversation.post(alice);
    conversation.post(alice);
    const log = conversation.log(bob);
    const before = toHex(log.serialize());
    for (const event of [conversation.events[0]!, conversation.events[2]!]) {
      expect(log.apply(event, conversation.ctx(bob))).toEqual({ type: "need", what: "events", after: 1 });
    }
    expect(toHex(log.serialize())).toBe(before);
    expect(conversation.catchUp(bob).map(shape)).toEqual(["message", "message"]);
  });

  it("keeps the first genesis it has seen, and the context it was opened from", () => {
    const { events, conv } = direct();
    const ctx = direct().ctx(bob);
    const pinned = (pins: { genesisHash?: Uint8Array<ArrayBuffer>; contextHash?: Uint8Array<ArrayBuffer> }) =>
      shape(new ConversationLog(conv, pins).apply(events[0]!, ctx));
    expect(pinned({ genesisHash: events[0]!.hash, contextHash: new Uint8Array(32) })).toBe("commit");
    expect(pinned({ genesisHash: seeded("another")(32) })).toBe("halt E_IMMUTABLE");
    expect(pinned({ contextHash: seeded("another")(32) })).toBe("halt E_IMMUTABLE");
    expect(toHex(direct().log(bob).genesisHash!)).toBe(toHex(events[0]!.hash));
  });

  it("seals title and picture again with every commit", () => {
    const json = encodeMetadata("Lunch");
    const conversation = new Conversation([alice, bob], { conv: idOf("titled"), metadata: json, modRoot }, { people });
    const titles = () => [alice, bob].map((person) => conversation.log(person).metadata);
    expect(titles()).toEqual([json, json]);
    const [kept] = conversation.change(alice, periodic);
    expect(kept).toMatchObject({ type: "commit", titleChanged: null });
    expect(titles()).toEqual([json, json]);
    const other = encodeMetadata("Dinner");
    const renamed = conversation
      .log(alice)
      .nextCommit(periodic, alice.signer, conversation.ctx(alice), { metadata: other });
    const event = { ...conversation.events[0]!, ...renamed, seq: 3 };
    const swapped = sealMetadata(epochKeysOf(event, bob).meta, conversation.conv, 3, utf8('{"title":"Breakfast"}'));
    const seen = conversation.copy().log(bob).apply(event, conversation.ctx(bob));
    expect(seen).toMatchObject({ type: "commit", titleChanged: "Dinner" });
    const copies = [
      event,
      { ...event, metadata: null },
      { ...event, metadata: flipped(event.metadata!, 90) },
      // Genuinely sealed, but not what the author has signed.
      { ...event, metadata: swapped },
    ];
    const shown = copies.map((copy) => {
      const twin = conversation.copy();
      expect(next(twin, bob, copy)).toBe("commit");
      return twin.log(bob).metadata;
    });
    // Kept back or broken on the way: what was shown before stays, until somebody seals it again.
    expect(shown).toEqual([other, json, json, json]);
    const cleared = conversation
      .log(alice)
      .nextCommit(periodic, alice.signer, conversation.ctx(alice), { metadata: null });
    expect(next(conversation, bob, { ...event, ...cleared })).toBe("commit");
    expect(conversation.log(bob).metadata).toBeNull();
  });
});

describe("tombstones", () => {
  it("keep their place in the transcript", () => {
    const conversation = direct();
    const events = [conversation.post(alice), conversation.post(alice)];
    for (const reason of ["author", "expired", "removed"] as const) {
      const twin = conversation.copy();
      const outcome = twin.log(bob).apply(tombstoneOf(events[0]!, reason), twin.ctx(bob));
      expect(outcome).toEqual({
        type: "tombstone",
        seq: 2,
        at: events[0]!.receivedAt,
        transcript: conversation.transcriptAt(2),
        reason,
        hash: events[0]!.hash,
      });
      expect(next(twin, bob, events[1]!)).toBe("message");
    }
  });

  it("do not exist for commits", () => {
    const conversation = direct();
    const [event] = [conversation.commit(alice, periodic)].map((built) => ({
      ...conversation.events[0]!,
      ...built,
      seq: 2,
    }));
    expect(next(conversation, bob, tombstoneOf(event!))).toBe("halt E_FORMAT");
  });

  it("K01: rows of an open room under a sealed id stop the log and show nothing", () => {
    const conversation = direct();
    const row = { ...conversation.post(alice), kind: 3 as unknown as 2, body: utf8('{"text":"hello"}') };
    expect(next(conversation, bob, row)).toBe("halt E_IMMUTABLE");
    expect(next(conversation, bob, conversation.events[1]!)).toBe("halt E_IMMUTABLE");
    expect(conversation.log(bob)).toMatchObject({ n: 1, state: "halted", haltCode: "E_IMMUTABLE" });
    const plain = {
      ...direct().events[0]!,
      seq: 2,
      kind: 2 as const,
      body: utf8("hello"),
      ct: utf8("hello"),
      sig: null,
    };
    expect(next(direct(), bob, plain)).toBe("unreadable E_FORMAT");
  });

  it("a message or tombstone cannot come before the genesis", () => {
    const conversation = direct();
    const message = { ...conversation.post(alice), seq: 1 };
    for (const event of [message, tombstoneOf(message)]) {
      const log = new ConversationLog(conversation.conv);
      expect(shape(log.apply(event, conversation.ctx(bob)))).toBe("halt E_CHAIN");
    }
  });
});
