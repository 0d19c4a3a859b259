"use client";
/** Owns the popover: a few words more, beside what they explain. */
import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { panelStyle, popStyle } from "./floating";

export interface PopoverProps {
  trigger: ReactElement;
  title?: string;
  children: ReactNode;
  side?: "top" | "bottom";
}

export function Popover({ trigger, title, children, side = "bottom" }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={8} collisionPadding={12} className="z-40">
          <Base.Popup className={cn(panelStyle, popStyle, "max-w-[min(20rem,calc(100vw-1.5rem))] rounded-10 p-4")}>
            {title ? <Base.Title className="mb-1 text-15 font-semibold">{title}</Base.Title> : null}
            <Base.Description render={<div />} className="text-13 text-muted">
              {children}
            </Base.Description>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
