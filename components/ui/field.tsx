"use client";
/** Owns a labelled input with hint and error, tied together for assistive technology. */
import { Field as Base } from "@base-ui/react/field";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export interface FieldProps extends Omit<ComponentProps<"input">, "size" | "onChange" | "value" | "defaultValue"> {
  label: string;
  name: string;
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  hint?: ReactNode;
  /** Words for what is wrong; null: nothing. */
  error?: string | null | undefined;
  /** Stands inside the input, at its end. */
  end?: ReactNode;
  /** Stands inside the input, at its start, as decoration. */
  start?: ReactNode;
  hideLabel?: boolean;
  inputClassName?: string;
}

export const inputStyle =
  "h-11 w-full rounded-10 border border-edge bg-surface px-3 text-16 text-ink transition-colors duration-150 focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent disabled:opacity-60 md:text-15 data-invalid:border-danger data-invalid:focus:outline-danger";

export function Field(props: FieldProps) {
  const { label, name, value, onValueChange, hint, error, end, start, hideLabel, className, inputClassName, ...rest } =
    props;
  return (
    <Base.Root name={name} invalid={Boolean(error)} className={cn("flex flex-col gap-1.5", className)}>
      <Base.Label className={cn("text-13 font-medium text-ink", hideLabel && "sr-only")}>{label}</Base.Label>
      <div className="relative">
        {start ? (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 start-3 flex items-center text-faint"
          >
            {start}
          </span>
        ) : null}
        <Base.Control
          {...(value === undefined ? {} : { value })}
          {...(onValueChange ? { onValueChange: (next: string) => onValueChange(next) } : {})}
          className={cn(inputStyle, start && "ps-9", end && "pe-12", inputClassName)}
          {...rest}
        />
        {end ? <span className="absolute inset-y-0 end-1 flex items-center">{end}</span> : null}
      </div>
      {error ? (
        <Base.Error match className="text-13 text-danger">
          {error}
        </Base.Error>
      ) : null}
      {hint ? <Base.Description className="text-13 text-muted">{hint}</Base.Description> : null}
    </Base.Root>
  );
}
