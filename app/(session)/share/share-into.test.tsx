import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { miraRow } from "@/app/ui/samples";
import { CodedError } from "@/lib/base/errors";
import { KeepShared } from "./keep-shared";
import { ShareInto } from "./share-into";

const { session, shared, add, go, take, drop } = vi.hoisted(() => ({
  session: { state: "starting" },
  shared: { text: undefined as string | null | undefined },
  add: vi.fn<(id: string, text: string) => Promise<void>>(),
  go: vi.fn<(path: string) => void>(),
  take: vi.fn<() => void>(),
  drop: vi.fn<() => void>(),
}));
vi.mock("@/lib/session/use-session", () => ({ useSession: () => ({ view: session }) }));
vi.mock("@/lib/storage/use-shared", () => ({ useShared: () => shared.text, takeShared: take, dropShared: drop }));
vi.mock("@/components/chat/conversation-avatar", () => ({ ConversationAvatar: () => null }));
vi.mock("@/lib/chat/use-drafting", () => ({ useDrafting: () => add }));
vi.mock("@/lib/chat/use-chat", () => ({ useConversations: () => ({ conversations: [miraRow], phase: "ready" }) }));
vi.mock("@/app/(session)/(chat)/use-local-ways", () => ({ useWays: () => go }));

beforeEach(() => {
  vi.resetAllMocks();
  window.history.replaceState(null, "", "/share");
});
afterEach(cleanup);

it("what was shared goes into the draft of the conversation that is chosen, and the person with it", async () => {
  shared.text = "meet me\nat the old mill";
  add.mockResolvedValue();
  render(<ShareInto />);
  expect(screen.getByLabelText("What was shared").textContent).toBe(shared.text);
  fireEvent.click(screen.getByRole("button", { name: miraRow.title }));
  await vi.waitFor(() => expect(go).toHaveBeenCalledWith(`/c/${miraRow.id}`));
  expect(add).toHaveBeenCalledWith(miraRow.id, shared.text);
  expect(drop).toHaveBeenCalledOnce();
});

it("where that fails the text stays, and the page says why", async () => {
  shared.text = "meet me";
  add.mockRejectedValue(new CodedError("E_OFFLINE"));
  render(<ShareInto />);
  fireEvent.click(screen.getByRole("button", { name: miraRow.title }));
  await vi.waitFor(() => expect(screen.getByRole("status").textContent).not.toBe(""));
  expect([go.mock.calls, drop.mock.calls]).toEqual([[], []]);
});

it("where nothing has come it says what to do, and while that is not known nothing", () => {
  shared.text = undefined;
  const { rerender } = render(<ShareInto />);
  expect(screen.queryByText("Nothing has arrived")).toBeNull();
  shared.text = null;
  rerender(<ShareInto />);
  screen.getByText("Nothing has arrived");
});

/** The page of somebody whose session goes through these states; then they leave it. */
function through(...states: string[]) {
  session.state = states[0] ?? "";
  const { rerender, unmount } = render(<KeepShared>page</KeepShared>);
  for (const state of states) {
    session.state = state;
    rerender(<KeepShared>page</KeepShared>);
  }
  return unmount;
}

it("the worker is asked at once, by the page of what was shared alone", () => {
  through("starting");
  expect(take).toHaveBeenCalledOnce();
  cleanup();
  window.history.replaceState(null, "", "/chats");
  through("starting");
  expect(take).toHaveBeenCalledOnce();
});

it("what was shared survives unlocking, locking, and the way to signing in", () => {
  through("starting", "locked", "ready", "locked", "ready");
  expect(drop).not.toHaveBeenCalled();
  cleanup();
  drop.mockClear();
  through("starting", "signed-out")();
  expect(drop).not.toHaveBeenCalled();
});

it("signing out takes it along, and so does going on to something else", () => {
  const leave = through("starting", "ready", "signed-out");
  expect(drop).toHaveBeenCalledOnce();
  leave();
  drop.mockClear();
  through("ready")();
  expect(drop).toHaveBeenCalledOnce();
});
