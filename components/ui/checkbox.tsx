"use client";
/** Owns the checkbox with its words beside it. */
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import type { ReactNode } from "react";

export interface CheckboxProps {
  children: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  name?: string;
  disabled?: boolean;
}

export function Checkbox({ children, checked, onChange, name, disabled }: CheckboxProps) {
  return (
    <label className="flex min-h-8 items-center gap-2.5 text-15 select-none pointer-coarse:min-h-11">
      <Base.Root
        checked={checked}
        onCheckedChange={(next) => onChange(next)}
        {...(name ? { name } : {})}
        {...(disabled ? { disabled } : {})}
        className="flex size-5 shrink-0 items-center justify-center rounded-6 border border-edge bg-surface data-checked:border-accent-fill data-checked:bg-accent-fill data-disabled:opacity-50"
      >
        <Base.Indicator className="text-on-accent data-unchecked:hidden">
          <Check className="size-3.5" strokeWidth={3} />
        </Base.Indicator>
      </Base.Root>
      <span>{children}</span>
    </label>
  );
}
