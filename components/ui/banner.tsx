/** Owns the standing notice: what is the case, why, and what can be done. */
import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  plain: "bg-fill text-ink [&_.mark]:text-muted",
  danger: "bg-danger-soft text-ink [&_.mark]:text-danger",
  caution: "bg-caution-soft text-ink [&_.mark]:text-caution",
  success: "bg-success-soft text-ink [&_.mark]:text-success",
} as const;

export interface BannerProps {
  tone?: keyof typeof tones;
  icon?: ReactNode;
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** alert: spoken at once · status: spoken when there is time · none: always been there. */
  announce?: "alert" | "status" | "none";
  className?: string;
}

export function Banner({ tone = "plain", icon, title, children, actions, announce = "none", className }: BannerProps) {
  return (
    <div
      role={announce === "none" ? undefined : announce}
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-1 sm:gap-y-2 rounded-10 px-3.5 py-3 text-13 [&_.mark_svg]:size-5 forced-colors:border",
        tones[tone],
        className,
      )}
    >
      {icon ? <span className="mark shrink-0">{icon}</span> : null}
      <div className="min-w-0 flex-1 max-sm:min-w-[75%] sm:basis-64">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className={cn(title && "text-muted")}>{children}</div> : null}
      </div>
      {actions ? (
        <div
          className={cn(
            "flex flex-wrap items-center gap-2 sm:-my-1 sm:-me-1.5 sm:ms-auto sm:shrink-0 sm:self-center max-sm:mt-1.5 max-sm:w-full",
            icon && "max-sm:ps-8",
          )}
        >
          {actions}
        </div>
      ) : null}
    </div>
  );
}
