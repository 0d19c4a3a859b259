import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { LazyMenu } from "./lazy-menu";

afterEach(cleanup);

const menu = (name: string, onSelect = () => {}) => (
  <LazyMenu
    trigger={<button type="button">{name}</button>}
    items={[
      { label: `Remove ${name}`, icon: null, onSelect },
      { label: "Compare", icon: null, onSelect: () => {} },
    ]}
  />
);
const button = (name: string) => screen.getByRole("button", { name });
const settle = () => new Promise((resolve) => setTimeout(resolve, 50));

it("a press before the menu's code is there is not lost", async () => {
  let chosen = 0;
  render(menu("Bob", () => chosen++));
  expect([button("Bob").getAttribute("aria-haspopup"), button("Bob").getAttribute("aria-expanded")]).toEqual([
    "menu",
    "false",
  ]);
  fireEvent.click(button("Bob"), { detail: 1 });
  fireEvent.click(await screen.findByRole("menuitem", { name: "Remove Bob" }));
  expect(chosen).toBe(1);
});

it("by a key it opens with its first item chosen", async () => {
  render(menu("Bob"));
  button("Bob").focus();
  fireEvent.click(button("Bob"));
  const first = await screen.findByRole("menuitem", { name: "Remove Bob" });
  await waitFor(() => expect(document.activeElement).toBe(first));
  await waitFor(() => expect(first.hasAttribute("data-highlighted")).toBe(true));
});

it("of two that are pressed one after the other the second opens", async () => {
  render(
    <>
      {menu("Bob")}
      {menu("Carol")}
    </>,
  );
  fireEvent.click(button("Bob"), { detail: 1 });
  fireEvent.click(button("Carol"), { detail: 1 });
  await screen.findByRole("menuitem", { name: "Remove Carol" });
  await settle();
  expect(screen.queryByRole("menuitem", { name: "Remove Bob" })).toBeNull();
});

it("who has gone on to write is not torn out of it", async () => {
  render(
    <>
      {menu("Bob")}
      <input aria-label="Message" />
    </>,
  );
  fireEvent.click(button("Bob"), { detail: 1 });
  screen.getByRole("textbox", { name: "Message" }).focus();
  await settle();
  expect(screen.queryByRole("menuitem")).toBeNull();
});
