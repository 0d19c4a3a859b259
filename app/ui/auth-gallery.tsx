"use client";
/** Owns the specimens of components/auth. */
import { useState } from "react";
import { AuthFrame, FootLink } from "@/components/auth/auth-frame";
import { CodeForm } from "@/components/auth/code-form";
import { KeysForm } from "@/components/auth/keys-form";
import { NewPasswordForm } from "@/components/auth/one-field-forms";
import { RecoveryCheckForm } from "@/components/auth/recovery-check-form";
import { RecoveryCodeCard } from "@/components/auth/recovery-code-card";
import { SignInForm } from "@/components/auth/sign-in-form";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { UnlockForm } from "@/components/auth/unlock-form";
import { Avatar } from "@/components/ui/avatar";
import { FilterChip } from "@/components/ui/chip";
import { errorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import type { Translate } from "@/lib/i18n/translate";

const nothing = () => {};
const idle = { busy: false, failure: null } as const;
const code = "HHC5-6Y2H-7XFQ-MBGM-AVQ5-8116-0MPT";

const pages = (t: Translate) => ({
  "sign-up": (
    <AuthFrame
      title={t("auth.signUp.title")}
      lead={t("auth.signUp.lead")}
      foot={<FootLink text={t("auth.signUp.have")} href="/sign-in" label={t("auth.signUp.signIn")} />}
    >
      <SignUpForm {...idle} onSubmit={nothing} />
    </AuthFrame>
  ),
  code: (
    <AuthFrame title={t("auth.code.title")} lead={t("auth.code.lead", { email: "mira@example.org" })}>
      <CodeForm {...idle} mailUrl="http://localhost:54324" onSubmit={nothing} onBack={nothing} />
    </AuthFrame>
  ),
  "sign-in": (
    <AuthFrame
      title={t("auth.signIn.title")}
      lead={t("auth.signIn.lead")}
      foot={<FootLink text={t("auth.signIn.new")} href="/sign-up" label={t("auth.signIn.signUp")} />}
    >
      <SignInForm busy={false} failure={errorWords(t, "E_CREDENTIALS")} onSubmit={nothing} />
    </AuthFrame>
  ),
  "new-password": (
    <AuthFrame title={t("auth.newPassword.title")} lead={t("auth.newPassword.lead")}>
      <NewPasswordForm {...idle} onSubmit={nothing} />
    </AuthFrame>
  ),
  keys: (
    <AuthFrame title={t("auth.welcome.title")} lead={t("auth.welcome.lead")}>
      <KeysForm suggestedName="Mira Okafor" passwordKnown={false} busy failure={null} onSubmit={nothing} />
    </AuthFrame>
  ),
  recovery: (
    <AuthFrame title={t("auth.recovery.title")} lead={t("auth.recovery.lead")}>
      <RecoveryCodeCard code={code} email="mira@example.org" onKept={nothing} onLater={nothing} />
    </AuthFrame>
  ),
  "recovery-check": (
    <AuthFrame title={t("auth.recovery.checkTitle")} lead={t("auth.recovery.checkLead")}>
      <RecoveryCheckForm {...idle} code={code} ask={[2, 5]} onConfirmed={nothing} onShowAgain={nothing} />
    </AuthFrame>
  ),
  unlock: (
    <AuthFrame
      mark={<Avatar id="mira_o" name="Mira Okafor" size="large" />}
      title={t("auth.unlock.title", { name: "Mira Okafor" })}
      lead={t("auth.unlock.newDevice")}
    >
      <UnlockForm
        {...idle}
        reason="new-device"
        passwordChosen={false}
        email="mira@example.org"
        onPassword={nothing}
        onRecoveryCode={nothing}
      />
    </AuthFrame>
  ),
});

type PageName = keyof ReturnType<typeof pages>;

export function AuthGallery({ state, bare }: { state: string | undefined; bare: boolean }) {
  const shownPages = pages(useTranslate());
  const [shown, setShown] = useState<PageName>((state ?? "sign-up") as PageName);
  if (bare) return shownPages[shown];
  return (
    <>
      <div role="group" aria-label="Pages" data-gallery="" className="flex flex-wrap gap-1 p-2">
        {(Object.keys(shownPages) as PageName[]).map((name) => (
          <FilterChip key={name} pressed={name === shown} onClick={() => setShown(name)}>
            {name}
          </FilterChip>
        ))}
      </div>
      {shownPages[shown]}
    </>
  );
}
