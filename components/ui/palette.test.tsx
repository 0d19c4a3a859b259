import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Palette } from "./palette";
import { findItems, type PaletteItem } from "./palette-search";

afterEach(cleanup);

const chosen: string[] = [];
const entry = (group: string, label: string, detail?: string): PaletteItem => ({
  id: label.replaceAll(/\W/g, ""),
  group,
  label,
  ...(detail ? { detail } : {}),
  onSelect: () => chosen.push(label),
});
const items = [
  entry("People", "Anna Blum", "@anna"),
  entry("People", "Lucía Fernández", "@lucia"),
  entry("People", "Blum & Sons", "@shop"),
  entry("Actions", "Lock now"),
  entry("Actions", "Settings"),
];
const labels = (query: string) => findItems(items, query).map(({ label }) => label);

it("finds without case and accents, by name or handle, what begins with it first", () => {
  expect(labels("blum")).toEqual(["Blum & Sons", "Anna Blum"]);
  expect(labels("LUCIA fern")).toEqual(["Lucía Fernández"]);
  expect(labels("@shop")).toEqual(["Blum & Sons"]);
  expect(labels("blum lock")).toEqual([]);
  expect(labels("  ")).toHaveLength(items.length);
});

it("keeps the groups in their order", () => {
  expect(labels("s")).toEqual(["Blum & Sons", "Settings"]);
});

it("walks by arrows around both ends and acts on Enter, once", () => {
  let open = true;
  render(
    <Palette
      open
      onOpenChange={(next) => (open = next)}
      title="Go to"
      placeholder=""
      nothing="Nothing"
      items={items}
    />,
  );
  const field = screen.getByRole("combobox");
  const selected = () =>
    screen
      .getAllByRole("option")
      .find((option) => option.ariaSelected === "true" || option.getAttribute("aria-selected") === "true")?.textContent;
  expect(selected()).toContain("Anna Blum");
  fireEvent.keyDown(field, { key: "ArrowUp" });
  expect(selected()).toContain("Settings");
  expect(document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.textContent).toContain("Settings");
  fireEvent.keyDown(field, { key: "ArrowDown" });
  fireEvent.keyDown(field, { key: "ArrowDown" });
  fireEvent.keyDown(field, { key: "Enter" });
  expect(chosen).toEqual(["Lucía Fernández"]);
  expect(open).toBe(false);
});

it("says that nothing fits, and Enter then does nothing", () => {
  chosen.length = 0;
  render(<Palette open onOpenChange={() => {}} title="Go to" placeholder="" nothing="Nothing fits" items={items} />);
  const field = screen.getByRole("combobox");
  fireEvent.change(field, { target: { value: "zzz" } });
  expect(screen.getByRole("status").textContent).toBe("Nothing fits");
  fireEvent.keyDown(field, { key: "Enter" });
  expect(chosen).toEqual([]);
});
