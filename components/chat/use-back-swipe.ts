"use client";
/** Owns swiping a conversation away on a phone: it follows the finger, and the list comes into view beneath it. */
import { type TouchEvent, useLayoutEffect, useRef, useState } from "react";
import { isFarEnough, judge, mayBegin } from "./swipe-path";

/** How long it takes to settle once the finger has left, in ms. */
const settleMs = 180;
/** How long the list may take to be shown, in ms. */
const patienceMs = 1500;
/** A finger that has rested so long is no longer on its way anywhere, in ms. */
const restMs = 100;
/** Where a sideways finger has something else to do. */
const ownUse = "input, textarea, select, code, [role=slider], [role=separator]";

interface Finger {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  swiping: boolean;
  along: number;
  at: number;
  /** px per ms */
  speed: number;
}

/** `onBack` missing: there is nothing to go back to. */
export function useBackSwipe(onBack: (() => void) | undefined) {
  const page = useRef<HTMLElement>(null);
  const finger = useRef<Finger | null>(null);
  // Between the finger that left far enough and the list: another one would go back once more, from wherever one is then.
  const leaving = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [swiping, setSwiping] = useState(false);
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  const place = (along: number, ms: number) => {
    const element = page.current;
    if (!element || still()) return;
    const sign = getComputedStyle(element).direction === "rtl" ? -1 : 1;
    element.style.transition = ms > 0 ? `translate ${ms}ms cubic-bezier(0.2, 0.7, 0.2, 1)` : "none";
    element.style.translate = `${sign * along}px 0`;
  };
  const putBack = () => {
    leaving.current = false;
    // Another finger may have come meanwhile.
    if (finger.current?.swiping) return;
    setSwiping(false);
    const { current } = page;
    if (current) current.style.transition = current.style.translate = "";
  };
  const settle = (back: boolean) => {
    finger.current = null;
    leaving.current = back;
    place(back ? innerWidth : 0, settleMs);
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => {
        if (!back) return putBack();
        onBack?.();
        // The way there may take a moment, or lead nowhere.
        timer.current = setTimeout(putBack, patienceMs);
      },
      still() ? 0 : settleMs,
    );
  };
  // What was swiped away is gone from the page now, and stands in its place when it is opened again.
  const gone = onBack === undefined;
  useLayoutEffect(() => {
    const { current } = page;
    if (!gone || !current) return;
    clearTimeout(timer.current);
    leaving.current = false;
    current.style.transition = current.style.translate = "";
    setSwiping(false);
  }, [gone]);

  return {
    page,
    swiping,
    handlers: {
      onTouchStart(event: TouchEvent<HTMLElement>) {
        const { target, currentTarget, touches } = event;
        const touch = touches.item(0);
        finger.current = null;
        // What floats above the page belongs to it for React, and not for a finger.
        if (
          !onBack ||
          leaving.current ||
          !touch ||
          touches.length > 1 ||
          !(target instanceof Element) ||
          !currentTarget.contains(target)
        )
          return;
        if (target.closest(ownUse) || !matchMedia("(max-width: 47.99rem)").matches) return;
        const rtl = getComputedStyle(currentTarget).direction === "rtl";
        if (!mayBegin(rtl ? innerWidth - touch.clientX : touch.clientX)) return;
        const { identifier: id, clientX: x, clientY: y } = touch;
        finger.current = { id, x, y, swiping: false, along: 0, at: event.timeStamp, speed: 0 };
      },
      onTouchMove(event: TouchEvent<HTMLElement>) {
        const { current } = finger;
        const touch = Array.from(event.touches).find(({ identifier }) => identifier === current?.id);
        if (!current || !touch) return;
        const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
        const along = (touch.clientX - current.x) * (rtl ? -1 : 1);
        if (!current.swiping) {
          const what = judge(along, touch.clientY - current.y);
          if (what === "other") finger.current = null;
          if (what !== "swipe") return;
          current.swiping = true;
          setSwiping(true);
        }
        const ms = Math.max(event.timeStamp - current.at, 1);
        current.speed = (along - current.along) / ms;
        [current.along, current.at] = [along, event.timeStamp];
        place(Math.max(along, 0), 0);
      },
      onTouchEnd(event: TouchEvent<HTMLElement>) {
        const { current } = finger;
        if (!current?.swiping) return void (finger.current = null);
        const speed = event.timeStamp - current.at > restMs ? 0 : current.speed;
        settle(isFarEnough(current.along, event.currentTarget.clientWidth, speed));
      },
      onTouchCancel() {
        if (finger.current?.swiping) settle(false);
        finger.current = null;
      },
    },
  };
}
