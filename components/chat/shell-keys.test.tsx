import { useLayoutEffect } from "react";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { actionOf, type ShellKeys, useShellKeys } from "./shell-keys";

afterEach(cleanup);

function open(singleKeys = true, inside = <textarea />) {
  const done: string[] = [];
  const keys: ShellKeys = {
    palette: () => done.push("palette"),
    help: () => done.push("help"),
    search: () => done.push("search"),
    create: () => done.push("create"),
    settings: () => done.push("settings"),
    step: (by) => done.push(`step ${by}`),
    back: () => done.push("back"),
  };
  const Shell = () => {
    useShellKeys(keys, singleKeys);
    return <div>{inside}</div>;
  };
  render(<Shell />);
  return done;
}

it("knows its keys, wherever the focus is", () => {
  const done = open();
  const field = screen.getByRole("textbox");
  fireEvent.keyDown(field, { key: "k", ctrlKey: true });
  fireEvent.keyDown(field, { key: "K", metaKey: true });
  fireEvent.keyDown(field, { key: "ArrowDown", altKey: true });
  fireEvent.keyDown(field, { key: "ArrowUp", altKey: true });
  fireEvent.keyDown(field, { key: "˜", code: "KeyN", altKey: true });
  fireEvent.keyDown(field, { key: ",", ctrlKey: true });
  fireEvent.keyDown(field, { key: "?", ctrlKey: true, shiftKey: true });
  fireEvent.keyDown(field, { key: "Escape" });
  expect(done).toEqual(["palette", "palette", "step 1", "step -1", "create", "settings", "help", "back"]);
});

it("knows its keys on a keyboard that writes Arabic", () => {
  const done = open();
  fireEvent.keyDown(document.body, { key: "ن", code: "KeyK", ctrlKey: true });
  fireEvent.keyDown(document.body, { key: "و", code: "Comma", ctrlKey: true });
  fireEvent.keyDown(document.body, { key: "؟", code: "Slash", shiftKey: true });
  fireEvent.keyDown(document.body, { key: "ظ", code: "Slash" });
  expect(done).toEqual(["palette", "settings", "help", "search"]);
});

it("takes single keys only where nothing is written, and not at all if they are not wanted", () => {
  const done = open();
  fireEvent.keyDown(screen.getByRole("textbox"), { key: "?" });
  fireEvent.keyDown(screen.getByRole("textbox"), { key: "/" });
  expect(done).toEqual([]);
  fireEvent.keyDown(document.body, { key: "?" });
  fireEvent.keyDown(document.body, { key: "/" });
  expect(done).toEqual(["help", "search"]);
  cleanup();
  const without = open(false);
  fireEvent.keyDown(document.body, { key: "?" });
  expect(without).toEqual([]);
});

it("leaves other keys, input methods and what floats alone", () => {
  const done = open(true, <div role="dialog" aria-label="Question" />);
  fireEvent.keyDown(document.body, { key: "Escape" });
  fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
  cleanup();
  const other = open();
  const composing = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, isComposing: true });
  vi.spyOn(composing, "isComposing", "get").mockReturnValue(true);
  document.body.dispatchEvent(composing);
  fireEvent.keyDown(document.body, { key: "k" });
  fireEvent.keyDown(document.body, { key: "k", ctrlKey: true, shiftKey: true });
  expect([...done, ...other]).toEqual([]);
});

it("makes nothing of what a browser fires when it fills in a form: a key press without a key", () => {
  expect(actionOf(new Event("keydown") as KeyboardEvent, true)).toBeNull();
});

it("hears a key that comes in the moment in which the page is drawn", () => {
  const create = vi.fn<() => void>();
  const none = () => undefined;
  const keys = { palette: none, help: none, search: none, create, settings: none, step: none, back: none };
  const Shell = () => {
    useShellKeys(keys, true);
    return null;
  };
  const Page = () => {
    useLayoutEffect(() => void fireEvent.keyDown(window, { key: "n", code: "KeyN", altKey: true }), []);
    return <Shell />;
  };
  render(<Page />);
  expect(create).toHaveBeenCalledOnce();
});
