import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, expect, it, vi } from "vitest";
import { Select } from "./select";

afterEach(cleanup);

const options = [
  { value: "en", label: "English" },
  { value: "ar", label: "Arabic" },
] as const;

it("a choice that was made before the page could listen is not lost", async () => {
  const onValueChange = vi.fn<(value: string) => void>();
  const select = <Select label="Language" value="en" onValueChange={onValueChange} options={options} />;
  const container = document.createElement("div");
  document.body.append(container);
  container.append(...new DOMParser().parseFromString(renderToString(select), "text/html").body.childNodes);
  const field = container.querySelector("select");
  if (field) field.value = "ar";
  const root = await act(async () => hydrateRoot(container, select));
  expect(onValueChange.mock.calls).toEqual([["ar"]]);
  await act(async () => root.unmount());
  container.remove();
});

it("an event that brings the value there is chooses nothing", () => {
  const onValueChange = vi.fn<(value: string) => void>();
  render(<Select label="Language" value="en" onValueChange={onValueChange} options={options} />);
  fireEvent.change(screen.getByRole("combobox"), { target: { value: "en" } });
  expect(onValueChange).not.toHaveBeenCalled();
  fireEvent.change(screen.getByRole("combobox"), { target: { value: "ar" } });
  expect(onValueChange.mock.calls).toEqual([["ar"]]);
});

it("nothing is chosen that nobody has chosen", () => {
  const onValueChange = vi.fn<(value: string) => void>();
  render(<Select label="Language" value="ar" onValueChange={onValueChange} options={options} />);
  expect(onValueChange).not.toHaveBeenCalled();
});
