"use client";
/** Owns one choice out of a few: rows of equal weight, each with a title and what it means. */
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly title: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
}

export interface ChoicesProps<Value extends string> {
  legend: string;
  hideLegend?: boolean;
  value: Value;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
  className?: string;
}

export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const { legend, hideLegend = false, value, choices, onChange, className } = props;
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className={cn("text-13 font-medium", hideLegend && "sr-only")}>
        {legend}
      </span>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => {
          const chosen = choices.find((choice) => choice.value === next);
          if (chosen) onChange(chosen.value);
        }}
        className={cn("overflow-hidden rounded-10 border border-edge/60 bg-surface", className)}
      >
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex min-h-11 cursor-pointer items-center gap-3 border-line px-3.5 py-2 not-last:border-b hover:bg-fill has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
          >
            {choice.icon ? <span className="text-muted [&_svg]:size-5">{choice.icon}</span> : null}
            <span className="min-w-0 flex-1">
              <span className="block text-15">{choice.title}</span>
              {choice.hint ? <span className="block text-13 text-pretty text-muted">{choice.hint}</span> : null}
            </span>
            <Radio.Root
              value={choice.value}
              className="flex size-4 shrink-0 items-center justify-center rounded-full border border-edge outline-none data-checked:border-accent-fill data-checked:bg-accent-fill"
            >
              <Radio.Indicator className="size-1.5 rounded-full bg-on-accent data-unchecked:hidden forced-colors:bg-[Highlight]" />
            </Radio.Root>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
