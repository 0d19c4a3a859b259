"use client";
/** Owns binding the unlock screen to the session, and the way on for whoever has nothing left to unlock with. */
import { useState } from "react";
import { AuthFrame } from "@/components/auth/auth-frame";
import { StartOverForm } from "@/components/auth/start-over-form";
import { UnlockForm } from "@/components/auth/unlock-form";
import { useSubmit } from "@/components/auth/use-submit";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";
import type { LockReason, SessionCommands, SessionView } from "@/lib/session/view";

const reasons = {
  idle: "auth.unlock.idle",
  asked: "auth.unlock.asked",
  "new-device": "auth.unlock.newDevice",
  "password-reset": "auth.unlock.passwordReset",
} as const satisfies Record<LockReason, string>;

export interface UnlockProps {
  view: Extract<SessionView, { state: "locked" }>;
  session: SessionCommands;
}

export function Unlock({ view, session }: UnlockProps) {
  const t = useTranslate();
  const { userId, email, displayName, reason, passwordChosen } = view;
  const unlock = useSubmit(({ secret, newPassword }: { secret: string; newPassword?: string | null }) =>
    newPassword === undefined ? session.unlock(secret) : session.unlockWithRecoveryCode(secret, newPassword),
  );
  const leave = useSubmit(() => session.signOut());
  const startOver = useSubmit((newPassword: string | null) => session.startOver(newPassword));
  const [startingOver, setStartingOver] = useState(false);
  if (startingOver)
    return (
      <AuthFrame title={t("auth.startOver.title")} lead={t("auth.startOver.lead")}>
        <StartOverForm
          email={email}
          passwordChosen={passwordChosen}
          busy={startOver.busy}
          failure={startOver.failure}
          onSubmit={(newPassword) => void startOver.run(newPassword)}
          onBack={() => setStartingOver(false)}
        />
      </AuthFrame>
    );
  return (
    <AuthFrame
      mark={<Avatar id={userId} name={displayName} size="large" />}
      title={t("auth.unlock.title", { name: displayName })}
      lead={t(reasons[reason])}
      foot={
        <p className="flex flex-wrap items-center gap-x-2">
          {t("auth.unlock.signedIn", { email })}
          <Button
            look="link"
            size="small"
            busy={leave.busy && t("settings.security.signOutBusy")}
            onClick={() => void leave.run(undefined)}
          >
            {t("auth.unlock.signOut")}
          </Button>
        </p>
      }
    >
      <UnlockForm
        reason={reason}
        email={email}
        passwordChosen={passwordChosen}
        busy={unlock.busy}
        failure={unlock.failure ?? leave.failure}
        onPassword={(secret) => void unlock.run({ secret })}
        onRecoveryCode={(secret, newPassword) => void unlock.run({ secret, newPassword })}
      />
      <Button look="link" size="small" className="mt-3 -ms-1" onClick={() => setStartingOver(true)}>
        {t("auth.startOver.ask")}
      </Button>
    </AuthFrame>
  );
}
