import { expect, it, vi } from "vitest";
import { atFirstTouch } from "./first-touch";

it.each(["pointerdown", "keydown", "input"])(
  "waits for the first %s, also one that nobody else hears of, and takes it once",
  (sign) => {
    const work = vi.fn<() => void>();
    atFirstTouch(work);
    const button = document.body.appendChild(document.createElement("button"));
    button.addEventListener(sign, (event) => event.stopPropagation());
    expect(work).not.toHaveBeenCalled();
    button.dispatchEvent(new Event(sign, { bubbles: true }));
    button.dispatchEvent(new Event("keydown", { bubbles: true }));
    expect(work).toHaveBeenCalledOnce();
    button.remove();
  },
);
