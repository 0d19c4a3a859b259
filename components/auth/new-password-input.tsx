"use client";
/** Owns choosing a password: typed or suggested, judged while typed. */
import { Sparkles } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { PasswordField, StrengthMeter } from "@/components/ui/password-field";
import { useTranslate } from "@/lib/i18n/language";
import { usePassphrase } from "@/lib/session/use-passphrase";
import { usePasswordCheck } from "@/lib/session/use-password-check";
import { type Strength, strengthOf, strengthShare } from "./password-strength";

export interface NewPasswordInputProps {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  /** Name and address, which make a password weaker. */
  known?: readonly string[];
  error?: string | null;
}

const tones: Readonly<Record<Strength, "danger" | "caution" | "success">> = {
  none: "danger",
  weak: "danger",
  fair: "caution",
  good: "success",
  strong: "success",
};

export function NewPasswordInput({ label, value, onValueChange, known = [], error }: NewPasswordInputProps) {
  const t = useTranslate();
  const [shown, setShown] = useState(false);
  const newPassphrase = usePassphrase();
  const [suggested, setSuggested] = useState("");
  const check = usePasswordCheck(value, known);
  const strength = check ? strengthOf(check) : "none";
  const suggest = async () => {
    const phrase = await newPassphrase();
    setSuggested(phrase);
    setShown(true);
    onValueChange(phrase);
  };
  const isSuggested = suggested !== "" && value === suggested;
  return (
    <div className="flex flex-col gap-2">
      <PasswordField
        label={label}
        name="new-password"
        autoComplete="new-password"
        value={value}
        onValueChange={onValueChange}
        shown={shown}
        onShownChange={setShown}
        reveal={{ show: t("auth.show"), hide: t("auth.hide") }}
        error={error}
      />
      <StrengthMeter
        share={value === "" ? 0 : Math.max(strengthShare(strength), 0.25)}
        tone={tones[strength]}
        label={t("auth.strength.label")}
        words={t(`auth.strength.${strength}`)}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <Button look="link" size="small" className="-ms-1" onClick={() => void suggest()}>
          <Sparkles aria-hidden="true" className="size-4" />
          {t(isSuggested ? "auth.generateAgain" : "auth.generate")}
        </Button>
      </div>
      <p role="status" className="text-13 text-muted empty:sr-only">
        {isSuggested ? t("auth.generated") : null}
      </p>
    </div>
  );
}
