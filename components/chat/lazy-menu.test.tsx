import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { LazyMenu } from "./lazy-menu";

afterEach(cleanup);

it("a press before the menu's code is there is not lost", async () => {
  let chosen = 0;
  render(
    <LazyMenu
      trigger={<button type="button">Manage</button>}
      items={[{ label: "Remove", icon: null, onSelect: () => chosen++ }]}
    />,
  );
  fireEvent.click(screen.getByRole("button", { name: "Manage" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Remove" }));
  expect(chosen).toBe(1);
});
