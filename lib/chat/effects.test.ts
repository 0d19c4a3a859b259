import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogRow } from "@/lib/crypto/engine-api";
import type { Said } from "@/lib/protocol/body";
import { editWindowMs } from "@/lib/protocol/limits";
import { noMarks } from "./own-marks";
import { Receipts } from "./receipts";
import { makeTimeline, type Pending } from "./timeline";

const person = (userId: string) => ({
  ...{ userId, handle: userId, name: userId },
  ...{ me: userId === "me", trust: "unverified" as const },
});
/** Hash of the message at a place, as a body names it. */
const h = (seq: number) => `h${seq}`;
const row = (seq: number, author: string, said: Said, at = seq * 1000): LogRow & { type: "message" } => ({
  ...{ seq, at, transcript: "", type: "message", author, msgId: `m${seq}`, hash: h(seq), seen: 0, marks: [] },
  body: { v: 1, ...said, ts: at } as (LogRow & { type: "message" })["body"],
});
const text = (seq: number, author: string, b: string, more: object = {}) => row(seq, author, { t: "text", b, ...more });
const make = (rows: readonly LogRow[], pending: readonly Pending[] = [], own = noMarks) =>
  makeTimeline({
    rows,
    pending,
    me: "me",
    others: ["bob"],
    receipts: new Receipts(),
    own,
    person,
    blocked: () => false,
  });
const shown = (rows: readonly LogRow[], pending: readonly Pending[] = []) =>
  make(rows, pending).rows.map((each) => (each.type === "message" ? each.text : each.type));
const first = (rows: readonly LogRow[], pending: readonly Pending[] = []) => {
  const found = make(rows, pending).rows.find((each) => each.type === "message");
  if (!found) throw new Error("no message");
  return found;
};
const waits = (said: Said, state: Pending["state"] = "queued"): Pending => ({
  ...{ msgId: "p", createdAt: 9_000, state, failure: state === "failed" ? "E_LOCKED" : null },
  body: { v: 1, ...said, ts: 9_000 } as Pending["body"],
});

describe("edits", () => {
  it("the latest in the order of the log holds, and earlier texts can be looked at", () => {
    const rows = [text(2, "bob", "helo"), row(3, "bob", { t: "edit", of: h(2), b: "hello" })];
    const again = [...rows, row(4, "bob", { t: "edit", of: h(2), b: "hello!" })];
    expect(shown(again)).toEqual(["hello!"]);
    expect(first(again).before).toEqual([
      { text: "helo", at: 2000 },
      { text: "hello", at: 3000 },
    ]);
  });

  it("M05: of somebody else's message, or a day late, are ignored and told", () => {
    const foreign = [text(2, "bob", "mine"), row(3, "eve", { t: "edit", of: h(2), b: "yours" })];
    expect(shown(foreign)).toEqual(["mine", "void"]);
    const late = [text(2, "bob", "mine"), row(3, "bob", { t: "edit", of: h(2), b: "x" }, 2001 + editWindowMs)];
    expect(shown(late)).toEqual(["mine", "void"]);
  });

  it("show at once while they wait, and fall back when they fail", () => {
    const edit: Said = { t: "edit", of: h(2), b: "better" };
    expect(first([text(2, "me", "good")], [waits(edit)])).toMatchObject({
      text: "better",
      waiting: [{ what: "edit" }],
    });
    expect(first([text(2, "me", "good")], [waits(edit, "failed")])).toMatchObject({
      text: "good",
      waiting: [{ what: "edit", failure: "E_LOCKED" }],
    });
  });
});

