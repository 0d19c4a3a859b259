"use client";
/** Owns the way from a new recovery code to a kept one: show it, ask two groups back. Later is always possible. */
import { useState } from "react";
import { useTranslate } from "@/lib/i18n/language";
import { AuthFrame } from "./auth-frame";
import { RecoveryCheckForm } from "./recovery-check-form";
import { RecoveryCodeCard } from "./recovery-code-card";
import { useSubmit } from "./use-submit";

export interface RecoveryStepsProps {
  code: string;
  email: string;
  /** Two groups were typed back rightly. */
  onConfirm: () => Promise<void>;
  onLater: () => void;
}

export function RecoverySteps({ code, email, onConfirm, onLater }: RecoveryStepsProps) {
  const t = useTranslate();
  const [step, setStep] = useState<"show" | "check">("show");
  const confirm = useSubmit(onConfirm);
  if (step === "check")
    return (
      <AuthFrame title={t("auth.recovery.checkTitle")} lead={t("auth.recovery.checkLead")}>
        <RecoveryCheckForm
          code={code}
          busy={confirm.busy}
          failure={confirm.failure}
          onConfirmed={() => void confirm.run(undefined)}
          onShowAgain={() => setStep("show")}
        />
      </AuthFrame>
    );
  return (
    <AuthFrame title={t("auth.recovery.title")} lead={t("auth.recovery.lead")}>
      <RecoveryCodeCard code={code} email={email} onKept={() => setStep("check")} onLater={onLater} />
    </AuthFrame>
  );
}
