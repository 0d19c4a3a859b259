"use client";
/** Owns choosing one of a few: the browser's own list, which every device knows how to show, in our frame. */
import { ChevronDown } from "lucide-react";
import { cn } from "./cn";
import { inputStyle } from "./field";

export interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[];
  disabled?: boolean;
  className?: string;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, onValueChange, options, disabled, className } = props;
  return (
    <span className={cn("relative inline-flex", className)}>
      <select
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onValueChange(chosen.value);
        }}
        className={cn(
          inputStyle,
          "h-9 cursor-pointer appearance-none truncate py-0 ps-3 pe-9 text-15 pointer-coarse:h-11",
        )}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 end-2.5 my-auto size-4 text-muted"
      />
    </span>
  );
}
