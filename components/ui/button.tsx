/** Owns the button: a verb, four looks, two heights, and a busy state that keeps its width. */
import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { Spinner } from "./spinner";

export const buttonStyle = cva(
  "relative inline-flex select-none items-center justify-center gap-2 rounded-10 font-medium whitespace-nowrap transition-colors duration-150 aria-disabled:opacity-60 disabled:opacity-50 forced-colors:border forced-colors:border-[ButtonBorder]",
  {
    variants: {
      look: {
        primary: "bg-accent-fill text-on-accent hover:bg-accent-press active:bg-accent-press",
        plain: "border border-edge/45 bg-surface text-ink hover:bg-fill active:bg-fill-strong",
        quiet: "text-ink hover:bg-fill active:bg-fill-strong",
        link: "text-accent underline-offset-4 hover:underline",
        danger: "bg-danger-fill text-on-accent hover:brightness-90",
      },
      size: {
        small: "h-8 px-3 text-13 pointer-coarse:h-11",
        normal: "h-10 px-4 text-15 pointer-coarse:h-11",
        large: "h-11 px-5 text-15",
      },
      wide: { true: "w-full", false: "" },
    },
    compoundVariants: [{ look: "link", class: "px-1" }],
    defaultVariants: { look: "plain", size: "normal", wide: false },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonStyle> {
  /** Words for what is going on; the button then ignores clicks and stays focused. */
  busy?: string | false | undefined;
}

export function Button({
  look,
  size,
  wide,
  busy,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      aria-disabled={busy ? true : undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cn(buttonStyle({ look, size, wide }), className)}
      {...rest}
    >
      {busy ? (
        <>
          <Spinner />
          {busy}
        </>
      ) : (
        children
      )}
    </button>
  );
}
