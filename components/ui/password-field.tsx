"use client";
/** Owns the password input: shown or hidden, with room for a strength meter below. */
import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "./cn";
import { Field, type FieldProps } from "./field";
import { IconButton } from "./icon-button";

export interface PasswordFieldProps extends Omit<FieldProps, "type" | "end" | "hideLabel"> {
  /** Names of the button that shows or hides the letters. */
  reveal: { readonly show: string; readonly hide: string };
  /** From outside, to show a suggestion; otherwise the field decides. */
  shown?: boolean;
  onShownChange?: (shown: boolean) => void;
}

export function PasswordField({ reveal, shown, onShownChange, inputClassName, ...rest }: PasswordFieldProps) {
  const [own, setOwn] = useState(false);
  const open = shown ?? own;
  const toggle = () => {
    setOwn(!open);
    onShownChange?.(!open);
  };
  return (
    <Field
      {...rest}
      type={open ? "text" : "password"}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      inputClassName={cn(open && "font-mono tracking-tight", inputClassName)}
      end={
        <IconButton label={open ? reveal.hide : reveal.show} small onClick={toggle}>
          {open ? <EyeOff /> : <Eye />}
        </IconButton>
      }
    />
  );
}

export interface StrengthMeterProps {
  /** 0 … 1 */
  share: number;
  tone: "danger" | "caution" | "success";
  label: string;
  /** The level in words. */
  words: ReactNode;
}

/** Four bars and the level in words, so that colour is never alone. */
export function StrengthMeter({ share, tone, label, words }: StrengthMeterProps) {
  const lit = Math.round(share * 4);
  const colour = { danger: "bg-danger", caution: "bg-caution-mark", success: "bg-success" }[tone];
  return (
    <div className="flex items-center gap-3 text-13 text-muted">
      <div aria-hidden="true" className="flex flex-1 gap-1">
        {[1, 2, 3, 4].map((bar) => (
          <span key={bar} className={cn("h-1 flex-1 rounded-full", bar <= lit ? colour : "bg-fill-strong")} />
        ))}
      </div>
      <span className="min-w-32 text-end">
        <span className="sr-only">{label}: </span>
        {words}
      </span>
    </div>
  );
}
