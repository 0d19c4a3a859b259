/** Owns the count on a row. */
import { cn } from "./cn";

/** Shows at most "99+"; `label` says it in words. */
export function Badge({ count, label, quiet = false }: { count: number; label: string; quiet?: boolean }) {
  return (
    <span
      className={cn(
        "inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full px-1.5 text-12 font-semibold tabular-nums",
        quiet ? "bg-fill-strong text-muted" : "bg-accent-fill text-on-accent",
      )}
    >
      <span aria-hidden="true" dir="ltr">
        {count > 99 ? "99+" : count}
      </span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
