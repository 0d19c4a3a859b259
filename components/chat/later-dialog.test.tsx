import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import LaterDialog from "./later-dialog";

afterEach(cleanup);

it("stays while it is being arranged: what stands in the field must not change before it is taken", async () => {
  let answer = (_taken: boolean) => undefined as void;
  const onClose = vi.fn<() => void>();
  render(<LaterDialog onChoose={() => new Promise((resolve) => (answer = resolve))} onClose={onClose} />);
  const dialog = await screen.findByRole("dialog");
  const [choice] = screen.getAllByRole("button", { name: /\d/ });
  if (choice) fireEvent.click(choice);
  fireEvent.keyDown(dialog, { key: "Escape" });
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(onClose).not.toHaveBeenCalled();
  await act(async () => answer(false));
  fireEvent.keyDown(dialog, { key: "Escape" });
  expect(onClose).toHaveBeenCalledOnce();
});
