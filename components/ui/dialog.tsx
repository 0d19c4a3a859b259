"use client";
/** Owns the dialog: one question, asked in the middle of the screen. */
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { panelStyle, veilStyle } from "./floating";
import { iconButtonStyle } from "./icon-button";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text?: ReactNode;
  children?: ReactNode;
  /** Buttons, the one that acts last. */
  actions?: ReactNode;
  /** Three answers stand beneath each other, the one that acts first. */
  stacked?: boolean;
  /** Where no button leaves it: the name of the cross that does. */
  closeLabel?: string;
}

export function Dialog({
  open,
  onOpenChange,
  title,
  text,
  children,
  actions,
  stacked = false,
  closeLabel,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        {/* Also over a sheet that it was opened from. */}
        <Base.Backdrop forceRender className={cn(veilStyle, "z-40")} />
        <Base.Popup
          className={cn(
            panelStyle,
            "fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-2rem)] w-[26rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-16 p-6",
            "data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0",
          )}
        >
          <div className={cn("flex flex-col gap-2", closeLabel && "pe-8")}>
            <Base.Title className="text-18 font-semibold text-balance">{title}</Base.Title>
            {text ? <Base.Description className="text-15 text-muted">{text}</Base.Description> : null}
          </div>
          {children}
          {actions ? (
            <div className={cn("mt-1 flex gap-2", stacked ? "flex-col-reverse" : "flex-wrap justify-end")}>
              {actions}
            </div>
          ) : null}
          {closeLabel ? (
            <Base.Close aria-label={closeLabel} className={cn(iconButtonStyle(), "absolute end-3 top-3")}>
              <X />
            </Base.Close>
          ) : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
