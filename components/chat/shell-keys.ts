"use client";
/** Owns the keys that work everywhere in the messenger, and how they are called on this computer. */
import { useLayoutEffect, useRef } from "react";
import { signOf } from "./key-sign";

export interface ShellKeys {
  palette(): void;
  help(): void;
  search(): void;
  create(): void;
  settings(): void;
  /** To the conversation after or before the open one. */
  step(by: 1 | -1): void;
  back(): void;
}

type Action = keyof ShellKeys | "next" | "previous";

/** "Mod" is Ctrl, on Apple's computers the command key. */
export const keyMap: Readonly<Record<Action, readonly string[]>> = {
  palette: ["Mod", "K"],
  search: ["/"],
  create: ["Alt", "N"],
  step: ["Alt", "↑↓"],
  next: ["Alt", "↓"],
  previous: ["Alt", "↑"],
  settings: ["Mod", ","],
  back: ["Esc"],
  help: ["Mod", "/"],
};

/** The keys as they are written on this computer's keyboard. */
export function keyNames(keys: readonly string[]): readonly string[] {
  const apple = /Mac|iPhone|iPad/.test(navigator.platform);
  return keys.map((key) => (key === "Mod" ? (apple ? "⌘" : "Ctrl") : key === "Alt" && apple ? "⌥" : key));
}

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** Which action a key press means; null: none of ours. */
export function actionOf(event: KeyboardEvent, singleKeys: boolean): Action | null {
  if (event.defaultPrevented || event.isComposing || !event.key) return null;
  const mod = event.ctrlKey || event.metaKey;
  const sign = signOf(event);
  if (mod && !event.altKey && !event.shiftKey) {
    if (sign === "k") return "palette";
    if (sign === ",") return "settings";
  }
  if (mod && !event.altKey && (sign === "/" || sign === "?")) return "help";
  if (event.altKey && !mod && !event.shiftKey) {
    if (event.key === "ArrowDown") return "next";
    if (event.key === "ArrowUp") return "previous";
    // With the option key a letter is another sign, so the place of the key counts.
    if (event.code === "KeyN") return "create";
  }
  if (event.key === "Escape" && !mod && !event.altKey) return "back";
  if (singleKeys && !mod && !event.altKey && !isWriting(event.target)) {
    if (sign === "?") return "help";
    if (sign === "/") return "search";
  }
  return null;
}

/** Listens from the moment the component is drawn: a key that comes right then counts. What floats above the page keeps its keys to itself. */
export function useShellKeys(keys: ShellKeys, singleKeys: boolean): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const action = actionOf(event, singleKeys);
      if (!action) return;
      const floating = document.querySelector('[role="dialog"], [role="menu"]') !== null;
      if (floating) return;
      if (action !== "back") event.preventDefault();
      if (action === "next" || action === "previous") latest.current.step(action === "next" ? 1 : -1);
      else if (action !== "step") latest.current[action]();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [singleKeys]);
}
