"use client";
/** Owns telling a long press from a tap and from the beginning of a scroll. */
import { type PointerEvent, useRef } from "react";

/** Held so long, in ms, it is a press. */
const holdMs = 450;
/** Moved so far, in px, it is a scroll. */
const slackPx = 10;

export function useLongPress(onPress: (target: Element) => void) {
  const state = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const end = () => {
    clearTimeout(state.current?.timer);
    state.current = null;
  };
  const press = (target: Element) => {
    swallowClick();
    onPress(target);
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      end();
      if (event.pointerType === "mouse") return;
      const { currentTarget, clientX: x, clientY: y } = event;
      state.current = { x, y, timer: setTimeout(() => press(currentTarget), holdMs) };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (state.current && Math.hypot(clientX - state.current.x, clientY - state.current.y) > slackPx) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

/** The finger that leaves would press what has come up beneath it. What is meant begins with a press of its own. */
function swallowClick(): void {
  const done = () => {
    removeEventListener("click", swallow, true);
    for (const begins of ["pointerdown", "keydown"]) removeEventListener(begins, done, true);
  };
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    done();
  };
  addEventListener("click", swallow, true);
  for (const begins of ["pointerdown", "keydown"]) addEventListener(begins, done, true);
}
