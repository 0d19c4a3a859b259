/** Owns walking from message to message with the arrow keys. */
import type { KeyboardEvent } from "react";

/** Moves the focus to the message before or after; from the list itself to the last one in view. True if the key was used. */
export function walkMessages(event: KeyboardEvent<HTMLElement>): boolean {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return false;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  const list = event.currentTarget;
  const { target } = event;
  if (!(target instanceof HTMLElement) || (target !== list && target.dataset["message"] === undefined)) return false;
  const all = [...list.querySelectorAll<HTMLElement>("[data-message]")];
  const frame = list.getBoundingClientRect();
  const inView = all.filter((each) => each.getBoundingClientRect().top < frame.bottom - 8);
  const at = all.indexOf(target);
  const next = at < 0 ? inView.at(-1) : all[at + (event.key === "ArrowUp" ? -1 : 1)];
  if (!next) return false;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}
