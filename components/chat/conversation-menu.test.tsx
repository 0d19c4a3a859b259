import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { MarkingCommands } from "@/lib/chat/view";
import { ConversationMenu } from "./conversation-menu";
import { rowOf } from "./conversation-row.fixture";

const pinned: [string, boolean][] = [];
const marking: Partial<MarkingCommands> = { pin: async (id, on) => void pinned.push([id, on]) };
vi.mock("@/lib/chat/use-chat", () => ({ useConversations: () => ({ folders: [] }), useMarking: () => marking }));
afterEach(cleanup);

const row = rowOf("", { id: "a", kind: "note" });

it("opens what a row offers by a press on a button, and again", async () => {
  render(<ConversationMenu row={row} />);
  for (const turn of [1, 2]) {
    fireEvent.click(screen.getByRole("button", { name: "Menu of Note to self" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: "Pin" }));
    expect(pinned).toHaveLength(turn);
  }
  expect(pinned[0]).toEqual(["a", true]);
});
