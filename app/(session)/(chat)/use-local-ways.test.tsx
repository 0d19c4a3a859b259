import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useLocalWays } from "./use-local-ways";

afterEach(cleanup);

const followed = vi.fn<() => void>();

/** Links as the router makes them: it goes only where nobody has taken the click. */
function Links() {
  useLocalWays();
  const follow = (event: { defaultPrevented: boolean; preventDefault(): void }) => {
    if (!event.defaultPrevented) followed();
    event.preventDefault();
  };
  return ["/c/one", "/chats", "/settings", "/c/one/safety", "https://elsewhere.example/c/one"].map((href) => (
    <a key={href} href={href} onClick={follow}>
      {href}
    </a>
  ));
}

function click(name: string, modifier = {}): string {
  followed.mockClear();
  window.history.replaceState(null, "", "/new");
  render(<Links />);
  fireEvent.click(screen.getByRole("link", { name }), modifier);
  return location.pathname;
}

it.each(["/c/one", "/chats"])("a click on %s changes the address without the router", (path) => {
  expect(click(path)).toBe(path);
  expect(followed).not.toHaveBeenCalled();
});

it.each(["/settings", "/c/one/safety", "https://elsewhere.example/c/one"])("%s is left to others", (path) => {
  expect(click(path)).toBe("/new");
  expect(followed).toHaveBeenCalledOnce();
});

it("a click for a new tab is left to the browser", () => {
  expect(click("/c/one", { ctrlKey: true })).toBe("/new");
});
