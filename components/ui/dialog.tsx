"use client";
/** Owns the dialog: one question, asked in the middle of the screen. */
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { panelStyle, veilStyle } from "./floating";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text?: ReactNode;
  children?: ReactNode;
  /** Buttons, the one that acts last. */
  actions?: ReactNode;
}

export function Dialog({ open, onOpenChange, title, text, children, actions }: DialogProps) {
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
          <div className="flex flex-col gap-2">
            <Base.Title className="text-18 font-semibold text-balance">{title}</Base.Title>
            {text ? <Base.Description className="text-15 text-muted">{text}</Base.Description> : null}
          </div>
          {children}
          {actions ? <div className="mt-1 flex flex-wrap justify-end gap-2">{actions}</div> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
