import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useLongPress } from "./use-long-press";

const pressed = vi.fn<(target: Element) => void>();
const clicked = vi.fn<() => void>();

function Row() {
  return (
    <div data-testid="row" {...useLongPress(pressed)}>
      <button type="button" onClick={clicked}>
        what has come up
      </button>
    </div>
  );
}

const touch = { pointerType: "touch", clientX: 10, clientY: 10 };
const row = () => screen.getByTestId("row");
/** The page is busy: no timer runs. */
function beBusyFor(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until;);
}

beforeEach(() => {
  pressed.mockClear();
  clicked.mockClear();
  render(<Row />);
});
afterEach(cleanup);

it("a finger that rests presses; one that moves, or leaves early, does not", async () => {
  fireEvent.pointerDown(row(), touch);
  fireEvent.pointerUp(row(), touch);
  fireEvent.pointerDown(row(), touch);
  fireEvent.pointerMove(row(), { ...touch, clientY: 30 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(pressed).not.toHaveBeenCalled();
  fireEvent.pointerDown(row(), touch);
  await waitFor(() => expect(pressed).toHaveBeenCalledTimes(1));
});

it("a finger that the browser takes away counts if it had rested long enough, and only then", () => {
  fireEvent.pointerDown(row(), touch);
  fireEvent.pointerCancel(row(), touch);
  expect(pressed).not.toHaveBeenCalled();
  fireEvent.pointerDown(row(), touch);
  beBusyFor(470);
  fireEvent.pointerCancel(row(), touch);
  expect(pressed).toHaveBeenCalledTimes(1);
});

it("the click of the finger that leaves is swallowed, and the next one is not", async () => {
  fireEvent.pointerDown(row(), touch);
  await waitFor(() => expect(pressed).toHaveBeenCalled());
  fireEvent.pointerUp(row(), touch);
  fireEvent.click(screen.getByRole("button"));
  expect(clicked).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button"));
  expect(clicked).toHaveBeenCalledTimes(1);
});

it("a screen reader, which clicks without a finger, is heard after a press that no click followed", async () => {
  fireEvent.pointerDown(row(), touch);
  await waitFor(() => expect(pressed).toHaveBeenCalled());
  fireEvent.pointerUp(row(), touch);
  await new Promise((resolve) => setTimeout(resolve, 400));
  fireEvent.click(screen.getByRole("button"));
  expect(clicked).toHaveBeenCalledTimes(1);
});
