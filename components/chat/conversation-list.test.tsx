import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { ConversationListView, ConversationRow, MarkingCommands } from "@/lib/chat/view";
import { ConversationList } from "./conversation-list";

afterEach(cleanup);

const row = (pinnedAt: number | null): ConversationRow => ({
  id: "a",
  kind: "group",
  title: "Seminar",
  people: [],
  context: null,
  seal: "closed",
  state: "active",
  last: null,
  lastActivityAt: 0,
  unread: 0,
  mentions: 0,
  draft: "",
  flags: { pinnedAt, mutedUntil: null, archived: false, markedUnread: false, favourite: false, folders: [] },
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
