import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { ConversationView, MembershipCommands } from "@/lib/chat/view";
import { EndConversation } from "./end-conversation";

afterEach(cleanup);

const viewOf = (deleting: boolean) =>
  ({
    row: { state: "active", people: [] },
    life: { mayClose: false, mayDelete: "alone", closed: null, deleting: deleting ? { at: 1 } : null, graceDays: 7 },
  }) as unknown as ConversationView;

it("a question that was answered does not come back when the deletion is called back", async () => {
  let finish: () => void = () => undefined;
  const erase = () => new Promise<void>((resolve) => (finish = resolve));
  const commands = { erase } as unknown as MembershipCommands;
  const page = (deleting: boolean) => <EndConversation view={viewOf(deleting)} commands={commands} />;
  const button = () => screen.getAllByRole("button", { name: "Delete for everybody" });
  const { rerender } = render(page(false));
  fireEvent.click(button()[0] as HTMLElement);
  await screen.findByRole("dialog");
  fireEvent.click(button().at(-1) as HTMLElement);
  rerender(page(true));
  rerender(page(false));
  expect(screen.queryByRole("dialog")).toBeNull();
  await act(async () => finish());
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("an answer that is long in coming does not close the question that was asked after it", async () => {
  const finish: (() => void)[] = [];
  const erase = () => new Promise<void>((resolve) => finish.push(resolve));
  const commands = { erase } as unknown as MembershipCommands;
  const page = (deleting: boolean) => <EndConversation view={viewOf(deleting)} commands={commands} />;
  const ask = () => fireEvent.click(screen.getByRole("button", { name: "Delete for everybody" }));
  const { rerender } = render(page(false));
  ask();
  await screen.findByRole("dialog");
  fireEvent.click(screen.getAllByRole("button", { name: "Delete for everybody" }).at(-1) as HTMLElement);
  rerender(page(true));
  rerender(page(false));
  ask();
  await screen.findByRole("dialog");
  await act(async () => finish[0]?.());
  screen.getByRole("dialog");
});
