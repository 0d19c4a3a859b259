/** Owns the grey shape that stands where content will be. */
import { cn } from "./cn";

/** Decoration; whoever shows several says "loading" once. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("block animate-breathe rounded-6 bg-fill-strong/70", className)} />;
}
