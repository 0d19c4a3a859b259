/** Owns what stands where nothing is: why, and what to do about it. */
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  text?: string;
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ icon, title, text, action, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center justify-center gap-1 px-6 py-12 text-center", className)}>
      {icon ? <div className="mb-3 text-faint [&_svg]:size-8">{icon}</div> : null}
      <p className="text-15 font-semibold text-balance">{title}</p>
      {text ? <p className="max-w-72 text-15 text-balance text-muted">{text}</p> : null}
      {action ? <div className="mt-4">{action}</div> : null}
    </div>
  );
}
