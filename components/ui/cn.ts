/** Owns joining class names, so that the later of two rivals wins. */
import { cx } from "class-variance-authority";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["12", "13", "15", "16", "18", "22", "28", "40"],
      radius: ["6", "10", "16"],
      shadow: ["float"],
    },
  },
});

/** Class names as one string. */
export function cn(...names: Parameters<typeof cx>): string {
  return merge(cx(names));
}
