"use client";
/** Owns swiping a message to answer it on a phone: it follows the finger a little and springs back. */
import { type TouchEvent, useRef, useState } from "react";
import { judge, mayReply, pulled, replyPx } from "./swipe-path";

/** Where a sideways finger has something else to do. */
const ownUse = "code, [role=slider]";

interface Finger {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  swiping: boolean;
  along: number;
}

/** `onReply` null: it cannot be answered. The row moves by `--along`; `--pull` goes from 0 to 1, where letting go answers. */
export function useReplySwipe(onReply: (() => void) | null) {
  const finger = useRef<Finger | null>(null);
  const [swiping, setSwiping] = useState(false);

  const place = (row: HTMLElement, along: number) => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    row.style.setProperty("--along", still ? "0px" : `${signOf(row) * pulled(along)}px`);
    row.style.setProperty("--pull", `${Math.min(1, Math.max(0, along) / replyPx)}`);
  };
  const letGo = (row: HTMLElement) => {
    finger.current = null;
    for (const name of ["--along", "--pull"]) row.style.removeProperty(name);
    setSwiping(false);
  };

  return {
    swiping,
    handlers: {
      onTouchStart({ target, currentTarget, touches }: TouchEvent<HTMLElement>) {
        const touch = touches.item(0);
        finger.current = null;
        if (!onReply || !touch || touches.length > 1 || !(target instanceof Element) || target.closest(ownUse)) return;
        const { identifier: id, clientX: x, clientY: y } = touch;
        if (mayReply(signOf(currentTarget) < 0 ? innerWidth - x : x))
          finger.current = { id, x, y, swiping: false, along: 0 };
      },
      onTouchMove({ currentTarget, touches }: TouchEvent<HTMLElement>) {
        const { current } = finger;
        const touch = Array.from(touches).find(({ identifier }) => identifier === current?.id);
        if (!current || !touch) return;
        const along = (touch.clientX - current.x) * signOf(currentTarget);
        if (!current.swiping) {
          const what = judge(along, touch.clientY - current.y);
          if (what === "other") finger.current = null;
          if (what !== "swipe") return;
          current.swiping = true;
          setSwiping(true);
        }
        current.along = along;
        place(currentTarget, along);
      },
      onTouchEnd({ currentTarget }: TouchEvent<HTMLElement>) {
        const { current } = finger;
        letGo(currentTarget);
        if (current?.swiping && current.along >= replyPx) onReply?.();
      },
      onTouchCancel: ({ currentTarget }: TouchEvent<HTMLElement>) => letGo(currentTarget),
    },
  };
}

const signOf = (element: Element) => (getComputedStyle(element).direction === "rtl" ? -1 : 1);
