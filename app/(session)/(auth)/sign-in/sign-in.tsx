"use client";
/** Owns binding the sign-in form to the session. */
import { AuthFrame, FootLink } from "@/components/auth/auth-frame";
import { SignInForm, type SignInInput } from "@/components/auth/sign-in-form";
import { useSubmit } from "@/components/auth/use-submit";
import { useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";
import { useDestination } from "@/app/(session)/(auth)/use-destination";
import { useReturn } from "@/app/(session)/(auth)/use-return";

export function SignIn() {
  const t = useTranslate();
  const { session } = useSession();
  const { invited, along } = useReturn();
  useDestination();
  const signIn = useSubmit((input: SignInInput) => session.signIn(input));
  return (
    <AuthFrame
      title={t("auth.signIn.title")}
      lead={t(invited ? "auth.invited" : "auth.signIn.lead")}
      foot={<FootLink text={t("auth.signIn.new")} href={along("/sign-up")} label={t("auth.signIn.signUp")} />}
    >
      <SignInForm busy={signIn.busy} failure={signIn.failure} onSubmit={(input) => void signIn.run(input)} />
    </AuthFrame>
  );
}
