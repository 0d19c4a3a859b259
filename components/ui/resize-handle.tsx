"use client";
/** Owns the edge between two panes: dragged, moved by arrow keys, and put back by a double click. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { cn } from "./cn";

export interface ResizeHandleProps {
  label: string;
  /** Id of the pane before it. */
  controls: string;
  width: number;
  least: number;
  most: number;
  normal: number;
  /** While it moves. */
  onWidth: (width: number) => void;
  /** When it stays. */
  onSettled: (width: number) => void;
}

const step = 16;

export function ResizeHandle(props: ResizeHandleProps) {
  const { label, controls, width, least, most, normal, onWidth, onSettled } = props;
  const [dragging, setDragging] = useState(false);
  const from = useRef({ x: 0, width });
  const within = (wish: number) => Math.round(Math.min(Math.max(wish, least), most));
  const settle = (wish: number) => {
    onWidth(within(wish));
    onSettled(within(wish));
  };
  const sign = (element: Element) => (getComputedStyle(element).direction === "rtl" ? -1 : 1);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
    setDragging(true);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (dragging) onWidth(within(from.current.width + (event.clientX - from.current.x) * sign(event.currentTarget)));
  };
  const onPointerUp = () => {
    if (dragging) onSettled(within(width));
    setDragging(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const way = sign(event.currentTarget) * step;
    const wish = { ArrowRight: width + way, ArrowLeft: width - way, Home: least, End: most, Enter: normal }[event.key];
    if (wish === undefined) return;
    event.preventDefault();
    settle(wish);
  };

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-controls={controls}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => settle(normal)}
      onKeyDown={onKeyDown}
      className={cn(
        "group absolute inset-y-0 -end-1 z-10 w-2 cursor-col-resize touch-none outline-none max-md:hidden",
        "after:absolute after:inset-y-0 after:start-[0.1875rem] after:w-0.5 after:transition-colors after:duration-150 hover:after:bg-accent focus-visible:after:bg-accent",
        dragging && "after:bg-accent",
      )}
    />
  );
}
