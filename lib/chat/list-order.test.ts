import { expect, it } from "vitest";
import { countOf, folderViews, inOrder, totalUnread } from "./list-order";
import type { ConversationFlags, ConversationRow } from "./view";

const row = (id: string, lastActivityAt: number, unread: number, flags: Partial<ConversationFlags> = {}) =>
  ({
    id,
    lastActivityAt,
    unread,
    mentions: 2,
    flags: {
      pinnedAt: null,
      mutedUntil: null,
      archived: false,
      markedUnread: false,
      favourite: false,
      folders: [],
      ...flags,
    },
  }) as unknown as ConversationRow;

it("pinned conversations come first in the order of pinning, the others by their last activity", () => {
  const rows = [
    row("old", 1, 0),
    row("new", 9, 0),
    row("second", 2, 0, { pinnedAt: 20 }),
    row("first", 3, 0, { pinnedAt: 10 }),
  ];
  expect(inOrder(rows).map(({ id }) => id)).toEqual(["first", "second", "new", "old"]);
});

it("muted and archived conversations ask for no attention, one marked unread counts as one", () => {
  const rows = [row("a", 1, 3), row("b", 1, 5, { mutedUntil: "always" }), row("c", 1, 2, { archived: true })];
  expect(totalUnread(rows)).toBe(3);
  expect(countOf(row("d", 1, 0, { markedUnread: true }))).toBe(1);
  expect(countOf(row("e", 1, 4, { markedUnread: true }))).toBe(4);
});

it("one muted except for mentions counts the messages that name me, and nothing else", () => {
  expect(countOf(row("a", 1, 9, { mutedUntil: "mentions" }))).toBe(2);
  expect(countOf(row("b", 1, 9, { mutedUntil: "mentions", markedUnread: true }))).toBe(2);
  expect(countOf(row("c", 1, 9, { mutedUntil: "mentions", archived: true }))).toBe(0);
  expect(countOf(row("d", 1, 9, { mutedUntil: "always" }))).toBe(0);
});

it("a folder sums what is unread in it: twenty courses are one number", () => {
  const values = { "folder:f": "Courses", "folder:g": "Empty" };
  const rows = Array.from({ length: 20 }, (_, i) => row(`course ${i}`, i, 2, { folders: ["f"] }));
  expect(folderViews(values, [...rows, row("other", 1, 9)])).toEqual([
    { id: "f", name: "Courses", unread: 40, count: 20 },
    { id: "g", name: "Empty", unread: 0, count: 0 },
  ]);
});
