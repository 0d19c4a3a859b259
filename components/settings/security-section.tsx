"use client";
/** Owns the settings that protect an account: password, recovery code, idle lock, signing out. */
import { useState } from "react";
import { RecoveryCheckForm } from "@/components/auth/recovery-check-form";
import { RecoveryCodeCard } from "@/components/auth/recovery-code-card";
import { FailureBanner } from "@/components/auth/form";
import { useSubmit } from "@/components/auth/use-submit";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast-queue";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import type { Translate } from "@/lib/i18n/translate";
import type { Me, SessionCommands } from "@/lib/session/view";
import { ChangePasswordForm } from "./change-password-form";
import { NewCodeDialog } from "./new-code-dialog";
import { SettingsGroup, SettingsLine } from "./settings-group";

export type SecurityCommands = Pick<
  SessionCommands,
  "changePassword" | "newRecoveryCode" | "confirmRecovery" | "setIdleLock" | "lock" | "signOut"
>;

export interface SecuritySectionProps {
  me: Me;
  commands: SecurityCommands;
}

export function SecuritySection({ me, commands }: SecuritySectionProps) {
  const t = useTranslate();
  return (
    <div className="flex flex-col gap-8">
      <SettingsGroup>
        <PasswordLine me={me} commands={commands} />
        <RecoveryLine me={me} commands={commands} />
      </SettingsGroup>
      <SettingsGroup>
        <IdleLine me={me} commands={commands} />
        <SettingsLine
          title={t("settings.security.lockNow")}
          text={t(me.remembered ? "settings.security.remembered" : "settings.security.notRemembered")}
          action={
            <Button size="small" onClick={() => commands.lock()}>
              {t("settings.security.lockNow")}
            </Button>
          }
        />
      </SettingsGroup>
      <SettingsGroup>
        <SignOutLine me={me} commands={commands} />
      </SettingsGroup>
    </div>
  );
}

/** Where the current password is asked for, keys that do not open say that it is another one. */
function ofCurrentPassword(t: Translate, failure: ErrorWords | null): ErrorWords | null {
  if (failure?.code !== "E_COMMIT") return failure;
  return { ...failure, what: t("settings.security.wrongPassword"), next: t("errors.credentials.next") };
}

function PasswordLine({ me, commands }: SecuritySectionProps) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  const change = useSubmit(async ({ current, next }: { current: string; next: string }) => {
    await commands.changePassword(current, next);
    setOpen(false);
    toast(t("settings.security.changed"));
  });
  return (
    <SettingsLine
      title={t("settings.security.password")}
      text={t("settings.security.passwordLead")}
      action={
        open ? null : (
          <Button size="small" onClick={() => setOpen(true)}>
            {t("settings.security.change")}
          </Button>
        )
      }
    >
      {open ? (
        <ChangePasswordForm
          known={[me.displayName, me.email, me.handle]}
          busy={change.busy}
          failure={ofCurrentPassword(t, change.failure)}
          onSubmit={(current, next) => void change.run({ current, next })}
          onCancel={() => {
            change.clear();
            setOpen(false);
          }}
        />
      ) : null}
    </SettingsLine>
  );
}

function RecoveryLine({ me, commands }: SecuritySectionProps) {
  const t = useTranslate();
  const [asking, setAsking] = useState(false);
  const [code, setCode] = useState<string | null>(null);
  const [checking, setChecking] = useState(false);
  const close = () => {
    setCode(null);
    setChecking(false);
  };
  const renew = useSubmit(async (current: string) => {
    setCode(await commands.newRecoveryCode(current));
    setAsking(false);
  });
  const confirm = useSubmit(async () => {
    await commands.confirmRecovery();
    close();
    toast(t("auth.recovery.done"));
  });
  return (
    <SettingsLine
      title={t("settings.security.recovery")}
      text={t(me.recoveryConfirmed ? "settings.security.recoveryConfirmed" : "settings.security.recoveryUnconfirmed")}
      action={
        code ? null : (
          <Button size="small" onClick={() => setAsking(true)}>
            {t("settings.security.newCode")}
          </Button>
        )
      }
    >
      {code && !checking ? (
        <RecoveryCodeCard code={code} email={me.email} onKept={() => setChecking(true)} onLater={close} />
      ) : null}
      {code && checking ? (
        <RecoveryCheckForm
          code={code}
          busy={confirm.busy}
          failure={confirm.failure}
          onConfirmed={() => void confirm.run(undefined)}
          onShowAgain={() => setChecking(false)}
        />
      ) : null}
      {asking ? (
        <NewCodeDialog
          busy={renew.busy}
          failure={ofCurrentPassword(t, renew.failure)}
          onConfirm={(current) => void renew.run(current)}
          onClose={() => {
            renew.clear();
            setAsking(false);
          }}
        />
      ) : null}
    </SettingsLine>
  );
}

const idleChoices = [null, 5, 15, 30, 60] as const;

function IdleLine({ me, commands }: SecuritySectionProps) {
  const t = useTranslate();
  const set = useSubmit((minutes: number | null) => commands.setIdleLock(minutes));
  return (
    <SettingsLine
      title={t("settings.security.idle")}
      text={t("settings.security.idleLead")}
      action={
        <Select
          label={t("settings.security.idle")}
          value={String(me.idleLockMinutes ?? "never")}
          onValueChange={(value) => void set.run(value === "never" ? null : Number(value))}
          options={idleChoices.map((minutes) => ({
            value: String(minutes ?? "never"),
            label:
              minutes === null
                ? t("settings.security.idleNever")
                : t("settings.security.idleMinutes", { count: minutes }),
          }))}
        />
      }
    >
      {set.failure ? <FailureBanner failure={set.failure} /> : null}
    </SettingsLine>
  );
}

function SignOutLine({ me, commands }: SecuritySectionProps) {
  const t = useTranslate();
  const [asking, setAsking] = useState(false);
  const leave = useSubmit(() => commands.signOut());
  return (
    <SettingsLine
      title={t("settings.security.signOut")}
      text={t("settings.security.signOutLead")}
      action={
        <Button size="small" onClick={() => setAsking(true)}>
          {t("settings.security.signOut")}
        </Button>
      }
    >
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t("settings.security.signOutTitle")}
        text={t(me.recoveryConfirmed ? "settings.security.signOutText" : "settings.security.signOutUnconfirmed")}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t("app.cancel")}</Button>
            <Button
              look="danger"
              busy={leave.busy && t("settings.security.signOutBusy")}
              onClick={() => void leave.run(undefined)}
            >
              {t("settings.security.signOut")}
            </Button>
          </>
        }
      >
        <FailureBanner failure={leave.failure} />
      </Dialog>
    </SettingsLine>
  );
}
