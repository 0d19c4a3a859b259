import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useGrowing } from "./use-growing";

/** What watches the end of the list just now: jsdom lays nothing out, so that the test says when it comes near. */
let watching: { near: () => void }[] = [];

class EndSeen {
  private readonly tell: (entries: { isIntersecting: boolean }[]) => void;
  constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
    this.tell = tell;
  }
  private readonly own = { near: () => this.tell([{ isIntersecting: true }]) };
  observe() {
    watching.push(this.own);
  }
  disconnect() {
    watching = watching.filter((one) => one !== this.own);
  }
}

beforeEach(() => {
  watching = [];
  vi.stubGlobal("IntersectionObserver", EndSeen);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function List({ count, of = "all" }: { count: number; of?: string }) {
  const { shown, end } = useGrowing(
    Array.from({ length: count }, (_, at) => at),
    of,
  );
  return (
    <nav>
      <ul>
        {shown.map((row) => (
          <li key={row}>row {row}</li>
        ))}
        {end}
      </ul>
    </nav>
  );
}

const drawn = () => screen.queryAllByText(/^row /).length;
const scrollToEnd = () => act(() => watching.forEach(({ near }) => near()));

it("a short list is drawn whole, and nothing is watched", () => {
  render(<List count={24} />);
  expect(drawn()).toBe(24);
  expect(watching).toHaveLength(0);
});

it("a long list grows whenever its end comes near, until all of it is there", () => {
  render(<List count={150} />);
  expect(drawn()).toBe(24);
  scrollToEnd();
  expect(drawn()).toBe(84);
  scrollToEnd();
  expect(drawn()).toBe(144);
  scrollToEnd();
  expect(drawn()).toBe(150);
  expect(watching).toHaveLength(0);
});

it("what has grown stays when a row is added; another list begins at its beginning", () => {
  const { rerender } = render(<List count={150} />);
  scrollToEnd();
  rerender(<List count={151} />);
  expect(drawn()).toBe(84);
  rerender(<List count={151} of="unread" />);
  expect(drawn()).toBe(24);
});
