"use client";
/** Owns the way from a new recovery code to a kept one: show, ask two groups back, done. Later is always possible. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";
import { AuthFrame } from "./auth-frame";
import { RecoveryCheckForm } from "./recovery-check-form";
import { RecoveryCodeCard } from "./recovery-code-card";
import { useSubmit } from "./use-submit";

export interface RecoveryStepsProps {
  code: string;
  email: string;
  onConfirm: () => Promise<void>;
  /** Both after confirming and for "later". */
  onDone: () => void;
}

export function RecoverySteps({ code, email, onConfirm, onDone }: RecoveryStepsProps) {
  const t = useTranslate();
  const [step, setStep] = useState<"show" | "check" | "done">("show");
  const confirm = useSubmit(async () => {
    await onConfirm();
    setStep("done");
  });
  if (step === "done")
    return (
      <AuthFrame title={t("auth.recovery.doneTitle")} lead={t("auth.recovery.done")}>
        <Button look="primary" size="large" wide autoFocus onClick={onDone}>
          {t("auth.recovery.open")}
        </Button>
      </AuthFrame>
    );
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
      <RecoveryCodeCard code={code} email={email} onKept={() => setStep("check")} onLater={onDone} />
    </AuthFrame>
  );
}
