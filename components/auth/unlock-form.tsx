"use client";
/** Owns opening the keys of an account that is signed in: with the password or with the recovery code. */
import { Tabs } from "@base-ui/react/tabs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { PasswordField } from "@/components/ui/password-field";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import type { LockReason } from "@/lib/session/view";
import { Form } from "./form";
import { NewPasswordInput } from "./new-password-input";
import { isLongEnough } from "./password-strength";

export interface UnlockFormProps {
  reason: LockReason;
  email: string;
  busy: boolean;
  failure: ErrorWords | null;
  onPassword: (password: string) => void;
  /** A new password has just been set; the recovery code alone opens. */
  passwordChosen: boolean;
  /** Null: the password just set. */
  onRecoveryCode: (code: string, newPassword: string | null) => void;
}

const tabStyle =
  "h-8 flex-1 rounded-6 text-13 font-medium text-muted transition-colors duration-150 hover:text-ink data-active:bg-raised data-active:text-ink data-active:shadow-[0_1px_2px_rgb(0_0_0/0.12)] pointer-coarse:h-11 forced-colors:data-active:outline-2";

export function UnlockForm(props: UnlockFormProps) {
  const { reason, email, busy, failure, passwordChosen, onPassword, onRecoveryCode } = props;
  const t = useTranslate();
  return (
    <Tabs.Root defaultValue={reason === "password-reset" ? "code" : "password"} className="flex flex-col gap-5">
      <Tabs.List aria-label={t("auth.unlock.tabs")} className="flex gap-1 rounded-10 bg-fill p-1">
        <Tabs.Tab value="password" className={tabStyle}>
          {t("auth.unlock.withPassword")}
        </Tabs.Tab>
        <Tabs.Tab value="code" className={tabStyle}>
          {t("auth.unlock.withCode")}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="password">
        <WithPassword email={email} busy={busy} failure={failure} onSubmit={onPassword} />
      </Tabs.Panel>
      <Tabs.Panel value="code">
        <WithCode {...{ email, busy, failure, passwordChosen }} onSubmit={onRecoveryCode} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}

interface PartProps<Arguments extends unknown[]> {
  email: string;
  busy: boolean;
  failure: ErrorWords | null;
  onSubmit: (...values: Arguments) => void;
}

function WithPassword({ email, busy, failure, onSubmit }: PartProps<[string]>) {
  const t = useTranslate();
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (password !== "") onSubmit(password);
  };
  return (
    <Form onSubmit={submit} failure={failure} actions={<UnlockButton busy={busy} />}>
      <AccountName email={email} />
      <PasswordField
        label={t("auth.unlock.withPassword")}
        name="password"
        autoComplete="current-password"
        autoFocus
        value={password}
        onValueChange={setPassword}
        reveal={{ show: t("auth.show"), hide: t("auth.hide") }}
        error={tried && password === "" ? t("auth.required") : null}
      />
    </Form>
  );
}

type WithCodeProps = PartProps<[string, string | null]> & Pick<UnlockFormProps, "passwordChosen">;

function WithCode({ email, busy, failure, passwordChosen, onSubmit }: WithCodeProps) {
  const t = useTranslate();
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (code.trim() === "") return;
    if (passwordChosen) onSubmit(code.trim(), null);
    else if (isLongEnough(password)) onSubmit(code.trim(), password);
  };
  return (
    <Form onSubmit={submit} failure={failure} actions={<UnlockButton busy={busy} />}>
      <AccountName email={email} />
      <Field
        label={t("auth.unlock.withCode")}
        name="recovery-code"
        autoComplete="off"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        maxLength={60}
        value={code}
        onValueChange={setCode}
        hint={t("auth.unlock.codeHint")}
        inputClassName="font-mono uppercase"
        error={tried && code.trim() === "" ? t("auth.required") : null}
      />
      {passwordChosen ? null : (
        <NewPasswordInput
          label={t("auth.unlock.newPassword")}
          value={password}
          onValueChange={setPassword}
          known={[email]}
          error={tried && !isLongEnough(password) ? t("auth.passwordShort") : null}
        />
      )}
    </Form>
  );
}

function UnlockButton({ busy }: { busy: boolean }) {
  const t = useTranslate();
  return (
    <Button type="submit" look="primary" size="large" wide busy={busy && t("auth.unlock.busy")}>
      {t("auth.unlock.submit")}
    </Button>
  );
}

/** Lets password managers know whose password this is. */
function AccountName({ email }: { email: string }) {
  return <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />;
}
