/** Owns the small label: a fact about its neighbour, or one of several filters. */
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  plain: "bg-fill text-muted",
  accent: "bg-accent-soft text-accent",
  danger: "bg-danger-soft text-danger",
  caution: "bg-caution-soft text-caution",
  success: "bg-success-soft text-success",
} as const;

export interface ChipProps {
  children: ReactNode;
  tone?: keyof typeof tones;
  className?: string;
}

/** A fact. */
export function Chip({ children, tone = "plain", className }: ChipProps) {
  return (
    <span
      data-chip=""
      className={cn(
        "inline-flex h-5 max-w-full shrink-0 items-center gap-1 rounded-6 px-1.5 text-12 font-medium whitespace-nowrap [&_svg]:size-3.5",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** One of several; `pressed` is the one in force. */
export function FilterChip({ pressed, className, ...rest }: ComponentProps<"button"> & { pressed: boolean }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      data-selected={pressed}
      className={cn(
        "relative h-7 rounded-full px-3 text-13 font-medium transition-colors duration-150 pointer-coarse:h-8 pointer-coarse:px-3.5 pointer-coarse:after:absolute pointer-coarse:after:-inset-y-1.5 pointer-coarse:after:inset-x-0",
        pressed ? "bg-ink text-canvas" : "text-muted hover:bg-fill hover:text-ink",
        className,
      )}
      {...rest}
    />
  );
}
