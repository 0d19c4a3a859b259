"use client";
/** Owns the sheet: a panel that slides in from the end of the line, over the page. */
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { panelStyle, veilStyle } from "./floating";
import { iconButtonStyle } from "./icon-button";

export interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  closeLabel: string;
  children: ReactNode;
}

export function Sheet({ open, onOpenChange, title, closeLabel, children }: SheetProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={cn(veilStyle, "z-30")} />
        <Base.Popup
          className={cn(
            panelStyle,
            "fixed inset-y-0 end-0 z-30 flex w-[22rem] max-w-full flex-col max-sm:w-full",
            "data-ending-style:translate-x-full data-starting-style:translate-x-full rtl:data-ending-style:-translate-x-full rtl:data-starting-style:-translate-x-full",
          )}
        >
          <div className="flex h-16 shrink-0 items-center justify-between gap-2 border-b border-line ps-5 pe-3 pt-[env(safe-area-inset-top)]">
            <Base.Title className="text-15 font-semibold">{title}</Base.Title>
            <Base.Close aria-label={closeLabel} className={iconButtonStyle()}>
              <X />
            </Base.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-[env(safe-area-inset-bottom)]">
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
