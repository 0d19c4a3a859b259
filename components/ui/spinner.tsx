/** Owns the two marks of waiting: a turning ring, and a bar for known progress. */
import { cn } from "./cn";

/** Decoration beside words that say what is going on. */
export function Spinner({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "inline-block size-4 shrink-0 animate-spin rounded-full border-2 border-current/25 border-t-current motion-reduce:animate-breathe",
        className,
      )}
    />
  );
}

/** `value` from 0 to 1; null while the end is not known. */
export function Progress({ value, label }: { value: number | null; label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(value * 100)}
      className="h-1 w-full overflow-hidden rounded-full bg-fill-strong"
    >
      <div
        className={cn("h-full rounded-full bg-accent-fill", value === null && "w-2/5 animate-breathe")}
        style={value === null ? undefined : { width: `${value * 100}%` }}
      />
    </div>
  );
}
