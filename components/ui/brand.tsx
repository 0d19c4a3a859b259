/** Owns the word mark: the seal and the name beside it. */
import { cn } from "./cn";
import { Seal } from "./seal";

export function Brand({ name, className }: { name: string; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2 text-18 font-semibold tracking-tight", className)}>
      <Seal state="closed" className="size-6" />
      {name}
    </span>
  );
}
