/** Owns one line of somebody's own words: it is cut where those words end, whichever way the page reads, and begins where the page begins. */
import type { ReactNode } from "react";
import { cn } from "./cn";

export function OneLine({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    <span dir="auto" className={cn("block w-fit max-w-full truncate", className)}>
      {children}
    </span>
  );
}
