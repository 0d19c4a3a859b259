/** Owns how settings are grouped: a title, one frame, lines with a control at their end. */
import type { ReactNode } from "react";

export function SettingsGroup({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      {title ? <h2 className="text-13 font-semibold text-muted">{title}</h2> : null}
      <div className="flex flex-col divide-y divide-line rounded-16 border border-line bg-surface">{children}</div>
    </section>
  );
}

export interface SettingsLineProps {
  title: string;
  text?: ReactNode;
  value?: string;
  action?: ReactNode;
  children?: ReactNode;
}

export function SettingsLine({ title, text, value, action, children }: SettingsLineProps) {
  return (
    <div className="flex flex-col gap-4 px-4 py-3">
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
        <div className="min-w-40 flex-1">
          <p className="text-15 font-medium">{title}</p>
          {text ? <p className="text-13 text-pretty text-muted">{text}</p> : null}
        </div>
        {/* What is set and how to change it stay together, also beneath. */}
        {value || action ? (
          <div className="ms-auto flex min-w-0 items-center gap-4">
            {value ? <span className="min-w-0 text-15 [overflow-wrap:anywhere] text-muted">{value}</span> : null}
            {action}
          </div>
        ) : null}
      </div>
      {children}
    </div>
  );
}
