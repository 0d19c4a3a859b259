"use client";
/** Owns how a tooltip looks and where it stands. */
import { Tooltip as Base } from "@base-ui/react/tooltip";

/** Decoration: the anchor's own name says the same, so it is hidden from assistive technology. */
export function TooltipPopup({ anchor, label }: { anchor: HTMLElement; label: string }) {
  return (
    <Base.Root open>
      <Base.Portal>
        <Base.Positioner anchor={anchor} side="bottom" sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup
            aria-hidden="true"
            className="pointer-events-none max-w-64 rounded-6 bg-ink px-2 py-1 text-12 font-medium text-canvas transition-opacity duration-150 data-starting-style:opacity-0"
          >
            {label}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