describe("deletions", () => {
  const said = [text(2, "bob", "secret"), row(3, "bob", { t: "edit", of: h(2), b: "secret!" })];

  it("take the place of the message, for ever and whatever comes after", () => {
    const rows = [...said, row(4, "bob", { t: "del", of: h(2) }), row(5, "bob", { t: "edit", of: h(2), b: "back" })];
    expect(make(rows).rows).toMatchObject([{ type: "tombstone", reason: "author", by: { userId: "bob" } }]);
  });

  it("M05: of somebody else's message are ignored and told", () => {
    expect(shown([...said, row(4, "eve", { t: "del", of: h(2) })])).toEqual(["secret!", "void"]);
  });

  it("three ends of a message are told apart: its author signed it, it expired, or the server gives no reason", () => {
    const gone = (seq: number, reason: "author" | "expired"): LogRow => {
      return { seq, at: 1, transcript: "", type: "tombstone", reason, hash: h(seq) };
    };
    const rows = [gone(2, "author"), gone(3, "expired"), gone(4, "author"), row(5, "bob", { t: "del", of: h(2) })];
    expect(make(rows).rows).toMatchObject([
      { reason: "author", by: { userId: "bob" } },
      { reason: "expired", by: null },
      { reason: "removed", by: null },
    ]);
  });

  it("of a message that is gone name nobody if more than one has signed them", () => {
    const gone: LogRow = { seq: 2, at: 1, transcript: "", type: "tombstone", reason: "author", hash: h(2) };
    const both = [gone, row(3, "eve", { t: "del", of: h(2) }), row(4, "bob", { t: "del", of: h(2) })];
    expect(make(both).rows).toMatchObject([{ reason: "author", by: null }]);
  });
});

describe("reactions", () => {
  const react = (seq: number, author: string, e: string, of = h(2)) => row(seq, author, { t: "react", of, e });

  it("count once per person and emoji, and are taken back by their author only", () => {
    const rows = [text(2, "bob", "hi"), react(3, "me", "👍"), react(4, "me", "👍"), react(5, "bob", "👍")];
    const taken = [...rows, row(6, "me", { t: "del", of: h(3) }), row(7, "me", { t: "del", of: h(5) })];
    expect(first(rows).reactions).toMatchObject([{ emoji: "👍", mine: true, people: [{}, {}] }]);
    expect(first(taken).reactions).toMatchObject([{ emoji: "👍", mine: false, people: [{ userId: "bob" }] }]);
  });

  it("M08, M09: are one emoji, and at most twenty are drawn", () => {
    const many = Array.from({ length: 40 }, (_, at) => react(10 + at, "bob", String.fromCodePoint(0x1f600 + at)));
    const odd = [react(3, "bob", "<b>"), react(4, "bob", "👍".repeat(2)), react(5, "bob", "a\u0301\u0301")];
    expect(first([text(2, "bob", "hi"), ...odd]).reactions).toEqual([]);
    expect(first([text(2, "bob", "hi"), ...many]).reactions).toHaveLength(20);
  });
});

describe("quotes", () => {
  it("M18: come from the own copy as it reads now; what is not there is unavailable", () => {
    const rows = [
      text(1, "bob", "one"),
      row(2, "bob", { t: "edit", of: h(1), b: "uno" }),
      text(3, "me", "?", { re: h(1) }),
      text(4, "me", "?", { re: h(99) }),
    ];
    const quotes = (of: readonly LogRow[]) =>
      make(of).rows.map((each) => (each.type === "message" ? each.quote : null));
    expect(quotes(rows)).toMatchObject([null, { kind: "here", text: "uno" }, { kind: "unavailable" }]);
    // With older history unopened it may still be there.
    expect(quotes(rows.slice(2))).toMatchObject([{ kind: "earlier" }, { kind: "earlier" }]);
    expect(quotes([...rows, row(5, "bob", { t: "del", of: h(1) })])[1]).toEqual({ kind: "unavailable" });
  });
});

