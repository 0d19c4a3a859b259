"use client";
/** Owns the switch: a setting that takes effect at once. */
import { Switch as Base } from "@base-ui/react/switch";

export interface SwitchProps {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

export function Switch({ label, hint, checked, onChange, disabled }: SwitchProps) {
  return (
    <label className="flex min-h-11 items-center justify-between gap-6 select-none">
      <span className="flex flex-col">
        <span className="text-15">{label}</span>
        {hint ? <span className="text-13 text-muted">{hint}</span> : null}
      </span>
      <Base.Root
        checked={checked}
        onCheckedChange={(next) => onChange(next)}
        {...(disabled ? { disabled } : {})}
        className="flex h-6 w-10 shrink-0 rounded-full border border-edge bg-fill-strong p-0.5 transition-colors duration-150 data-checked:border-accent-fill data-checked:bg-accent-fill data-disabled:opacity-50"
      >
        <Base.Thumb className="size-[1.125rem] rounded-full bg-white shadow-[0_1px_2px_rgb(0_0_0/0.3)] transition-transform duration-150 data-checked:translate-x-4 rtl:data-checked:-translate-x-4 forced-colors:bg-[ButtonText]" />
      </Base.Root>
    </label>
  );
}
