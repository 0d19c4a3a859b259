"use client";
/** Owns binding the unlock screen to the session. */
import { AuthFrame } from "@/components/auth/auth-frame";
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
  const { email, displayName, reason } = view;
  const unlock = useSubmit(({ secret, newPassword }: { secret: string; newPassword?: string }) =>
    newPassword === undefined ? session.unlock(secret) : session.unlockWithRecoveryCode(secret, newPassword),
  );
  const leave = useSubmit(() => session.signOut());
  return (
    <AuthFrame
      mark={<Avatar id={email} name={displayName} size="large" />}
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
        busy={unlock.busy}
        failure={unlock.failure ?? leave.failure}
        onPassword={(secret) => void unlock.run({ secret })}
        onRecoveryCode={(secret, newPassword) => void unlock.run({ secret, newPassword })}
      />
    </AuthFrame>
  );
}
