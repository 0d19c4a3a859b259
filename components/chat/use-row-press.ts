"use client";
/** Owns how a row's menu is asked for: right button, long press, the menu key. */
import { type MouseEvent, type PointerEvent, type TouchEvent, useRef } from "react";
import type { MenuAnchor } from "@/components/ui/menu";

/** A finger that rests this long asks for the menu. Milliseconds. */
const longPressMs = 450;
/** A finger that moves further scrolls. CSS pixels. */
const slopPx = 10;

/** Handlers for a row; `onMenu` gets the place the menu belongs to. */
export function useRowPress(onMenu: (anchor: MenuAnchor) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const asked = useRef(false);
  const end = () => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  };
  return {
    onContextMenu(event: MouseEvent<HTMLElement>) {
      event.preventDefault();
      end();
      if (asked.current) return;
      // The menu key has no place of its own.
      const { clientX: x, clientY: y, currentTarget } = event;
      onMenu(x === 0 && y === 0 ? currentTarget : pointAt(x, y));
    },
    onPointerDown(event: PointerEvent<HTMLElement>) {
      asked.current = false;
      if (event.pointerType !== "touch") return;
      const { clientX: x, clientY: y, currentTarget } = event;
      const timer = setTimeout(() => {
        asked.current = true;
        onMenu(currentTarget);
      }, longPressMs);
      press.current = { timer, x, y };
    },
    onPointerMove({ clientX, clientY }: PointerEvent<HTMLElement>) {
      const { current } = press;
      if (current && Math.hypot(clientX - current.x, clientY - current.y) > slopPx) end();
    },
    onPointerUp: end,
    /** Lifting the finger that asked for the menu must not press the link as well; who listens further out would be first. */
    onTouchEnd(event: TouchEvent<HTMLElement>) {
      if (asked.current) event.preventDefault();
    },
    onPointerCancel: end,
    /** The press that asked for the menu must not open the conversation as well. */
    onClickCapture(event: MouseEvent<HTMLElement>) {
      if (!asked.current) return;
      asked.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

function pointAt(x: number, y: number): MenuAnchor {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}
