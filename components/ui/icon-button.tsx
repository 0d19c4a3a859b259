/** Owns the button that is only an icon: always named, always with a tooltip, 44 px under a finger. */
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  /** Name for assistive technology, and the tooltip. */
  label: string;
  children: ReactNode;
  look?: "quiet" | "primary" | "plain";
  small?: boolean;
}

export function IconButton({
  label,
  look = "quiet",
  small = false,
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      data-tip={label}
      className={cn(iconButtonStyle(look, small), className)}
      {...rest}
    />
  );
}

/** The same look for links. */
export function iconButtonStyle(look: "quiet" | "primary" | "plain" = "quiet", small = false): string {
  return cn(
    "touch relative inline-flex shrink-0 select-none items-center justify-center rounded-10 transition-colors duration-150 disabled:opacity-45 forced-colors:border forced-colors:border-[ButtonBorder] [&_svg]:size-5",
    small ? "size-8 [&_svg]:size-4" : "size-9",
    look === "quiet" && "text-muted hover:bg-fill hover:text-ink active:bg-fill-strong",
    look === "plain" && "border border-edge/45 bg-surface text-ink hover:bg-fill",
    look === "primary" && "bg-accent-fill text-on-accent hover:bg-accent-press",
  );
}
