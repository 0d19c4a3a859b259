"use client";
/** Owns when a tooltip shows: one listener for every element with `data-tip`. The popup itself is loaded at the first need. */
import { useEffect, useState } from "react";
import { lazyPart } from "./lazy-part";

const TooltipPopup = lazyPart(async () => (await import("./tooltip-popup")).TooltipPopup);

const restMs = 450;

/** Stands once, near the root. Elements carry `data-tip` and name themselves by `aria-label`; the tooltip only repeats it. */
export function TooltipLayer() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const carrier = (event: Event) =>
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tip]") : null;
    const show = (element: HTMLElement, delay: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => setAnchor(element), delay);
    };
    const hide = () => {
      clearTimeout(timer);
      setAnchor(null);
    };
    const onOver = (event: PointerEvent) => {
      if (event.pointerType !== "mouse") return;
      const element = carrier(event);
      if (element) show(element, restMs);
      else hide();
    };
    const onFocus = (event: FocusEvent) => {
      const element = carrier(event);
      if (element?.matches(":focus-visible")) show(element, 0);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    document.addEventListener("pointerover", onOver);
    document.addEventListener("pointerdown", hide);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", onKey);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", onOver);
      document.removeEventListener("pointerdown", hide);
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("keydown", onKey);
    };
  }, []);

  const label = anchor?.isConnected ? anchor.dataset["tip"] : undefined;
  return anchor && label ? <TooltipPopup anchor={anchor} label={label} /> : null;
}
