import { describe, expect, it } from "vitest";
import type { Conversation } from "./conversation";
import { Receipts } from "./receipts";
import { receiptsOf } from "./receipts-view";

const conversation = (others: readonly string[], receipts: Receipts, values = {}) =>
  ({
    others,
    receipts,
    rows: [],
    deps: { preferences: { values }, people: { view: (userId: string) => ({ userId }) } },
  }) as unknown as Conversation;

describe("who has a message", () => {
  it("names each person with what they have signed, readers first", () => {
    const receipts = new Receipts();
    receipts.advance("bob", "view", 3, 100);
    receipts.advance("carol", "read", 4, 200);
    const view = receiptsOf(conversation(["dave", "bob", "carol"], receipts), 3);
    expect(view).toEqual({
      kind: "people",
      people: [
        { person: { userId: "carol" }, read: 200, delivered: 200 },
        { person: { userId: "bob" }, read: null, delivered: 100 },
        { person: { userId: "dave" }, read: null, delivered: null },
      ],
    });
  });

  it("only counts in large conversations", () => {
    const others = Array.from({ length: 33 }, (_, i) => `p${i}`);
    const receipts = new Receipts();
    receipts.advance("p1", "read", 3, 100);
    receipts.advance("p2", "view", 3, 100);
    expect(receiptsOf(conversation(others, receipts), 3)).toEqual({ kind: "counts", read: 1, delivered: 2, of: 33 });
  });

  it("says nothing to who hides their own", () => {
    expect(receiptsOf(conversation(["bob"], new Receipts(), { receipts: "hidden" }), 3)).toEqual({ kind: "hidden" });
  });
});
