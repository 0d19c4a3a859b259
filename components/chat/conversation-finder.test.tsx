import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { SearchView } from "@/lib/chat/view";
import { ConversationFinder } from "./conversation-finder";

afterEach(cleanup);

const hit = (seq: number) => ({ conversation: "c", seq, at: seq, author: {}, text: "" });
const found = (...seqs: number[]) =>
  ({
    phase: "found",
    words: ["x"],
    groups: [{ row: {}, count: 3, hits: seqs.map(hit) }],
    total: 3,
    progress: null,
  }) as unknown as SearchView;

function open(search: SearchView) {
  const reached: number[] = [];
  // Another function at every drawing, as a careless parent makes them.
  const finder = (next: SearchView) => (
    <ConversationFinder
      query="x"
      onQuery={() => {}}
      search={next}
      onReach={(seq) => reached.push(seq)}
      onReachTime={() => {}}
      onClose={() => {}}
    />
  );
  const { rerender } = render(finder(search));
  const press = (key: string, shiftKey = false) => fireEvent.keyDown(screen.getByRole("textbox"), { key, shiftKey });
  return { reached, press, again: (next: SearchView) => rerender(finder(next)) };
}

it("shows the newest hit once, however often it is drawn, and says where one is", () => {
  const { reached, again } = open(found(9, 5, 2));
  again(found(9, 5, 2));
  again(found(9, 5, 2, 1));
  expect(reached).toEqual([9]);
  expect(screen.getByRole("status").textContent).toBe("1 of 3");
});

it("goes to older hits and back by keys, and not beyond the ends", () => {
  const { reached, press } = open(found(9, 5, 2));
  for (const key of ["Enter", "ArrowUp", "ArrowUp", "ArrowDown"]) press(key);
  press("Enter", true);
  expect(reached).toEqual([9, 5, 2, 2, 5, 9]);
});
