import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { CodedError } from "@/lib/base/errors";
import type { RoomMemberView } from "@/lib/chat/view-rooms";
import { RoomPeople } from "./room-people";

const members = vi.fn<() => Promise<readonly RoomMemberView[]>>();
const rooms = { members };
vi.mock("@/lib/chat/use-rooms", () => ({ useRooms: () => rooms }));

afterEach(cleanup);

const person = { userId: "u", handle: "mira", name: "Mira", me: false, trust: "unverified" } as const;
const room = { id: "r", role: "member", count: 1 } as const;
const mira: RoomMemberView = { person, role: "member", silenced: false } as RoomMemberView;

it("people of a room who cannot be had: that is said, and they come when they are asked for again", async () => {
  members.mockRejectedValueOnce(new CodedError("E_OFFLINE")).mockResolvedValue([mira]);
  render(<RoomPeople {...room} />);
  await screen.findByRole("alert");
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("Mira");
  expect(screen.queryByRole("alert")).toBeNull();
});

it("an act upon somebody that is refused says so", async () => {
  const page = Array.from({ length: 100 }, (_, at) => ({ ...mira, person: { ...person, userId: `u${at}` } }));
  members.mockResolvedValueOnce(page).mockRejectedValueOnce(new CodedError("E_OFFLINE"));
  render(<RoomPeople {...room} count={100} />);
  fireEvent.click(await screen.findByRole("button", { name: "Show more" }));
  await vi.waitFor(() => expect(screen.getByRole("status").textContent).toMatch(/offline|connection/i));
});
