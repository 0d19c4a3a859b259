import { describe, expect, it } from "vitest";
import type { LogRow } from "@/lib/crypto/engine-api";
import { Receipts } from "./receipts";
import { buildTimeline, type TimelineInput } from "./timeline";

const person = (userId: string) => ({
  userId,
  handle: userId,
  name: userId,
  me: userId === "me",
  trust: "unverified" as const,
});
const base = { at: 1_000_000, transcript: "" };
const text = (seq: number, author: string, b: string, ts = base.at): LogRow => ({
  ...base,
  seq,
  type: "message",
  author,
  msgId: `m${seq}`,
  hash: "",
  body: { v: 1, t: "text", ts, b },
  seen: 0,
  marks: [],
});
const commit = (seq: number, change: Partial<LogRow & { type: "commit" }>): LogRow => ({
  ...base,
  seq,
  type: "commit",
  author: "bob",
  reason: 5,
  seen: 0,
  added: [],
  removed: [],
  keyChanged: [],
  moderatorsAdded: [],
  moderatorsRemoved: [],
  policyChanged: false,
  retentionDays: 365,
  ...change,
});
const input = (rows: readonly LogRow[], change: Partial<TimelineInput> = {}): TimelineInput => ({
  rows,
  pending: [],
  me: "me",
  others: ["bob"],
  receipts: new Receipts(),
  person,
  blocked: () => false,
  ...change,
});

describe("timeline", () => {
  it("shows own messages with their state and others' without", () => {
    const receipts = new Receipts();
    receipts.advance("bob", "read", 2);
    const rows = buildTimeline(input([text(2, "me", "hi"), text(3, "bob", "hello")], { receipts }));
    expect(rows).toMatchObject([
      { text: "hi", send: "read" },
      { text: "hello", send: null },
    ]);
  });

  it("puts what waits to be sent last, under the key it keeps once it is in the log", () => {
    const soon = { v: 1, t: "text", ts: 5, b: "soon" } as const;
    const pending = [{ msgId: "m9", body: soon, createdAt: 5, state: "queued" as const, failure: null }];
    const waiting = buildTimeline(input([text(2, "bob", "old")], { pending }));
    expect(waiting.at(-1)).toMatchObject({ key: "m9", seq: null, send: "queued", text: "soon" });
    expect(buildTimeline(input([text(9, "me", "soon")]))[0]).toMatchObject({ key: "m9", seq: 9 });
  });

  it("gives every row that could not be opened a place and a reason", () => {
    const rows = buildTimeline(
      input([
        { ...base, seq: 2, type: "unreadable", author: "bob", code: "E_FRANK" },
        { ...base, seq: 3, type: "unsupported", author: "bob", msgId: "x", hash: "" },
        { ...base, seq: 4, type: "tombstone", reason: "expired", hash: "" },
      ]),
    );
    expect(rows.map((row) => row.type)).toEqual(["unreadable", "unsupported", "tombstone"]);
  });

  it("tells of messages that expired one after the other in one line, and of others in their place", () => {
    const expired = (seq: number) =>
      ({ ...base, seq, type: "tombstone", reason: "expired", hash: `h${seq}` }) as LogRow;
    const rows = buildTimeline(input([expired(2), expired(3), expired(4), text(5, "bob", "hi"), expired(6)]));
    expect(rows).toMatchObject([
      { seq: 2, reason: "expired", count: 3 },
      { text: "hi" },
      { seq: 6, reason: "expired" },
    ]);
  });

  it("M17: system lines come from commits only; text that imitates one stays a message of its author", () => {
    const rows = buildTimeline(input([commit(1, { reason: 1 }), text(2, "bob", "Moderator Eve joined")]));
    expect(rows.map((row) => row.type)).toEqual(["system", "message"]);
  });

  it("tells what a commit changed by its difference, and stays silent about a mere new key", () => {
    const rows = buildTimeline(
      input([
        commit(2, { added: ["carol"] }),
        commit(3, { removed: ["carol"], reason: 3 }),
        commit(4, { removed: ["dave"], reason: 4 }),
        commit(5, { moderatorsAdded: ["eve"] }),
        commit(6, { moderatorsRemoved: ["eve"] }),
        commit(7, { keyChanged: ["bob"] }),
        commit(8, { policyChanged: true, retentionDays: 30 }),
        commit(9, {}),
      ]),
    );
    const kinds = rows.map((row) => (row.type === "system" ? row.event.kind : row.type));
    expect(kinds).toEqual(["added", "removed", "left", "moderator-joined", "moderator-left", "key-changed", "policy"]);
  });

  it("M06: shows the server's time, whatever the author's clock says, and passes the log's remark on", () => {
    const tenYears = 10 * 365 * 86_400_000;
    const late = { ...text(2, "bob", "from the future", base.at + tenYears), marks: ["clock" as const] };
    const rows = buildTimeline(input([late as LogRow, text(3, "bob", "now")]));
    expect(rows).toMatchObject([
      { seq: 2, at: base.at, marks: ["clock"] },
      { seq: 3, marks: [] },
    ]);
  });

  it("folds what somebody blocked has written, and nothing else", () => {
    const rows = buildTimeline(
      input([text(2, "bob", "hi"), text(3, "carol", "hello")], { blocked: (userId) => userId === "bob" }),
    );
    expect(rows.map((row) => row.type === "message" && row.folded)).toEqual([true, undefined]);
  });
});
