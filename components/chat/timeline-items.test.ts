import { describe, expect, it } from "vitest";
import type { ConversationView, PersonView, TimelineRow } from "@/lib/chat/view";
import { plainMessage } from "@/lib/chat/view-message";
import { grewAtStart, groupWithinMs, layOut, namesAuthors } from "./timeline-items";

const ada: PersonView = { userId: "a", handle: "ada", name: "Ada", me: false, trust: "unverified" };
const me: PersonView = { userId: "m", handle: "me", name: "Me", me: true, trust: "unverified" };
const noon = new Date(2026, 10, 20, 12).getTime();

function message(seq: number, author: PersonView, at: number): TimelineRow {
  const plain = { ...plainMessage, send: null, failure: null, marks: [] };
  return { ...plain, type: "message", key: `k${seq}`, seq, at, author, text: `${seq}` };
}

const shape = (rows: readonly TimelineRow[], unread: number | null = null) =>
  layOut(rows, unread, true).map((item) =>
    item.kind === "message" ? `${item.key}${item.first ? "<" : ""}${item.last ? ">" : ""}` : item.kind,
  );

it("names who wrote what in an open room and in a group, not between two", () => {
  const view = (seal: string, people: number, members: number) =>
    ({
      row: { seal, people: Array(people).fill(ada) },
      roster: Array(members).fill({}),
    }) as unknown as ConversationView;
  expect(namesAuthors(view("open", 0, 1))).toBe(true);
  expect(namesAuthors(view("closed", 2, 3))).toBe(true);
  // Before a group has been opened only its people are known.
  expect(namesAuthors(view("closed", 2, 0))).toBe(true);
  expect(namesAuthors(view("closed", 1, 2))).toBe(false);
});

describe("layOut", () => {
  it("keeps messages of one author within three minutes together", () => {
    const rows = [
      message(1, ada, noon),
      message(2, ada, noon + groupWithinMs),
      message(3, ada, noon + 2 * groupWithinMs + 1),
    ];
    expect(shape(rows)).toEqual(["day", "k1<", "k2>", "k3<>"]);
  });

  it("parts authors", () => {
    expect(shape([message(1, ada, noon), message(2, me, noon + 1), message(3, me, noon + 2)])).toEqual([
      "day",
      "k1<>",
      "k2<",
      "k3>",
    ]);
  });

  it("starts a new day and a new group at midnight, even a second later", () => {
    const midnight = new Date(2026, 10, 21).getTime();
    expect(shape([message(1, ada, midnight - 1), message(2, ada, midnight)])).toEqual(["day", "k1<>", "day", "k2<>"]);
  });

  it("puts the unread line once, before the first unread, and parts the group there", () => {
    const rows = [message(1, ada, noon), message(2, ada, noon + 1), message(3, ada, noon + 2)];
    expect(shape(rows, 2)).toEqual(["day", "k1<>", "unread", "k2<", "k3>"]);
  });

  it("never takes a message that waits to be sent for an unread one", () => {
    const waiting: TimelineRow = { ...message(9, me, noon + 1), seq: null };
    expect(shape([message(1, ada, noon), waiting], 2)).toEqual(["day", "k1<>", "k9<>"]);
  });

  it("lets a system row part a group", () => {
    const left: TimelineRow = { type: "system", key: "s", seq: 2, at: noon + 1, event: { kind: "left", who: [ada] } };
    expect(shape([message(1, me, noon), left, message(3, me, noon + 2)])).toEqual(["day", "k1<>", "row", "k3<>"]);
  });
});

it("begins with the beginning once nothing older is left", () => {
  expect(layOut([message(1, ada, noon)], null, false).map((item) => item.kind)).toEqual([
    "beginning",
    "day",
    "message",
  ]);
  expect(layOut([], null, false).map((item) => item.kind)).toEqual(["beginning"]);
});

describe("grewAtStart", () => {
  const items = (from: number, to: number) =>
    layOut(
      Array.from({ length: to - from }, (_, at) => message(from + at, ada, noon + from + at)),
      null,
      true,
    );

  it("tells older messages from newer ones", () => {
    expect(grewAtStart(items(5, 10), items(2, 10))).toBe(true);
    expect(grewAtStart(items(5, 10), items(5, 11))).toBe(false);
    expect(grewAtStart([], items(5, 10))).toBe(false);
    const rows = [message(1, ada, noon)];
    expect(grewAtStart(layOut(rows, null, true), layOut(rows, null, false))).toBe(true);
  });

  it("does not take the unread line for older messages, wherever it goes", () => {
    const rows = [message(1, ada, noon), message(2, ada, noon + 1)];
    for (const unread of [1, 2]) expect(grewAtStart(layOut(rows, null, true), layOut(rows, unread, true))).toBe(false);
  });
});