describe("polls, invitations and threads", () => {
  const poll = row(2, "bob", { t: "poll", q: "When?", o: ["Mon", "Tue"] });
  const vote = (seq: number, author: string, c: number[]) => row(seq, author, { t: "vote", of: h(2), c });
  const counts = (rows: readonly LogRow[]) => {
    const { content } = first(rows);
    return content.kind === "poll" ? [...content.options.map(({ people }) => people.length), content.voters] : [];
  };

  it("a vote takes the place of the last one, an empty one takes it back, an impossible one is none", () => {
    expect(counts([poll, vote(3, "me", [0]), vote(4, "bob", [1]), vote(5, "me", [1])])).toEqual([0, 2, 2]);
    expect(counts([poll, vote(3, "me", [0]), vote(4, "me", [])])).toEqual([0, 0, 0]);
    expect(counts([poll, vote(3, "me", [0, 1]), vote(4, "bob", [7])])).toEqual([0, 0, 0]);
  });

  it("a poll ends when its author says so; votes after that are none", () => {
    const end = (author: string) => row(3, author, { t: "poll-end", of: h(2) });
    expect(counts([poll, end("bob"), vote(4, "me", [0])])).toEqual([0, 0, 0]);
    expect(counts([poll, end("eve"), vote(4, "me", [0])])).toEqual([1, 0, 1]);
  });

  it("an invitation is answered by those who are invited", () => {
    const rows = [
      row(2, "bob", { t: "invite", ti: "Talk", at: 5, min: 30 }),
      row(3, "bob", { t: "answer", of: h(2), a: "yes" }),
      row(4, "me", { t: "answer", of: h(2), a: "maybe" }),
    ];
    expect(first(rows).content).toMatchObject({
      answers: [{ person: { userId: "me" }, answer: "maybe" }],
      mine: "maybe",
    });
  });

  it("a thread stands apart, with its own count of what is unread", () => {
    const rows = [text(2, "me", "root"), text(3, "bob", "in it", { th: h(2) }), text(4, "bob", "outside")];
    const own = {
      ...noMarks,
      of: (hash: string | null) => ({ ...noMarks.of(hash), threadRead: hash === h(2) ? 3 : 0 }),
    };
    expect(shown(rows)).toEqual(["root", "outside"]);
    expect(first(rows).thread).toEqual({ count: 1, unread: 1 });
    expect(make(rows).threads).toMatchObject([{ root: h(2), title: "root", unread: 1, rows: [{ text: "in it" }] }]);
    expect(make(rows, [], own).threads).toMatchObject([{ unread: 0 }]);
  });
});

describe("pins", () => {
  it("the last word counts, whoever says it, and what is pinned may stand in history that is not open", () => {
    const rows = [text(3, "bob", "look"), row(4, "me", { t: "pin", of: h(3) }), row(5, "bob", { t: "pin", of: h(1) })];
    expect(make(rows).pins).toMatchObject([
      { hash: h(1), row: null },
      { hash: h(3), row: { pinned: true } },
    ]);
    expect(make([...rows, row(6, "bob", { t: "unpin", of: h(3) })]).pins).toHaveLength(1);
  });
});

describe("in whatever pieces history comes", () => {
  const authors = fc.constantFrom("me", "bob", "eve");
  const act = fc.record({ author: authors, what: fc.nat(6), target: fc.nat(20), word: fc.constantFrom("a", "b", "c") });
  const history = fc.array(act, { maxLength: 24 }).map((acts) =>
    acts.map(({ author, what, target, word }, index) => {
      const seq = index + 2;
      const of = h(2 + (target % Math.max(1, index)));
      const saids: Said[] = [
        { t: "text", b: word },
        { t: "edit", of, b: `${word}!` },
        { t: "del", of },
        { t: "react", of, e: "👍" },
        { t: "pin", of },
        { t: "text", b: word, re: of },
        { t: "text", b: word, th: of },
      ];
      return row(seq, author, saids[what] ?? { t: "text", b: word });
    }),
  );

  it("a page that is opened later shows what everything at once would show", () => {
    fc.assert(
      fc.property(history, fc.nat(24), (rows, from) => {
        const whole = new Map(make(rows).rows.map((each) => [each.key, each]));
        const page = make(rows.slice(from)).rows.filter((each) => each.type === "message" || each.type === "tombstone");
        for (const each of page) {
          const { quote: _, ...all } = { quote: null, ...whole.get(each.key) };
          const { quote: __, ...part } = { quote: null, ...each };
          expect(part).toEqual(all);
        }
      }),
    );
  });
});
