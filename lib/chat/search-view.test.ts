import { describe, expect, it } from "vitest";
import { parseQuery } from "./search-query";
import { searchView } from "./search-view";
import type { ConversationRow, PersonView } from "./view";

const row = (id: string) => ({ id, title: id }) as ConversationRow;
const person = (userId: string) => ({ userId, name: userId }) as PersonView;
const hit = (conversation: string, seq: number, at: number) => ({ conversation, seq, at, author: "bob", text: "x" });

describe("what was found", () => {
  it("stands by conversation, the newest first, with how much there is in all", () => {
    const found = { hits: [hit("b", 9, 30), hit("a", 5, 20), hit("b", 4, 10)], counts: { a: 1, b: 70 } };
    const view = searchView(parseQuery("Über x"), found, [row("a"), row("b")], person, null);
    expect(view.groups.map(({ row: { id }, count, hits }) => [id, count, hits.map(({ seq }) => seq)])).toEqual([
      ["b", 70, [9, 4]],
      ["a", 1, [5]],
    ]);
    expect(view).toMatchObject({ total: 71, words: ["uber", "x"], phase: "found" });
  });

  it("leaves out conversations that are gone", () => {
    const found = { hits: [hit("gone", 1, 1), hit("a", 1, 1)], counts: { gone: 3, a: 1 } };
    const view = searchView(parseQuery("x"), found, [row("a")], person, null);
    expect(view.groups).toHaveLength(1);
    expect(view.total).toBe(1);
  });
});
