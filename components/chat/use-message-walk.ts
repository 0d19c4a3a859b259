"use client";
/** Owns walking from message to message by keys, also to those that are not drawn yet: a virtual list must not end where its window does. */
import { type FocusEvent, type KeyboardEvent, type RefObject, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import { nextMessage, type WalkKey, walkKeys } from "./message-walk";
import type { TimelineItem } from "./timeline-items";

/** So many frames a message may take to be drawn after the view has moved to it. */
const patience = 30;

export interface MessageWalk {
  /** Items that stay drawn although they are out of view: what has the focus. */
  readonly kept: readonly number[];
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

const keyOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>("[data-message]")?.dataset["message"] : undefined;

export function useMessageWalk(
  items: readonly TimelineItem[],
  list: RefObject<VirtualizerHandle | null>,
  onStart: () => void,
): MessageWalk {
  const [focused, setFocused] = useState<string | undefined>();
  const turn = useRef(0);
  const keptAt = focused === undefined ? -1 : items.findIndex(({ key }) => key === focused);

  const go = (frame: HTMLElement, at: number) => {
    const key = items[at]?.key;
    if (key === undefined) return;
    const mine = ++turn.current;
    const find = () => frame.querySelector<HTMLElement>(`[data-message="${CSS.escape(key)}"]`);
    const arrive = (element: HTMLElement) => {
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" });
    };
    const drawn = find();
    if (drawn) return arrive(drawn);
    list.current?.scrollToIndex(at, { align: "nearest" });
    const wait = (left: number) => {
      if (mine !== turn.current) return;
      const element = find();
      if (element) arrive(element);
      else if (left > 0) requestAnimationFrame(() => wait(left - 1));
    };
    wait(patience);
  };

  return {
    kept: keptAt < 0 ? [] : [keptAt],
    onFocus: ({ target }) => setFocused(keyOf(target)),
    onBlur: ({ currentTarget, relatedTarget }) => {
      if (!currentTarget.contains(relatedTarget)) setFocused(undefined);
    },
    onKeyDown: (event) => {
      const { key, target, currentTarget } = event;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !walkKeys.has(key)) return;
      const own = target instanceof HTMLElement && target.dataset["message"];
      if (target !== currentTarget && own === undefined) return;
      const at = own ? items.findIndex((item) => item.key === own) : lastInView(currentTarget, items);
      const next = nextMessage(items, at, key as WalkKey, Boolean(own));
      if (next === null) {
        if (own && key !== "ArrowDown" && key !== "End") onStart();
        return;
      }
      event.preventDefault();
      go(currentTarget, next);
    },
  };
}

/** The last message whose beginning is on screen; walking begins there. */
function lastInView(frame: HTMLElement, items: readonly TimelineItem[]): number {
  const { bottom } = frame.getBoundingClientRect();
  const key = [...frame.querySelectorAll<HTMLElement>("[data-message]")].findLast(
    (each) => each.getBoundingClientRect().top < bottom - 8,
  )?.dataset["message"];
  return items.findIndex((item) => item.key === key);
}
