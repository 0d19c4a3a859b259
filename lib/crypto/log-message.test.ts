import { describe, expect, it } from "vitest";
import { toHex, utf8 } from "@/lib/base/bytes";
import type { Body } from "@/lib/protocol/body";
import { reasons } from "@/lib/protocol/commit";
import { encodeMessageHeader, parseMessageHeader } from "@/lib/protocol/message-header";
import { alice, bob, carol, dave, direct, disputed, group } from "./commit-world.fixture";
import { craft } from "./craft.fixture";
import type { LogEvent } from "./log-contract";
import { sign } from "./primitives";
import { type Conversation, flipped, type Person, shape, startTime, textBody } from "./world.fixture";

const next = (conversation: Conversation, reader: Person, event: LogEvent) =>
  shape(conversation.log(reader).apply(event, conversation.ctx(reader)));

describe("messages that are not shown", () => {
  it("S01: a damaged row is unreadable, and the log goes on", () => {
    const conversation = direct();
    const good = conversation.post(alice);
    const rows: [LogEvent, string][] = [
      [{ ...good, body: flipped(good.body!, 0) }, "E_FORMAT"],
      [{ ...good, body: flipped(good.body!, 8) }, "E_CONTEXT"],
      [{ ...good, body: flipped(good.body!, 43) }, "E_EPOCH"],
      [{ ...good, body: flipped(good.body!, 44) }, "E_EPOCH"],
      [{ ...good, body: flipped(good.body!, 76) }, "E_SENDER"],
      [{ ...good, body: flipped(good.body!, 30) }, "E_SIG"],
      [{ ...good, sig: flipped(good.sig!, 5) }, "E_SIG"],
      [{ ...good, sig: null }, "E_SIG"],
      [{ ...good, ct: flipped(good.ct!, 5) }, "E_CTHASH"],
      [{ ...good, ct: null }, "E_CTHASH"],
      [{ ...good, body: null }, "E_FORMAT"],
      [{ ...good, body: good.body!.slice(1) }, "E_FORMAT"],
    ];
    for (const [row, code] of rows) {
      const twin = conversation.copy();
      expect(next(twin, bob, row)).toBe(`unreadable ${code}`);
      expect(twin.log(bob).n).toBe(2);
    }
  });

  it("advances the transcript with the bytes as served, so that a damaged copy shows later", () => {
    const conversation = direct();
    const good = conversation.post(alice);
    const damaged = { ...good, body: flipped(good.body!, 250) };
    next(conversation, bob, damaged);
    const log = conversation.log(bob);
    expect(toHex(log.transcript)).not.toBe(toHex(conversation.transcriptAt(2)));
    conversation.catchUp(alice);
    conversation.post(alice);
    expect(next(conversation, bob, conversation.events[2]!)).toBe("message gap+fork");
    const shapeless = direct();
    const row = { ...shapeless.post(alice), body: utf8("plaintext") };
    next(shapeless, bob, row);
    expect(toHex(shapeless.log(bob).transcript)).toBe(toHex(shapeless.transcriptAt(2)));
  });

  it("names the author only after a genuine signature", () => {
    const conversation = direct();
    const good = conversation.post(alice);
    const [unsigned, signed] = [
      { ...good, sig: null },
      { ...good, ct: null },
    ].map((row) => {
      return conversation.copy().log(bob).apply(row, conversation.ctx(bob));
    });
    expect(unsigned).toMatchObject({ type: "unreadable", author: null, seq: 2, at: good.receivedAt });
    expect(signed).toMatchObject({ type: "unreadable", author: alice.userId });
  });

  it("S06, X02: rows of people who are not in the roster are E_SENDER or E_SIG", () => {
    const conversation = group();
    conversation.change(alice, { reason: reasons.remove, users: [carol.userId] });
    const by = (person: Person, as = person) => {
      const event = craft(conversation, alice, textBody("x"), { sender: as.userId });
      return { ...event, sig: sign("msg-sig", event.body!, person.signer.edSeed) };
    };
    expect(next(conversation.copy(), bob, by(carol))).toBe("unreadable E_SENDER");
    expect(next(conversation.copy(), bob, by(dave))).toBe("unreadable E_SENDER");
    expect(next(conversation.copy(), bob, by(carol, alice))).toBe("unreadable E_SIG");
    expect(conversation.log(carol).state).toBe("ended");
  });

  it("M01: a member who signs another's ciphertext as own is E_OPEN", () => {
    const conversation = group();
    const good = conversation.post(alice);
    const hdr = encodeMessageHeader({ ...parseMessageHeader(good.body!), sender: bob.userId });
    expect(next(conversation, carol, { ...good, body: hdr, sig: sign("msg-sig", hdr, bob.signer.edSeed) })).toBe(
      "unreadable E_OPEN",
    );
  });

  it("M07, M14: bodies that break their schema are unsupported, whatever is in them", () => {
    const texts = [
      '{"v":1,"t":"text","ts":1,"b":"a","b":"b"}',
      '{"v":1,"t":"text","ts":1,"b":"a","__proto__":{}}',
      "[1]",
      "\ud800",
      "",
      '{"v":1,"t":"poll","ts":1}',
    ];
    for (const text of texts) {
      const conversation = direct();
      const other = craft(conversation, alice, utf8(text));
      expect(next(conversation, bob, other)).toBe("unsupported");
    }
  });

  it("a body that its author's role does not allow is E_ROLE", () => {
    const statement: Body = { v: 1, t: "modnote-public", ts: startTime, b: "Please stay calm." };
    const [conversation, moderator] = disputed();
    expect(conversation.copy().say(bob, statement).map(shape)).toContain("unreadable E_ROLE");
    expect(conversation.copy().say(moderator, statement).map(shape)).not.toContain("unreadable E_ROLE");
  });

  it("M06: a clock that is far off is a mark, not an obstacle; seq gives the order", () => {
    const year = 365 * 24 * 3_600_000;
    for (const [ts, mark] of [
      [startTime + 10 * year, "message clock"],
      [startTime - 10 * year, "message clock"],
      [startTime + 2 + 10 * 60_000, "message"],
      [startTime + 3 + 10 * 60_000, "message clock"],
      [startTime + 2 - 7 * 24 * 3_600_000, "message"],
      [startTime + 1 - 7 * 24 * 3_600_000, "message clock"],
    ] as const) {
      expect(direct().say(alice, textBody("x", ts)).map(shape)).toEqual([mark, mark]);
    }
  });
});
