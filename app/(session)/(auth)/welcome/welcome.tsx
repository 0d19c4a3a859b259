"use client";
/** Owns the first minutes of an account: keys, recovery code, two groups typed back. */
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { AuthFrame } from "@/components/auth/auth-frame";
import { type KeysInput, KeysForm } from "@/components/auth/keys-form";
import { RecoverySteps } from "@/components/auth/recovery-steps";
import { useSubmit } from "@/components/auth/use-submit";
import { useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";
import { WaitingScreen } from "@/components/ui/waiting-screen";

export function Welcome() {
  const t = useTranslate();
  const router = useRouter();
  const { view, session } = useSession();
  const [made, setMade] = useState<{ code: string; email: string } | null>(null);
  const email = "email" in view ? view.email : "";
  const create = useSubmit<KeysInput>(async (input) => {
    setMade({ code: await session.createKeys(input), email });
  });

  const leave = made === null && !create.busy;
  useEffect(() => {
    if (!leave) return;
    if (view.state === "signed-out") router.replace("/sign-in");
    else if (view.state === "ready" || view.state === "locked") router.replace("/chats");
  }, [view.state, leave, router]);

  if (made)
    return (
      <RecoverySteps
        code={made.code}
        email={made.email}
        onConfirm={() => session.confirmRecovery()}
        onDone={() => router.replace("/chats")}
      />
    );
  if (view.state !== "needs-keys" && !create.busy) return <WaitingScreen label={t("app.loading")} />;
  return (
    <AuthFrame title={t("auth.welcome.title")} lead={t("auth.welcome.lead")}>
      <KeysForm
        suggestedName={view.state === "needs-keys" ? view.suggestedName : ""}
        passwordKnown={view.state === "needs-keys" ? view.passwordKnown : true}
        busy={create.busy}
        failure={create.failure}
        onSubmit={(input) => void create.run(input)}
      />
    </AuthFrame>
  );
}
