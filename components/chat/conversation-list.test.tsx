import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { ConversationListView, ConversationRow, MarkingCommands } from "@/lib/chat/view";
import { ConversationList } from "./conversation-list";
import { rowOf } from "./conversation-row.fixture";

afterEach(cleanup);

const row = (pinnedAt: number | null) => {
  const seminar = rowOf("Seminar", { id: "a", kind: "group" });
  return { ...seminar, flags: { ...seminar.flags, pinnedAt } };
};

it("calls the menu of a note by its name, and finds it by it", () => {
  const note: ConversationRow = { ...row(null), kind: "note", title: "" };
  const list = { phase: "ready", conversations: [note], folders: [] } as unknown as ConversationListView;
  const marking = {} as MarkingCommands;
  render(<ConversationList list={list} selectedId={null} now={0} onReconnect={() => undefined} marking={marking} />);
  fireEvent.change(screen.getByRole("searchbox"), { target: { value: "to self" } });
  expect(screen.getByRole("button", { name: "Menu of Note to self" })).toBeTruthy();
});

it("a menu says what a row is, not what it was when it was pressed", async () => {
  const pinned: [string, boolean][] = [];
  const marking = { pin: async (id: string, on: boolean) => void pinned.push([id, on]) } as unknown as MarkingCommands;
  const page = (pinnedAt: number | null) => {
    const list = { phase: "ready", conversations: [row(pinnedAt)], folders: [] } as unknown as ConversationListView;
    return <ConversationList list={list} selectedId={null} now={0} onReconnect={() => undefined} marking={marking} />;
  };
  const { rerender } = render(page(null));
  fireEvent.contextMenu(screen.getByRole("link", { name: /Seminar/ }));
  await screen.findByRole("menuitem", { name: "Pin" });
  // Another device has pinned it.
  rerender(page(1));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Unpin" }));
  expect(pinned).toEqual([["a", false]]);
});

it("when the last request is answered, the list of requests says that there are none, not that a folder is empty", () => {
  const marking = {} as MarkingCommands;
  const page = (request: boolean) => {
    const conversations = [{ ...row(null), request }];
    const list = { phase: "ready", conversations, folders: [] } as unknown as ConversationListView;
    return <ConversationList list={list} selectedId={null} now={0} onReconnect={() => undefined} marking={marking} />;
  };
  const { rerender } = render(page(true));
  fireEvent.click(screen.getByRole("button", { name: "Requests" }));
  rerender(page(false));
  screen.getByText("No requests wait for you");
  expect(screen.queryByText(/folder/i)).toBeNull();
});
