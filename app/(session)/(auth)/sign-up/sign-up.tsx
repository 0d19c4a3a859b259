"use client";
/** Owns the way of signing up in one tab: the form, then the six digits. */
import { useState } from "react";
import { AuthFrame, FootLink } from "@/components/auth/auth-frame";
import { CodeForm } from "@/components/auth/code-form";
import { SignUpForm, type SignUpInput } from "@/components/auth/sign-up-form";
import { useSubmit } from "@/components/auth/use-submit";
import { useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";
import { useDestination } from "@/app/(session)/(auth)/use-destination";
import { useReturn } from "@/app/(session)/(auth)/use-return";

export function SignUp({ mailUrl }: { mailUrl: string | null }) {
  const t = useTranslate();
  const { session } = useSession();
  const [email, setEmail] = useState<string | null>(null);
  const { invited, along } = useReturn();
  useDestination();
  const signUp = useSubmit(async (input: SignUpInput) => {
    await session.signUp(input);
    setEmail(input.email);
  });
  const confirm = useSubmit((code: string) => session.confirmCode(email ?? "", code));

  if (email !== null)
    return (
      <AuthFrame title={t("auth.code.title")} lead={t("auth.code.lead", { email })}>
        <CodeForm
          busy={confirm.busy}
          failure={confirm.failure}
          mailUrl={mailUrl}
          onSubmit={(code) => void confirm.run(code)}
          onBack={() => {
            confirm.clear();
            setEmail(null);
          }}
        />
      </AuthFrame>
    );
  return (
    <AuthFrame
      title={t("auth.signUp.title")}
      lead={t(invited ? "auth.invited" : "auth.signUp.lead")}
      foot={<FootLink text={t("auth.signUp.have")} href={along("/sign-in")} label={t("auth.signUp.signIn")} />}
    >
      <SignUpForm busy={signUp.busy} failure={signUp.failure} onSubmit={(input) => void signUp.run(input)} />
    </AuthFrame>
  );
}
