import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { ConversationRow } from "@/lib/chat/view";
import type { RoomView } from "@/lib/chat/view-rooms";
import { RoomRules } from "./room-details";

vi.mock("next/navigation", () => ({ useRouter: () => ({}) }));

afterEach(cleanup);

const row = { id: "r", title: "Chess" } as ConversationRow;
const room: RoomView = { about: "", members: 1, capacity: 500, listed: true, slowSeconds: 0, role: "owner" };

it("what is wrong is marked where it is: a description that is too long is not a wrong name", () => {
  render(<RoomRules row={row} room={room} days={7} />);
  const [name, about] = [screen.getByLabelText("Name"), screen.getByLabelText("What it is about")];
  fireEvent.change(about, { target: { value: "x".repeat(301) } });
  expect(name.getAttribute("aria-invalid")).not.toBe("true");
  expect(about.getAttribute("aria-invalid")).toBe("true");
  screen.getByText("One line of at most 300 characters, without invisible ones.");
  fireEvent.change(about, { target: { value: "Openings" } });
  fireEvent.change(name, { target: { value: "" } });
  expect(name.getAttribute("aria-invalid")).toBe("true");
  expect(about.getAttribute("aria-invalid")).not.toBe("true");
});
