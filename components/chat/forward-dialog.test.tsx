import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { ConversationRow } from "@/lib/chat/view";
import ForwardDialog from "./forward-dialog";

const note = { id: "own", kind: "note", title: "", people: [], state: "active", seal: "closed" };
vi.mock("@/lib/chat/use-chat", () => ({ useConversations: () => ({ conversations: [note] }) }));
afterEach(cleanup);

it("offers the note by the name that it has on screen", () => {
  const chosen: ConversationRow[] = [];
  render(<ForwardDialog count={1} onForward={(row) => chosen.push(row)} onClose={() => undefined} />);
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "note" } });
  fireEvent.click(screen.getByRole("button", { name: /Note to self/ }));
  expect(chosen).toEqual([note]);
});
