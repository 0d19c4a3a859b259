import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ConversationScreen } from "@/components/chat/conversation-screen";
import { CodedError } from "@/lib/base/errors";
import { idle } from "./idle";
import { now, ordinary, view } from "./samples";

// Rows need a browser that lays out, the composer a messenger.
vi.mock("@/components/chat/timeline", () => ({
  Timeline: ({ onLoadOlder }: { onLoadOlder: () => void }) => <button onClick={onLoadOlder}>Back in time</button>,
}));
vi.mock("@/components/chat/composer", () => ({ Composer: () => null }));
vi.mock("@/components/chat/later", () => ({ Later: () => null }));

afterEach(cleanup);

it("history that cannot be had says so above the rows, and comes when it is asked for again", async () => {
  const loadOlder = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new CodedError("E_OFFLINE")).mockResolvedValue();
  const shown = view(ordinary, { hasOlder: true });
  render(<ConversationScreen view={shown} commands={{ ...idle, loadOlder }} connection="live" now={now} />);
  expect(screen.queryByRole("alert")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Back in time" }));
  expect((await screen.findByRole("alert")).textContent).not.toBe("");
  await act(async () => fireEvent.click(screen.getByRole("button", { name: "Try again" })));
  expect(loadOlder).toHaveBeenCalledTimes(2);
  expect(screen.queryByRole("alert")).toBeNull();
});

it("a conversation that cannot be opened can be opened anew", () => {
  const onReopen = vi.fn<() => void>();
  const shown = view([], { phase: { kind: "failed", code: "E_OFFLINE" } });
  render(<ConversationScreen view={shown} commands={idle} connection="live" now={now} onReopen={onReopen} />);
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(onReopen).toHaveBeenCalledOnce();
});
