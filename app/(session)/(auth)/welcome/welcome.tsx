"use client";
/** Owns the first minutes of an account: keys, recovery code, two groups typed back. */
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { AuthFrame } from "@/components/auth/auth-frame";
import { KeysForm, type KeysInput } from "@/components/auth/keys-form";
import { RecoverySteps } from "@/components/auth/recovery-steps";
import { useSubmit } from "@/components/auth/use-submit";
import { toast } from "@/components/ui/toast-queue";
import { WaitingScreen } from "@/components/ui/waiting-screen";
import { useTranslate } from "@/lib/i18n/language";
import { useReturn } from "@/app/(session)/(auth)/use-return";
import { useSession } from "@/lib/session/use-session";

export function Welcome() {
  const t = useTranslate();
  const router = useRouter();
  const { view, session } = useSession();
  const { place, along } = useReturn();
  const goal = place ?? "/chats";
  const signIn = along("/sign-in");
  const [email, setEmail] = useState("");
  const create = useSubmit(async (input: KeysInput) => {
    if (view.state === "needs-keys") setEmail(view.email);
    await session.createKeys(input);
  });
  const confirm = async () => {
    await session.confirmRecovery();
    toast(t("auth.recovery.done"));
  };

  useEffect(() => {
    if (view.state === "signed-out") router.replace(signIn);
    else if (view.state === "ready" || view.state === "locked") router.replace(goal);
  }, [view.state, signIn, goal, router]);

  if (view.state === "keep-recovery-code")
    return (
      <RecoverySteps code={view.code} email={email} onConfirm={confirm} onLater={() => session.postponeRecovery()} />
    );
  if (view.state !== "needs-keys") return <WaitingScreen label={t("app.loading")} />;
  return (
    <AuthFrame title={t("auth.welcome.title")} lead={t("auth.welcome.lead")}>
      <KeysForm
        suggestedName={view.suggestedName}
        passwordKnown={view.passwordKnown}
        busy={create.busy}
        failure={create.failure}
        onSubmit={(input) => void create.run(input)}
      />
    </AuthFrame>
  );
}
