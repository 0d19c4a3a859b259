"use client";
/** Owns telling a long press from a tap and from the beginning of a scroll. */
import { type PointerEvent, useRef } from "react";

/** Held so long, in ms, it is a press. */
const holdMs = 450;
/** Moved so far, in px, it is a scroll. */
const slackPx = 10;

export function useLongPress(onPress: (target: Element) => void) {
  const state = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number; at: number } | null>(null);
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
      const { currentTarget, clientX: x, clientY: y, timeStamp: at } = event;
      state.current = { x, y, at, timer: setTimeout(() => press(currentTarget), holdMs) };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (state.current && Math.hypot(clientX - state.current.x, clientY - state.current.y) > slackPx) end();
    },
    onPointerUp: end,
    onPointerCancel: ({ currentTarget, timeStamp }: PointerEvent) => {
      // The browser takes the finger for a long press of its own a moment later: on a busy page before our timer has run.
      const held = state.current !== null && timeStamp - state.current.at >= holdMs;
      end();
      if (held) press(currentTarget);
    },
  };
}

/** A click comes with the finger that leaves, or not at all. Milliseconds. */
const clickMs = 300;

/** The finger that leaves would press what has come up beneath it. What is meant begins with a press of its own. */
function swallowClick(): void {
  const leaving = ["pointerup", "pointercancel"];
  const beginning = ["pointerdown", "keydown"];
  const done = () => {
    removeEventListener("click", swallow, true);
    for (const name of leaving) removeEventListener(name, soon, true);
    for (const name of beginning) removeEventListener(name, done, true);
  };
  // A screen reader clicks without a finger: its next click is meant.
  const soon = () => void setTimeout(done, clickMs);
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    done();
  };
  addEventListener("click", swallow, true);
  for (const name of leaving) addEventListener(name, soon, true);
  for (const name of beginning) addEventListener(name, done, true);
}
