"use client";
/** Owns the button of pages that stand alone: its looks written out, because those pages are part of every first load. */
import type { ReactNode } from "react";

const shared =
  "relative inline-flex select-none items-center justify-center gap-2 rounded-10 font-medium whitespace-nowrap transition-colors duration-150 aria-disabled:opacity-60 disabled:opacity-50 forced-colors:border forced-colors:border-[ButtonBorder] h-10 px-4 text-15 pointer-coarse:h-11";

const looks = {
  primary: "bg-accent-fill text-on-accent hover:bg-accent-press active:bg-accent-press",
  plain: "border border-edge/45 bg-surface text-ink hover:bg-fill active:bg-fill-strong",
};

export interface PlainButtonProps {
  look: keyof typeof looks;
  onClick: () => void;
  children: ReactNode;
}

export function PlainButton({ look, onClick, children }: PlainButtonProps) {
  return (
    <button type="button" onClick={onClick} className={`${shared} ${looks[look]}`}>
      {children}
    </button>
  );
}
