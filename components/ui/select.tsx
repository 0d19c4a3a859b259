"use client";
/** Owns choosing one of a few: the browser's own list, which every device knows how to show, in our frame. */
import { ChevronDown } from "lucide-react";
import { useEffect, useRef } from "react";
import { cn } from "./cn";
import { inputStyle } from "./field";

export interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[];
  disabled?: boolean;
  /** Without a frame, for the edge of a page. */
  quiet?: boolean;
  className?: string;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, onValueChange, options, disabled, quiet = false, className } = props;
  const field = useRef<HTMLSelectElement>(null);
  const choose = (wanted: string | undefined) => {
    const chosen = options.find((option) => option.value === wanted);
    if (chosen && chosen.value !== value) onValueChange(chosen.value);
  };
  // What was chosen before the page could listen counts as well. The event of that choice may still follow,
  // after the field was set back to the value it had: it says nothing new.
  const onceReady = useRef(() => choose(field.current?.value));
  useEffect(() => onceReady.current(), []);
  return (
    <span className={cn("relative inline-flex", className)}>
      <select
        ref={field}
        aria-label={label}
        value={value}
        disabled={disabled}
        // Browsers put back what was chosen before a reload, which nobody has chosen now.
        autoComplete="off"
        onChange={(event) => choose(event.target.value)}
        className={cn(
          quiet ? "w-full rounded-10 text-muted hover:bg-fill hover:text-ink" : inputStyle,
          "h-9 cursor-pointer appearance-none truncate bg-transparent py-0 ps-3 pe-8 text-15 md:text-15 pointer-coarse:h-11 [&>option]:bg-surface [&>option]:text-ink",
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
