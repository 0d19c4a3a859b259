import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fetchEverything, lazyPart } from "./lazy-part";
import { ToastLayer } from "./toast";
import { toast } from "./toast-queue";
import { TooltipLayer } from "./tooltip";

/** How many requests for code fail from now on, and how many were made: the network is not ours. */
const network = vi.hoisted(() => ({ failures: 0, asked: 0 }));
const chunk = vi.hoisted(() => (real: () => Promise<object>) => {
  network.asked++;
  if (network.failures-- > 0) throw new Error("Failed to load chunk");
  return real();
});
vi.mock("./tooltip-popup", chunk);
vi.mock("./toast-region", chunk);

beforeEach(() => void (network.asked = 0));
afterEach(cleanup);

const Greeting = () => <p>Good morning</p>;

it("a tooltip whose code cannot be had is none, and comes at the next rest", async () => {
  network.failures = 1;
  render(
    <>
      <button type="button" data-tip="Search here">
        Search
      </button>
      <TooltipLayer />
    </>,
  );
  const rest = () => fireEvent.pointerOver(screen.getByRole("button"), { pointerType: "mouse" });
  rest();
  await waitFor(() => expect(network.asked).toBe(1));
  await act(async () => undefined);
  expect(screen.getByRole("button").textContent).toBe("Search");
  expect(screen.queryByText("Search here")).toBeNull();
  fireEvent.pointerDown(document.body);
  rest();
  await screen.findByText("Search here");
});

it("a notice whose region cannot be had is shown with the next one, or when the browser goes online", async () => {
  network.failures = 2;
  render(
    <>
      <p>The page</p>
      <ToastLayer label="Notices" closeLabel="Close" />
    </>,
  );
  act(() => toast("First"));
  await waitFor(() => expect(network.asked).toBe(1));
  await act(async () => undefined);
  act(() => toast("Second"));
  await waitFor(() => expect(network.asked).toBe(2));
  await act(async () => undefined);
  screen.getByText("The page");
  expect(screen.queryByText("First")).toBeNull();
  fireEvent(window, new Event("online"));
  await screen.findByText("First");
  await screen.findByText("Second");
});

it("what is fetched ahead is drawn at once, with what came with it", async () => {
  let Inner = lazyPart(async () => Greeting);
  const Outer = lazyPart(async () => {
    Inner = lazyPart(async () => Greeting);
    return () => <Inner />;
  });
  await fetchEverything();
  render(<Outer />);
  screen.getByText("Good morning");
});
